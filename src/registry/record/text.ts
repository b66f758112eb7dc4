import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { Computed, From, RecordType, View } from '../mapping.ts';

const markdown = new MarkdownIt('commonmark', { html: false });
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'ul',
    'ol',
    'li',
    'em',
    'strong',
    'a',
    'code',
    'pre',
    'blockquote',
    'br',
    'hr',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
  ],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }) },
};
/** Sets off blocks, so that their words do not run together once the tags are gone. */
const BLOCK_END = /<\/(p|li|h\d|blockquote|pre)>|<br ?\/?>/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

@RecordType('Markdown', {
  at: '',
  description:
    'A longer text as the registry keeps it: CommonMark, in which a backslash before a sign means the sign itself.',
})
export class Markdown extends View {
  @From(() => String, '', 'The text verbatim, as CommonMark.', { required: true })
  source!: string;

  @Computed(
    () => String,
    [''],
    'The text as HTML, reduced to paragraphs, lists, emphasis, code and links: safe to insert into a page.',
    {
      required: true,
    },
  )
  get html(): string {
    return sanitizeHtml(markdown.render(this.source), allowed).trim();
  }

  @Computed(() => String, [''], 'The text without any markup, a line for each paragraph or list item.', {
    required: true,
  })
  get text(): string {
    const bare = sanitizeHtml(markdown.render(this.source).replace(BLOCK_END, '$&\n'), { allowedTags: [] });
    return bare
      .replace(/&(amp|lt|gt|quot|#39);/g, entity => ENTITIES[entity]!)
      .replace(/\n\s*\n/g, '\n')
      .trim();
  }
}
