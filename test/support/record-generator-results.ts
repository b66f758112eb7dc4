import { isoDate } from './record-generator-dates.ts';
import { type Arm, type Draft, groupId, groupsFor, shareOf } from './record-generator-draft.ts';
import { listOf, type MutableNode, there } from './record-generator-objects.ts';
import {
  childOf,
  countAt,
  isThere,
  many,
  type Node,
  objectFor,
  part,
  type Recipe,
  type Recipes,
  textFor,
  under,
} from './record-generator-shapes.ts';
import { DISORDERS, ORGAN_SYSTEMS, REASONS, SITES, SYMPTOMS } from './record-generator-words.ts';

/** The groups of the results are the arm groups, or made up where there are none. */
const groupTitles = (draft: Draft, node: Node): readonly Arm[] => {
  const groups = childOf(childOf(node, 'participantFlowModule'), 'groups');
  const labels =
    draft.armGroups.length > 0 ? draft.armGroups.map(({ label }) => String(label)) : [undefined, 'Controls'];
  return labels.map(label => ({
    label: label ?? textFor(draft, childOf(groups, 'title')),
    text: textFor(draft, childOf(groups, 'description')),
  }));
};

const resultsSection: Recipe = (draft, node) => {
  if (!draft.hasResults) return undefined;
  draft.groups = groupTitles(draft, node);
  return objectFor(draft, node);
};

const subjects = (counts: readonly number[]): MutableNode[] =>
  counts.map((count, n) => ({ groupId: groupId('FG', n), numSubjects: String(count) }));

const periodOf = (draft: Draft, title: string): MutableNode => {
  const { dice, groups } = draft;
  const started = groups.map((_, n) => shareOf(draft, n));
  const left = started.map(all => Math.floor(all * dice.share() * 0.4));
  const stayed = started.map((all, n) => all - left[n]!);
  const reasons = dice.between(1, 5);
  const each = left.map(all => Math.floor(all / reasons));
  // The first reason takes what the others leave over, so that they add up.
  const most = left.map((all, n) => all - each[n]! * (reasons - 1));
  return {
    title,
    milestones: [
      { type: 'STARTED', achievements: subjects(started) },
      { type: 'COMPLETED', achievements: subjects(stayed) },
      { type: 'NOT COMPLETED', achievements: subjects(left) },
    ],
    ...(left.some(count => count > 0) && {
      dropWithdraws: listOf(reasons, n => ({ type: REASONS[n], reasons: subjects(n === 0 ? most : each) })),
    }),
  };
};

const periods: Recipe = (draft, node) => {
  const count = countAt(draft, node);
  return listOf(count, n => periodOf(draft, count === 1 ? 'Overall Study' : `Period ${n + 1}`));
};

const statsFor = (draft: Draft, n: number): MutableNode => {
  const { dice } = draft;
  const numAtRisk = shareOf(draft, n);
  const numAffected = Math.floor(numAtRisk * dice.share() ** 6);
  const numEvents = dice.chance(0.5) ? undefined : numAffected * dice.between(1, 2);
  return there({ groupId: groupId('EG', n), numEvents, numAffected, numAtRisk });
};

const events = many((draft, node, n) => {
  const { dice, groups } = draft;
  return there({
    term: SYMPTOMS[n] ?? `${dice.pick(SITES)} ${dice.pick(DISORDERS).toLowerCase()} ${n}`,
    organSystem: ORGAN_SYSTEMS[n % ORGAN_SYSTEMS.length],
    sourceVocabulary: dice.chance(0.85) ? 'MedDRA 24.0' : undefined,
    assessmentType: part(draft, node, 'assessmentType'),
    notes: part(draft, node, 'notes'),
    stats: groups.map((_, group) => statsFor(draft, group)),
  });
});

const eventGroups: Recipe = (draft, node) => {
  const tellsDeaths = isThere(draft, childOf(node, 'deathsNumAtRisk'));
  return groupsFor(draft, 'EG').map((group, n) => {
    const all = shareOf(draft, n);
    const affected = (power: number): number => Math.floor(all * draft.dice.share() ** power);
    return {
      ...group,
      ...(tellsDeaths && { deathsNumAffected: affected(8), deathsNumAtRisk: all }),
      seriousNumAffected: affected(5),
      seriousNumAtRisk: all,
      otherNumAffected: affected(2),
      otherNumAtRisk: all,
    };
  });
};

const DOCUMENTS = [
  ['Prot', 'Study Protocol'],
  ['SAP', 'Statistical Analysis Plan'],
  ['Prot_SAP', 'Study Protocol and Statistical Analysis Plan'],
  ['ICF', 'Informed Consent Form'],
] as const;

const largeDocs: Recipe = (draft, node) => {
  const { dice, updated } = draft;
  return DOCUMENTS.slice(0, countAt(draft, node)).map(([typeAbbrev, label], n) => {
    const uploaded = updated - dice.between(1, 30);
    return {
      typeAbbrev,
      hasProtocol: typeAbbrev.includes('Prot'),
      hasSap: typeAbbrev.includes('SAP'),
      hasIcf: typeAbbrev.includes('ICF'),
      label,
      date: isoDate(uploaded - dice.between(10, 1_000)),
      uploadDate: `${isoDate(uploaded)}T${dice.between(10, 23)}:${dice.between(10, 59)}`,
      filename: `${typeAbbrev}_${String(n).padStart(3, '0')}.pdf`,
      size: dice.between(50_000, 9_000_000),
    };
  });
};

/** All results but the measures. */
export const resultRecipes: Recipes = {
  resultsSection,
  ...under('resultsSection', {
    'participantFlowModule.groups': draft => groupsFor(draft, 'FG'),
    'participantFlowModule.periods': periods,
    'adverseEventsModule.frequencyThreshold': ({ dice }) => dice.pick(['0', '5', '1']),
    'adverseEventsModule.eventGroups': eventGroups,
    'adverseEventsModule.seriousEvents': events,
    'adverseEventsModule.otherEvents': events,
    'moreInfoModule.pointOfContact.organization': ({ sponsor }) => sponsor.name,
  }),
  'documentSection.largeDocumentModule.largeDocs': largeDocs,
};
