import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Difference, differencesOf } from '../../src/mirror/record-diff.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { aRecord, type JsonObject } from '../support/record-builder.ts';

const SITES = 'protocolSection.contactsLocationsModule.locations';
const ARMS = 'protocolSection.armsInterventionsModule.armGroups';
const CONDITIONS = 'protocolSection.conditionsModule.conditions';

const lakeside = { facility: 'Lakeside Clinic', city: 'Basel', zip: '4051', country: 'Switzerland' };
const harbour = { facility: 'Harbour House', city: 'Bergen', zip: '5003', country: 'Norway' };
const meadow = { facility: 'Meadow Practice', city: 'Graz', zip: '8010', country: 'Austria' };
const withSites = (...locations: JsonObject[]) => aRecord({ locations });

/** Differences in short: `CHANGED a.list.key (name of the item)`. */
const told = (differences: readonly Difference[]): string[] =>
  differences.map(({ kind, path, items }) => [kind, path, ...items.map(name => `(${name})`)].join(' '));

/** The difference as it is the other way round. */
function swapped({ kind, path, before, after }: Omit<Difference, 'items'>): Omit<Difference, 'items'> {
  const kinds = { ADDED: 'REMOVED', REMOVED: 'ADDED', CHANGED: 'CHANGED', REORDERED: 'REORDERED' } as const;
  return { kind: kinds[kind], path, before: after, after: before };
}

/** The same value with the keys of every object the other way round. */
function turn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turn);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, turn(inner)]));
}

interface Leaf {
  readonly path: string;
  /** The lists that the leaf lies in, from the outside in; the last one is the leaf itself where it is a list. */
  readonly list: readonly string[];
}
const tree = readFileSync(new URL('../registry/field-tree.json', import.meta.url), 'utf8');
const { leaves } = JSON.parse(tree) as { readonly leaves: readonly Leaf[] };
const lists = new Set(leaves.flatMap(({ list }) => list));
const plainLists = leaves.filter(({ path, list }) => list.includes(path)).map(({ path }) => path);

/** A record that holds only this list; a list on the way holds one item. */
function recordWith(path: string, items: readonly unknown[]): StudyRecord {
  const steps = path.split('.');
  return steps.reduceRight<unknown>((inner, step, i) => {
    const isOuterList = i < steps.length - 1 && lists.has(steps.slice(0, i + 1).join('.'));
    return { [step]: isOuterList ? [inner] : inner };
  }, items) as StudyRecord;
}

/** Few keys and values, so that two trees have much in common; keys of every kind an object has by nature. */
const scalar = fc.constantFrom(null, true, 0, 1, '0', 'a', 'b', '');
const key = fc.constantFrom('a', 'b', 'label', 'constructor', '__proto__', 'toString', '');
const { json } = fc.letrec<{ json: unknown }>(tie => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('json')), { maxLength: 4 }).map(Object.fromEntries),
  ),
}));
const anArm = fc.record(
  {
    label: fc.constantFrom('Drops', 'Water'),
    type: fc.constantFrom('OTHER', 'SHAM'),
    interventionNames: fc.array(scalar, { maxLength: 3 }),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const anyRecord: fc.Arbitrary<StudyRecord> = fc.record(
  {
    protocolSection: fc
      .tuple(fc.array(fc.oneof(anArm, json), { maxLength: 4 }), fc.array(json, { maxLength: 4 }))
      .map(([armGroups, conditions]) => ({
        armsInterventionsModule: { armGroups },
        conditionsModule: { conditions },
      })),
    drift: json,
  },
  { requiredKeys: [], noNullPrototype: true },
);

describe('values', () => {
  it('finds nothing in equal records, whatever the order of keys', () => {
    const turned = turn(aRecord()) as StudyRecord;
    expect(Object.keys(turned)).not.toEqual(Object.keys(aRecord()));
    expect(differencesOf(aRecord(), turned)).toEqual([]);
  });

  it('tells a changed value with both', () => {
    expect(differencesOf(aRecord(), aRecord({ status: 'TERMINATED' }))).toStrictEqual([
      {
        path: 'protocolSection.statusModule.overallStatus',
        items: [],
        kind: 'CHANGED',
        before: 'COMPLETED',
        after: 'TERMINATED',
      },
    ]);
  });

  it('tells an object that came or went as one, at its own path', () => {
    const summary = { title: 'Drops', more: { length: 3 } };
    const before = aRecord();
    const after = aRecord({ raw: { resultsSection: summary } });
    const here = { path: 'resultsSection', items: [] };
    expect(differencesOf(before, after)).toStrictEqual([{ ...here, kind: 'ADDED', after: summary }]);
    expect(differencesOf(after, before)).toStrictEqual([{ ...here, kind: 'REMOVED', before: summary }]);
  });

  it('tells a list that came where there was none as one', () => {
    expect(differencesOf(aRecord(), aRecord({ keywords: ['honey', 'cough'] }))).toStrictEqual([
      {
        path: 'protocolSection.conditionsModule.keywords',
        items: [],
        kind: 'ADDED',
        after: ['honey', 'cough'],
      },
    ]);
  });

  it.each<[string, unknown, unknown]>([
    ['an object that became text', { text: 'Drops' }, 'Drops'],
    ['a list that became an object', [{ text: 'Drops' }], { text: 'Drops' }],
    ['a value that became null', 'Drops', null],
    ['a number that became text', 1, '1'],
    ['an empty list that became an empty object', [], {}],
  ])('tells %s as a change', (_, before, after) => {
    const expected = [{ path: 'a.b', items: [], kind: 'CHANGED', before, after }];
    expect(differencesOf({ a: { b: before } }, { a: { b: after } })).toStrictEqual(expected);
  });

  it('tells null and nothing apart', () => {
    const expected = [{ path: 'a', items: [], kind: 'ADDED', after: null }];
    expect(differencesOf({}, { a: null })).toStrictEqual(expected);
  });

  it('goes in the order of the record before, then comes what was added', () => {
    const before = { z: 1, y: 1, list: ['one', 'two'] };
    const after = { new: 1, list: ['three', 'two', 'one', 'four'], z: 2 };
    expect(told(differencesOf(before, after))).toEqual([
      'CHANGED z',
      'REMOVED y',
      'REORDERED list',
      'ADDED list (three)',
      'ADDED list (four)',
      'ADDED new',
    ]);
  });
});

describe('lists', () => {
  it.each([
    ['first', [harbour, lakeside, meadow]],
    ['in the middle', [lakeside, harbour, meadow]],
    ['last', [lakeside, meadow, harbour]],
  ])('tells a site that came as one difference: %s', (_, sites) => {
    const here = { path: SITES, items: ['Harbour House, Bergen, 5003, Norway'] };
    const [less, more] = [withSites(lakeside, meadow), withSites(...sites)];
    expect(differencesOf(less, more)).toStrictEqual([{ ...here, kind: 'ADDED', after: harbour }]);
    expect(differencesOf(more, less)).toStrictEqual([{ ...here, kind: 'REMOVED', before: harbour }]);
  });

  it('goes into an item that stayed, wherever it is now, and names the way', () => {
    const contacts = (phone: string) => [{ name: 'Ann Bell', role: 'CONTACT', phone }];
    const before = withSites({ ...lakeside, status: 'RECRUITING', contacts: contacts('1') }, meadow);
    const after = withSites(harbour, { ...lakeside, status: 'COMPLETED', contacts: contacts('2') }, meadow);
    const way = ['Lakeside Clinic, Basel, 4051, Switzerland'];
    expect(differencesOf(before, after)).toStrictEqual([
      { path: `${SITES}.status`, items: way, kind: 'CHANGED', before: 'RECRUITING', after: 'COMPLETED' },
      {
        path: `${SITES}.contacts.phone`,
        items: [...way, 'Ann Bell'],
        kind: 'CHANGED',
        before: '1',
        after: '2',
      },
      { path: SITES, items: ['Harbour House, Bergen, 5003, Norway'], kind: 'ADDED', after: harbour },
    ]);
  });

  it('tells another order as one difference of the list', () => {
    expect(
      differencesOf(withSites(lakeside, harbour, meadow), withSites(meadow, lakeside, harbour)),
    ).toStrictEqual([{ path: SITES, items: [], kind: 'REORDERED' }]);
  });

  it('tells another order along with what else changed', () => {
    const differences = differencesOf(
      withSites(lakeside, harbour, meadow),
      withSites({ ...meadow, status: 'COMPLETED' }, lakeside),
    );
    expect(told(differences)).toEqual([
      `REORDERED ${SITES}`,
      `REMOVED ${SITES} (Harbour House, Bergen, 5003, Norway)`,
      `ADDED ${SITES}.status (Meadow Practice, Graz, 8010, Austria)`,
    ]);
  });

  it('tells another order inside an item with the way to it', () => {
    const withNames = (...interventionNames: string[]) =>
      aRecord({ arms: [{ label: 'Drops', interventionNames }] });
    expect(differencesOf(withNames('A: a', 'B: b'), withNames('B: b', 'A: a'))).toStrictEqual([
      { path: `${ARMS}.interventionNames`, items: ['Drops'], kind: 'REORDERED' },
    ]);
  });

  it('knows plain values by themselves', () => {
    const before = aRecord({ conditions: ['Cough', 'Asthma', 'Hay Fever'] });
    const after = aRecord({ conditions: ['Cough', 'Croup', 'Hay Fever'] });
    expect(differencesOf(before, after)).toStrictEqual([
      { path: CONDITIONS, items: ['Asthma'], kind: 'REMOVED', before: 'Asthma' },
      { path: CONDITIONS, items: ['Croup'], kind: 'ADDED', after: 'Croup' },
    ]);
  });

  it('pairs equal ones of one identity first, then the others in their order', () => {
    const arms = (...types: string[]) => aRecord({ arms: types.map(type => ({ label: 'Drops', type })) });
    const differences = differencesOf(arms('A', 'B', 'C'), arms('B', 'D', 'E', 'F'));
    expect(differences.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['REORDERED', undefined, undefined],
      ['CHANGED', 'A', 'D'],
      ['CHANGED', 'C', 'E'],
      ['ADDED', undefined, { label: 'Drops', type: 'F' }],
    ]);
  });

  it('keeps the order of equal items between others that changed', () => {
    const arms = (type: string) =>
      aRecord({ arms: [{ label: 'A', type }, { label: 'Drops' }, { label: 'Drops' }, { label: 'B', type }] });
    expect(told(differencesOf(arms('OTHER'), arms('SHAM')))).toEqual([
      `CHANGED ${ARMS}.type (A)`,
      `CHANGED ${ARMS}.type (B)`,
    ]);
  });

  it('does not take it for another order that one of two equal items is gone', () => {
    const before = aRecord({ conditions: ['Cough', 'Asthma', 'Cough'] });
    const after = aRecord({ conditions: ['Asthma', 'Cough'] });
    expect(told(differencesOf(before, after))).toEqual([`REMOVED ${CONDITIONS} (Cough)`]);
  });

  it('pairs equal items of an unknown list, then the others in their order', () => {
    const before = { notes: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }] };
    const after = { notes: [{ n: 3 }, { n: 5, by: 'Ann' }] };
    expect(told(differencesOf(before, after))).toEqual([
      'REORDERED notes',
      'CHANGED notes.n (#1)',
      'ADDED notes.by (#1)',
      'REMOVED notes (#2)',
      'REMOVED notes (#4)',
    ]);
  });

  it('goes into lists of lists and of mixed values', () => {
    expect(told(differencesOf({ rows: [['a', 'b'], ['c']] }, { rows: [['a', 'x'], ['c']] }))).toEqual([
      'CHANGED rows (#1) (b)',
    ]);
    expect(told(differencesOf({ rows: [1, { a: 1 }, null] }, { rows: [2, { a: 1 }, {}] }))).toEqual([
      'CHANGED rows (1)',
      'CHANGED rows (#3)',
    ]);
  });

  it('takes what is no object in a list of objects as it comes', () => {
    const before = { protocolSection: { armsInterventionsModule: { armGroups: [null, 'Drops', ['x']] } } };
    const after = { protocolSection: { armsInterventionsModule: { armGroups: [null, 'Water', ['y']] } } };
    expect(told(differencesOf(before, after))).toEqual([
      `CHANGED ${ARMS} (Drops)`,
      `CHANGED ${ARMS} (#3) (x)`,
    ]);
  });

  it('is not slowed by long lists without an identity', { timeout: 5_000 }, () => {
    const notes = (sign: number) => ({
      notes: Array.from({ length: 50_000 }, (_, i) => ({ n: sign * (i + 1) })),
    });
    expect(differencesOf(notes(1), notes(-1))).toHaveLength(50_000);
  });
});

/** What tells the items of every published list of objects apart. */
const IDENTITY_FIELDS: Readonly<Record<string, string>> = {
  'protocolSection.identificationModule.secondaryIdInfos': 'type id',
  'protocolSection.sponsorCollaboratorsModule.collaborators': 'name',
  'protocolSection.armsInterventionsModule.armGroups': 'label',
  'protocolSection.armsInterventionsModule.interventions': 'type name',
  'protocolSection.outcomesModule.primaryOutcomes': 'measure timeFrame',
  'protocolSection.outcomesModule.secondaryOutcomes': 'measure timeFrame',
  'protocolSection.outcomesModule.otherOutcomes': 'measure timeFrame',
  'protocolSection.contactsLocationsModule.centralContacts': 'name email',
  'protocolSection.contactsLocationsModule.overallOfficials': 'name affiliation',
  'protocolSection.contactsLocationsModule.locations': 'facility city state zip country',
  'protocolSection.contactsLocationsModule.locations.contacts': 'name role',
  'protocolSection.referencesModule.references': 'pmid',
  'protocolSection.referencesModule.references.retractions': 'pmid',
  'protocolSection.referencesModule.seeAlsoLinks': 'url',
  'protocolSection.referencesModule.availIpds': 'type id url',
  'resultsSection.participantFlowModule.groups': 'id',
  'resultsSection.participantFlowModule.periods': 'title',
  'resultsSection.participantFlowModule.periods.milestones': 'type',
  'resultsSection.participantFlowModule.periods.milestones.achievements': 'groupId',
  'resultsSection.participantFlowModule.periods.dropWithdraws': 'type',
  'resultsSection.participantFlowModule.periods.dropWithdraws.reasons': 'groupId',
  'resultsSection.baselineCharacteristicsModule.groups': 'id',
  'resultsSection.baselineCharacteristicsModule.denoms': 'units',
  'resultsSection.baselineCharacteristicsModule.denoms.counts': 'groupId',
  'resultsSection.baselineCharacteristicsModule.measures': 'title',
  'resultsSection.baselineCharacteristicsModule.measures.denoms': 'units',
  'resultsSection.baselineCharacteristicsModule.measures.denoms.counts': 'groupId',
  'resultsSection.baselineCharacteristicsModule.measures.classes': 'title',
  'resultsSection.baselineCharacteristicsModule.measures.classes.denoms': 'units',
  'resultsSection.baselineCharacteristicsModule.measures.classes.denoms.counts': 'groupId',
  'resultsSection.baselineCharacteristicsModule.measures.classes.categories': 'title',
  'resultsSection.baselineCharacteristicsModule.measures.classes.categories.measurements': 'groupId',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures': 'type title timeFrame',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.groups': 'id',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.denoms': 'units',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.denoms.counts': 'groupId',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.classes': 'title',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.classes.denoms': 'units',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.classes.denoms.counts': 'groupId',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.classes.categories': 'title',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.classes.categories.measurements': 'groupId',
  'resultsSection.outcomeMeasuresModule.outcomeMeasures.analyses': 'groupIds statisticalMethod paramType',
  'resultsSection.adverseEventsModule.eventGroups': 'id',
  'resultsSection.adverseEventsModule.seriousEvents': 'term organSystem sourceVocabulary',
  'resultsSection.adverseEventsModule.seriousEvents.stats': 'groupId',
  'resultsSection.adverseEventsModule.otherEvents': 'term organSystem sourceVocabulary',
  'resultsSection.adverseEventsModule.otherEvents.stats': 'groupId',
  'annotationSection.annotationModule.unpostedAnnotation.unpostedEvents': 'type date',
  'annotationSection.annotationModule.violationAnnotation.violationEvents': 'type creationDate',
  'documentSection.largeDocumentModule.largeDocs': 'filename',
  'derivedSection.miscInfoModule.submissionTracking.submissionInfos': 'releaseDate',
  'derivedSection.conditionBrowseModule.meshes': 'id',
  'derivedSection.conditionBrowseModule.ancestors': 'id',
  'derivedSection.conditionBrowseModule.browseLeaves': 'id',
  'derivedSection.conditionBrowseModule.browseBranches': 'abbrev',
  'derivedSection.interventionBrowseModule.meshes': 'id',
  'derivedSection.interventionBrowseModule.ancestors': 'id',
  'derivedSection.interventionBrowseModule.browseLeaves': 'id',
  'derivedSection.interventionBrowseModule.browseBranches': 'abbrev',
};

describe('identity', () => {
  it('is known of every published list', () => {
    expect([...lists].sort()).toEqual([...Object.keys(IDENTITY_FIELDS), ...plainLists].sort());
  });

  it.each(Object.entries(IDENTITY_FIELDS))('in %s is %s', (path, names) => {
    const fields = names.split(' ');
    const item = Object.fromEntries(fields.map(field => [field, `the ${field}`]));
    for (const field of fields) {
      expect(leaves.map(leaf => leaf.path)).toContain(`${path}.${field}`);
      const another = { ...item, [field]: `another ${field}` };
      const replaced = differencesOf(recordWith(path, [item]), recordWith(path, [another]));
      expect(replaced).toMatchObject([
        { path, kind: 'REMOVED', before: item },
        { path, kind: 'ADDED', after: another },
      ]);
      const same = { ...item, other: 'remark' };
      const joined = differencesOf(recordWith(path, [item]), recordWith(path, [another, same]));
      expect(joined).toMatchObject([
        { path: `${path}.other`, kind: 'ADDED', after: 'remark' },
        { path, kind: 'ADDED', after: another },
      ]);
    }
  });

  // Other groups make another analysis: within one of them they never differ.
  const ownLists = plainLists.filter(path => !path.endsWith('.analyses.groupIds'));

  it.each(ownLists)('in %s is the value', path => {
    const differences = differencesOf(recordWith(path, ['a', 'b']), recordWith(path, ['c', 'b']));
    expect(differences).toMatchObject([
      { path, kind: 'REMOVED', before: 'a' },
      { path, kind: 'ADDED', after: 'c' },
    ]);
  });

  it.each([
    ['protocolSection.referencesModule.references', 'citation'],
    ['documentSection.largeDocumentModule.largeDocs', 'typeAbbrev'],
  ])('in %s is %s where there is nothing better', (path, field) => {
    const [before, after] = [{ [field]: 'a' }, { [field]: 'a', size: 1 }];
    expect(
      told(differencesOf(recordWith(path, [before]), recordWith(path, [{ [field]: 'b' }, after]))),
    ).toEqual([`ADDED ${path}.size (a)`, `ADDED ${path} (b)`]);
  });

  it.each<[string, JsonObject, string]>([
    ['protocolSection.armsInterventionsModule.interventions', { type: 'DRUG', name: 'Honey' }, 'Honey'],
    [
      'protocolSection.outcomesModule.primaryOutcomes',
      { measure: 'Sleep', timeFrame: 'Week 4' },
      'Sleep, Week 4',
    ],
    ['protocolSection.outcomesModule.otherOutcomes', { measure: 'Sleep' }, 'Sleep'],
    ['protocolSection.contactsLocationsModule.locations.contacts', { role: 'CONTACT' }, 'CONTACT'],
    ['protocolSection.referencesModule.references', { pmid: '1', citation: 'On honey.' }, '1'],
    ['protocolSection.referencesModule.seeAlsoLinks', { url: 'https://example.org', label: 'Bees' }, 'Bees'],
    ['resultsSection.adverseEventsModule.eventGroups', { id: 'EG000', title: 'Drops' }, 'Drops'],
    [
      'resultsSection.outcomeMeasuresModule.outcomeMeasures.analyses',
      { groupIds: ['OG0', 'OG1'] },
      'OG0, OG1',
    ],
    ['derivedSection.conditionBrowseModule.meshes', { id: 'D003371', term: 'Cough' }, 'Cough'],
    ['resultsSection.outcomeMeasuresModule.outcomeMeasures.classes', { categories: [] }, '#1'],
  ])('of an item of %s, %o, is told as people would: %s', (path, item, name) => {
    const [difference] = differencesOf(recordWith(path, []), recordWith(path, [item]));
    expect(difference?.items.at(-1)).toBe(name);
  });

  it('leads to a single figure of the results', () => {
    const measures = (value: string, extra: readonly JsonObject[] = []) => {
      const measurements = [...extra, { groupId: 'OG000', value }];
      const classes = [{ title: 'Night', categories: [{ measurements }] }];
      const analyses = [{ groupIds: ['OG000', 'OG001'], statisticalMethod: 'ANCOVA', pValue: value }];
      const one = { type: 'PRIMARY', title: 'Coughs', timeFrame: 'Week 4', classes, analyses };
      return recordWith('resultsSection.outcomeMeasuresModule.outcomeMeasures', [one]);
    };
    const differences = differencesOf(measures('0.1'), measures('0.2', [{ groupId: 'OG001', value: '3' }]));
    const at = 'resultsSection.outcomeMeasuresModule.outcomeMeasures';
    expect(told(differences)).toEqual([
      `CHANGED ${at}.classes.categories.measurements.value (Coughs, Week 4) (Night) (#1) (OG000)`,
      `ADDED ${at}.classes.categories.measurements (Coughs, Week 4) (Night) (#1) (OG001)`,
      `CHANGED ${at}.analyses.pValue (Coughs, Week 4) (ANCOVA)`,
    ]);
  });

  it('leads to a single figure of the participant flow and of an adverse event', () => {
    const flow = (numSubjects: string) => {
      const reasons = [{ groupId: 'FG000', numSubjects }];
      const dropWithdraws = [{ type: 'Moved away', reasons }];
      const milestones = [{ type: 'STARTED', achievements: reasons }];
      return recordWith('resultsSection.participantFlowModule.periods', [
        { title: 'Overall', milestones, dropWithdraws },
      ]);
    };
    const at = 'resultsSection.participantFlowModule.periods';
    expect(told(differencesOf(flow('1'), flow('2')))).toEqual([
      `CHANGED ${at}.milestones.achievements.numSubjects (Overall) (STARTED) (FG000)`,
      `CHANGED ${at}.dropWithdraws.reasons.numSubjects (Overall) (Moved away) (FG000)`,
    ]);
    const events = 'resultsSection.adverseEventsModule.seriousEvents';
    const event = (numAffected: number) =>
      recordWith(events, [
        { term: 'Croup', organSystem: 'Lungs', stats: [{ groupId: 'EG000', numAffected }] },
      ]);
    expect(told(differencesOf(event(0), event(1)))).toEqual([
      `CHANGED ${events}.stats.numAffected (Croup, Lungs) (EG000)`,
    ]);
  });

  it('does not mistake a citation for the number of another reference', () => {
    const path = 'protocolSection.referencesModule.references';
    const differences = differencesOf(
      recordWith(path, [{ pmid: '7' }]),
      recordWith(path, [{ citation: '7' }]),
    );
    expect(told(differences)).toEqual([`REMOVED ${path} (7)`, `ADDED ${path} (7)`]);
  });

  it('is shared by items that lack every field of it', () => {
    const differences = differencesOf(recordWith(ARMS, [{ type: 'A' }]), recordWith(ARMS, [{ type: 'B' }]));
    expect(told(differences)).toEqual([`CHANGED ${ARMS}.type (#1)`]);
  });
});

describe('keys that an object has by nature', () => {
  const parsed = (json: string) => JSON.parse(json) as StudyRecord;

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('are plain data: %s', key => {
    const plain = parsed('{"a":{"b":1}}');
    const odd = parsed(`{"a":{"b":1,"${key}":{"length":1}}}`);
    const changed = parsed(`{"a":{"b":1,"${key}":{"length":2}}}`);
    expect(told(differencesOf(plain, odd))).toEqual([`ADDED a.${key}`]);
    expect(told(differencesOf(odd, plain))).toEqual([`REMOVED a.${key}`]);
    expect(told(differencesOf(odd, changed))).toEqual([`CHANGED a.${key}.length`]);
    expect(canonicalJson(odd)).toContain(`"${key}":{"length":1}`);
    expect('length' in {}).toBe(false);
  });

  it('are not found where they are not given', () => {
    const differences = differencesOf(parsed('{"a":{"__proto__":{}}}'), parsed('{"a":{"b":{}}}'));
    expect(told(differences)).toEqual(['REMOVED a.__proto__', 'ADDED a.b']);
  });

  it('are no lists of the registry', () => {
    const differences = differencesOf({ constructor: [{ a: 1 }] }, { constructor: [{ a: 2 }] });
    expect(told(differences)).toEqual(['CHANGED constructor.a (#1)']);
  });
});

describe('canonical JSON', () => {
  it('sorts keys at every depth and keeps lists', () => {
    const value = { b: [{ d: 1, c: 'say "ah"' }, 2], a: null };
    expect(canonicalJson(value)).toBe('{"a":null,"b":[{"c":"say \\"ah\\"","d":1},2]}');
  });

  it('leaves out what is not there', () => {
    expect(canonicalJson({ a: undefined, b: true })).toBe('{"b":true}');
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(json, value => {
        expect(isDeepStrictEqual(JSON.parse(canonicalJson(value)), value)).toBe(true);
        expect(canonicalJson(turn(value))).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('any two records', () => {
  const pairs = fc
    .tuple(anyRecord, anyRecord, fc.boolean())
    .map(([one, other, same]) => [one, same ? (turn(one) as StudyRecord) : other] as const);

  it('have no differences exactly if they are equal', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const equal = isDeepStrictEqual(one, other);
        expect(differencesOf(one, other).length === 0).toBe(equal);
        expect(canonicalJson(one) === canonicalJson(other)).toBe(equal);
      }),
      { numRuns: 2_000 },
    );
  });

  it('have the same differences the other way round', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const there = differencesOf(one, other).map(({ items: _, ...each }) => canonicalJson(each));
        const back = differencesOf(other, one).map(({ items: _, ...each }) => canonicalJson(swapped(each)));
        expect(back.sort()).toEqual(there.sort());
      }),
      { numRuns: 2_000 },
    );
  });

  it('differ in exactly the items that came, went or moved', () => {
    const label = fc.integer({ min: 0, max: 30 }).map(String);
    const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(labels, labels, (before, after) => {
        const withArms = (each: readonly string[]) =>
          recordWith(
            ARMS,
            each.map(label => ({ label })),
          );
        const kept = before.filter(label => after.includes(label));
        const moved = kept.join() !== after.filter(label => before.includes(label)).join();
        expect(told(differencesOf(withArms(before), withArms(after)))).toEqual([
          ...(moved ? [`REORDERED ${ARMS}`] : []),
          ...before.filter(label => !after.includes(label)).map(label => `REMOVED ${ARMS} (${label})`),
          ...after.filter(label => !before.includes(label)).map(label => `ADDED ${ARMS} (${label})`),
        ]);
      }),
    );
  });
});
