import type { Distance, EssieNode, Everything, Junction, Range, Text } from './essie-ast.ts';
import { EssieFault, shown } from './essie-fault.ts';
import { SCALES, type Scale, WHOLE_NUMBERS } from './essie-scales.ts';
import type { RecordField } from './record-fields.ts';

/** What the operators around a source have said, as far as it can contradict the source. */
interface Context {
  /** The fields of the area; none where only the place of the expression decides. */
  readonly fields?: readonly RecordField[];
  readonly size?: boolean;
  readonly coverage?: string;
  readonly expansion?: string;
}

type Source = Text | Range | Distance | Everything;

/**
 * Refuses what can be read but means nothing: bounds that are no values of their field, a value that is not in its
 * closed list, operators that contradict each other.
 * @throws EssieFault for the first such place
 */
export function checkMeaning(node: EssieNode, text: string): void {
  check(node, {}, text);
}

function check(node: EssieNode, context: Context, text: string): void {
  if ('parts' in node) for (const part of node.parts) check(part, context, text);
  else if ('part' in node) check(node.part, below(node, context), text);
  else checkSource(node, context, text);
}

/** What holds to the right of an operator. */
function below(node: Exclude<EssieNode, Junction | Source>, context: Context): Context {
  switch (node.kind) {
    case 'area':
      return { ...context, fields: node.fields.map(({ field }) => field), size: node.size };
    case 'coverage':
      return agreed({ ...context, coverage: node.coverage }, node.at.from);
    case 'expansion':
      return agreed({ ...context, expansion: node.expansion }, node.at.from);
    default:
      return context;
  }
}

/** Coverage is about whole terms, which the looser expansions take apart. */
function agreed(context: Context, offset: number): Context {
  const { coverage, expansion } = context;
  const isPartial = coverage === undefined || (coverage === 'Contains' && expansion !== 'Lossy');
  if (isPartial || (expansion !== 'Lossy' && expansion !== 'Relaxation')) return context;
  throw new EssieFault(
    `\`COVERAGE[${coverage}]\` and \`EXPANSION[${expansion}]\` exclude each other.`,
    offset,
    'EXPANSION[None], EXPANSION[Term] or EXPANSION[Concept] beside this coverage',
  );
}

function checkSource(node: Source, context: Context, text: string): void {
  if (node.kind === 'words' || node.kind === 'phrase') checkText(node, context);
  if (node.kind === 'range') checkRange(node, context, text);
  if (node.kind === 'distance') checkDistance(node, context);
}

function checkText(node: Text, { size, fields = [] }: Context): void {
  if (size) checkCount(node);
  else checkListed(node, fields);
}

function checkCount({ text, at }: Text): void {
  if (WHOLE_NUMBERS.reads(text)) return;
  throw new EssieFault(`${shown(text)} is no number of values.`, at.from, WHOLE_NUMBERS.expected);
}

function checkListed({ text, at }: Text, [field, ...otherFields]: readonly RecordField[]): void {
  const [word, ...otherWords] = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  if (!field?.values || otherFields.length > 0 || !word || otherWords.length > 0) return;
  if (field.values.includes(word.toUpperCase())) return;
  const values = field.values.join(', ');
  throw new EssieFault(
    `\`${field.piece}\` is never ${shown(text)}: its values are ${values}.`,
    at.from,
    values,
  );
}

function checkRange(node: Range, { fields = [], size }: Context, text: string): void {
  const bounds = [
    // Only blanks stand before the lower bound and after the upper one.
    { bound: node.low, at: text.indexOf(node.low ?? '', node.at.from + 'RANGE['.length) },
    { bound: node.high, at: text.lastIndexOf(node.high ?? '', node.at.to - ']'.length) },
  ];
  for (const { bound, at } of bounds) {
    if (bound === null) continue;
    for (const field of fields) checkBound(bound, at, field, size ? WHOLE_NUMBERS : SCALES[field.kind]);
  }
}

function checkBound(bound: string, at: number, field: RecordField, scale: Scale | undefined): void {
  if (!scale) {
    throw new EssieFault(
      `\`${field.piece}\` has values without an order, so it cannot be searched from ${shown(bound)} on or up to it.`,
      at,
      'RANGE[MIN,MAX] for studies that have a value, or a field with dates, numbers or ages',
    );
  }
  if (scale.reads(bound)) return;
  throw new EssieFault(
    `${shown(bound)} is no bound for \`${field.piece}\`: it takes ${scale.expected}.`,
    at,
    scale.expected,
  );
}

function checkDistance({ at }: Distance, { fields, size }: Context): void {
  if (fields?.length && !size && fields.every(({ kind }) => kind === 'point')) return;
  throw new EssieFault(
    '`DISTANCE` is measured from the places of a study only.',
    at.from,
    'AREA[LocationGeoPoint] before it',
  );
}
