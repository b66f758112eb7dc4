import fc from 'fast-check';
import { fieldNamed, RECORD_FIELDS } from '../../src/registry/record-fields.ts';
import { SEARCH_AREAS } from '../../src/registry/search-areas.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { printed } from '../support/essie-tree.ts';
import { aliasesOf, nctIdOf, valuesAt } from '../support/registry-double-values.ts';
import { dates, heldTexts, textFrom, treesOver } from './search-arbitraries.ts';

/** The fields whose closed lists these parts are about. */
const LISTS = {
  overallStatus: 'OverallStatus',
  phase: 'Phase',
  studyType: 'StudyType',
  primaryPurpose: 'DesignPrimaryPurpose',
  allocation: 'DesignAllocation',
  interventionModel: 'DesignInterventionModel',
  masking: 'DesignMasking',
  funderType: 'LeadSponsorClass',
  sex: 'Sex',
};
const WORDS = {
  term: 'BasicSearch',
  condition: 'ConditionSearch',
  intervention: 'InterventionSearch',
  title: 'TitleSearch',
  outcome: 'OutcomeSearch',
  sponsor: 'SponsorSearch',
  location: 'LocationSearch',
};
const NAMES = {
  leadSponsor: 'LeadSponsorName',
  country: 'LocationCountry',
  state: 'LocationState',
  city: 'LocationCity',
  conditionName: 'Condition',
  interventionName: 'InterventionName',
  sponsorName: 'CollaboratorName',
};
const SPANS = ['start', 'primaryCompletion', 'completion', 'firstPosted', 'resultsPosted', 'lastUpdate'];

/** One arbitrary for each entry of a table. */
const mapped = <V>(
  table: Readonly<Record<string, string>>,
  arbitraryOf: (name: string) => fc.Arbitrary<V>,
): Record<string, fc.Arbitrary<V>> =>
  Object.fromEntries(Object.entries(table).map(([part, name]) => [part, arbitraryOf(name)]));

/** An ordered pair, one end of which may be open. */
const spanOf = <V extends string | number>(values: fc.Arbitrary<V>) =>
  fc.tuple(values, values, fc.constantFrom('both', 'from', 'to')).map(([one, other, ends]) => {
    const [from, to] = one <= other ? [one, other] : [other, one];
    return ends === 'both' ? { from, to } : ends === 'from' ? { from } : { to };
  });

interface Point {
  readonly lat: number;
  readonly lon: number;
}

function circlesOver(records: readonly StudyRecord[]) {
  const points = records.flatMap(
    record => valuesAt(record, fieldNamed('LocationGeoPoint')!.path).slice(0, 2) as Point[],
  );
  const around = fc.constantFrom(...points, { lat: -89, lon: 179 }, { lat: 0, lon: 0 });
  return fc
    .tuple(around, fc.constantFrom(0.1, 5, 50, 400, 800))
    .map(([{ lat, lon }, distanceKm]) => ({ lat, lon, distanceKm }));
}

/** Filters of one to four parts, with values that occur in these records or do not. */
export function filtersOver(records: readonly StudyRecord[]): fc.Arbitrary<StudyCriteria> {
  const held = (piece: string) => heldTexts(records, fieldNamed(piece)!);
  const ids = [...records.map(nctIdOf), ...records.flatMap(aliasesOf), 'NCT77777777'];
  const meshes = RECORD_FIELDS.filter(({ piece }) => /Mesh.?Id$|AncestorId$/.test(piece));
  const circles = circlesOver(records);
  const whole = (piece: string) => {
    const texts = held(piece).filter(text => /[\p{L}\p{N}]/u.test(text) && text.length < 500);
    return texts.length === 0 ? textFrom([]) : fc.oneof(fc.constantFrom(...texts), textFrom(texts));
  };
  const parts: Record<string, fc.Arbitrary<unknown>> = {
    ...mapped(LISTS, piece => fc.subarray([...fieldNamed(piece)!.values!], { minLength: 1, maxLength: 3 })),
    ...mapped(WORDS, area => textFrom(SEARCH_AREAS[area]!.flatMap(({ piece }) => held(piece).slice(0, 15)))),
    ...mapped(NAMES, whole),
    ...Object.fromEntries(SPANS.map(part => [part, spanOfDates])),
    ids: fc.subarray(ids, { minLength: 1, maxLength: 20 }),
    acceptsAge: fc.oneof(fc.integer({ min: 0, max: 150 }), fc.double({ min: 0, max: 150, noNaN: true })),
    healthyVolunteers: fc.boolean(),
    hasResults: fc.boolean(),
    hasDocuments: fc.boolean(),
    enrollment: spanOf(fc.oneof(fc.nat(500), fc.nat(2_000_000_000))),
    near: circles,
    recruitingNear: circles,
    meshTerm: fc.constantFrom(...meshes.flatMap(({ piece }) => held(piece)), 'D000000'),
    essie: treesOver(records)
      .map(tree => printed(tree))
      .filter(text => text.length <= 1_000),
  };
  return fc
    .subarray(Object.keys(parts), { minLength: 1, maxLength: 4 })
    .chain(names =>
      fc.record(Object.fromEntries(names.map(name => [name, parts[name]!]))),
    ) as fc.Arbitrary<StudyCriteria>;
}

/** The last day of a span is not before its first, whatever the two leave out. */
const spanOfDates = spanOf(dates).filter(
  ({ from, to }) =>
    from === undefined || to === undefined || String(from).slice(0, 4) < String(to).slice(0, 4),
);
