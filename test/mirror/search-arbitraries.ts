import fc from 'fast-check';
import { COVERAGES, SEARCH_DOCUMENTS } from '../../src/registry/essie-ast.ts';
import { fieldNamed, RECORD_FIELDS, type RecordField } from '../../src/registry/record-fields.ts';
import { SEARCH_AREAS } from '../../src/registry/search-areas.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { and, area, not, or, quoted, range, type Tree, words } from '../support/essie-tree.ts';
import { valuesAt } from '../support/registry-double-values.ts';

/** Texts of no record, or of the odd ones. */
export const NOISE: readonly string[] = [
  'xyzzy',
  'NOT',
  'heart AND',
  '(a OR b)',
  'AREA[Phase]PHASE2',
  'β-blocker',
  '日本 医療',
  'naïve Å',
  'a_b c',
  '2',
  'studies studied',
  'the of and',
];

/** Partial dates, some of which no calendar knows with a day. */
export const dates = fc
  .record({
    year: fc.integer({ min: 1999, max: 2028 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    parts: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ year, month, day, parts }) =>
    [year, ...[month, day].map(part => String(part).padStart(2, '0'))].slice(0, parts).join('-'),
  );

const ages = fc
  .tuple(
    fc.integer({ min: 0, max: 120 }),
    fc.constantFrom('Years', 'months', 'Week', 'days', 'hour', 'minutes'),
  )
  .map(([count, unit]) => `${count} ${unit}`);
const numbers = fc
  .oneof(fc.integer({ min: -2, max: 2_000 }), fc.constantFrom(99_999_999, 0.5, 12.25))
  .map(String);

/** Both ends or one of them. */
export const bounded = (bounds: fc.Arbitrary<string>): fc.Arbitrary<Tree> =>
  fc.tuple(fc.option(bounds), fc.option(bounds)).map(([low, high]) => range(low, high));

/** Words of a text side by side, all of it, or a word with an ending it did not have. */
export const snippetOf = (text: string): fc.Arbitrary<string> => {
  const parts = text.split(/\s+/).filter(part => part !== '');
  return fc
    .record({
      from: fc.integer({ min: 0, max: Math.max(0, parts.length - 1) }),
      count: fc.constantFrom(1, 1, 2, 3, 60),
      ending: fc.constantFrom('', '', '', 's', 'ing', '.'),
    })
    .map(
      ({ from, count, ending }) =>
        `${parts
          .slice(from, from + count)
          .join(' ')
          .slice(0, 300)}${ending}`,
    );
};

/** What records hold at a field, as far as it is text. */
export function heldTexts(records: readonly StudyRecord[], field: RecordField): readonly string[] {
  const held = records.flatMap(record => valuesAt(record, field.path).slice(0, 3));
  return [...new Set(held.filter(value => typeof value === 'string'))].slice(0, 60);
}

/** Something that can be asked of a field of this kind, or nothing. */
function leafOf(field: RecordField, texts: readonly string[]): fc.Arbitrary<Tree> {
  const asks = (part: fc.Arbitrary<Tree>) => part.map(each => area(field.piece, each));
  const size = fc.oneof(
    fc.integer({ min: 0, max: 4 }).map(count => words(String(count))),
    bounded(fc.nat(6).map(String)),
  );
  const always = [
    fc.constantFrom(area(field.piece, { kind: 'missing' }), area(field.piece, range(null, null))),
    size.map(each => area(field.piece, each, true)),
  ];
  const asText = (text: fc.Arbitrary<string>) => fc.oneof(text.map(words), text.map(quoted));
  switch (field.kind) {
    case 'text':
      return fc.oneof(...always, { arbitrary: asks(asText(textFrom(texts))), weight: 8 });
    case 'enum':
      return fc.oneof(...always, { arbitrary: asks(asText(fc.constantFrom(...field.values!))), weight: 4 });
    case 'boolean':
      return fc.oneof(...always, asks(fc.constantFrom('true', 'FALSE', 'yes').map(words)));
    case 'date':
      return fc.oneof(...always, asks(bounded(dates)), asks(asText(dates)));
    case 'number':
      return fc.oneof(...always, asks(bounded(numbers)), asks(asText(numbers)));
    case 'age':
      return fc.oneof(...always, asks(bounded(ages)), asks(asText(ages)));
    case 'point':
      return fc.oneof(
        ...always,
        asks(
          fc.record({
            kind: fc.constant('distance'),
            lat: fc.constantFrom(-41.25, 0, 37.5, 42.3, 51.5, 90),
            lon: fc.constantFrom(-180, -71, 0, 9.75, 126.9, 180),
            km: fc.constantFrom(0, 1.5, 50, 800, 9_000),
          }),
        ),
      );
    case 'branch':
      return fc.oneof(...always);
  }
}

const hasWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** A text that records hold, or one that none does. */
export const textFrom = (texts: readonly string[]): fc.Arbitrary<string> => {
  const noise = fc.constantFrom(...NOISE);
  if (texts.length === 0) return noise;
  const snippets = fc
    .constantFrom(...texts)
    .chain(snippetOf)
    .filter(hasWord);
  return fc.oneof({ arbitrary: snippets, weight: 9 }, noise);
};

/** Expressions about what these records hold, none of which looks for synonyms. */
export function treesOver(records: readonly StudyRecord[]): fc.Arbitrary<Tree> {
  const leaves = RECORD_FIELDS.map(field => leafOf(field, heldTexts(records, field)));
  const areas = Object.entries(SEARCH_AREAS).map(([name, parts]) => {
    const texts = parts
      .slice(0, 6)
      .flatMap(({ piece }) => heldTexts(records, fieldNamed(piece)!).slice(0, 20));
    const text = textFrom(texts.filter(each => hasWord(each)));
    return fc
      .oneof(text.map(words), text.map(quoted), fc.constant({ kind: 'missing' }))
      .map(each => area(name, each));
  });
  // What is a value of a closed list would not be one elsewhere.
  const anywhere = fc.constantFrom<Tree>({ kind: 'all' }, words('heart'), quoted('of the'), words('phase 2'));
  const leaf = fc.oneof(
    { arbitrary: fc.oneof(...leaves), weight: 6 },
    { arbitrary: fc.oneof(...areas), weight: 4 },
    anywhere,
  );
  const { tree } = fc.letrec<{ tree: Tree }>(tie => {
    const part = tie('tree');
    const several = fc.array(part, { minLength: 2, maxLength: 3 });
    const under = (fields: Record<string, fc.Arbitrary<unknown>>) =>
      fc.record({ ...fields, part }) as unknown as fc.Arbitrary<Tree>;
    const kind = (name: string) => fc.constant(name);
    return {
      tree: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        { arbitrary: leaf, weight: 4 },
        several.map(parts => or(...parts)),
        { arbitrary: several.map(parts => and(...parts)), weight: 2 },
        part.map(not),
        under({
          kind: kind('area'),
          name: fc.constantFrom('Condition', 'LocationSearch', 'TitleSearch'),
          size: fc.constant(false),
        }),
        {
          arbitrary: under({ kind: kind('search'), document: fc.constantFrom(...SEARCH_DOCUMENTS) }),
          weight: 2,
        },
        under({ kind: kind('coverage'), coverage: fc.constantFrom(...COVERAGES) }),
        under({ kind: kind('expansion'), expansion: fc.constantFrom('None', 'Term') }),
        under({ kind: kind('tilt'), field: fc.constantFrom('StartDate', 'LastUpdatePostDate') }),
      ),
    };
  });
  return fc
    .tuple(fc.constantFrom('None', 'Term'), tree)
    .map(([expansion, part]) => ({ kind: 'expansion', expansion, part }));
}
