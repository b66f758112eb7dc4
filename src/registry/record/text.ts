import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { createTextMemo } from '../../shared/text-memo.ts';
import { Computed, From, RecordType } from '../mapping.ts';
import { View } from '../view.ts';

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

// Rendering and sanitising costs more than all the rest of a study page together.
const htmlOf = createTextMemo(source => sanitizeHtml(markdown.render(source), allowed).trim());
const textOf = createTextMemo(source => {
  const bare = sanitizeHtml(markdown.render(source).replace(BLOCK_END, '$&\n'), { allowedTags: [] });
  return bare
    .replace(/&(amp|lt|gt|quot|#39);/g, entity => ENTITIES[entity]!)
    .replace(/\n\s*\n/g, '\n')
    .trim();
});

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
    return htmlOf(this.source);
  }

  @Computed(() => String, [''], 'The text without any markup, a line for each paragraph or list item.', {
    required: true,
  })
  get text(): string {
    return textOf(this.source);
  }
}
