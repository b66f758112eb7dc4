import { isoDate, isoMonth } from './record-generator-dates.ts';
import type { Dice } from './record-generator-dice.ts';
import { type Plan, STOPPED } from './record-generator-draft.ts';
import {
  accessNctIdOf,
  acronymOf,
  aliasOf,
  CONDITIONS,
  idOf,
  nctIdOf,
  personOf,
  sponsorFor,
} from './record-generator-names.ts';
import { type MutableNode, there } from './record-generator-objects.ts';
import {
  childOf,
  codeAt,
  lengthAt,
  many,
  type Recipe,
  sometimes,
  textFor,
  under,
} from './record-generator-shapes.ts';
import { cut, sources } from './record-generator-texts.ts';
import { FAMILY, SITES } from './record-generator-words.ts';

const identification = under('identificationModule', {
  nctId: ({ i }) => nctIdOf(i),
  nctIdAliases: sometimes(({ i }) => [aliasOf(i)]),
  orgStudyIdInfo: draft => ({ id: idOf(draft) }),
  'secondaryIdInfos.id': idOf,
  acronym: sometimes(acronymOf),
  organization: ({ sponsor }) => ({ fullName: sponsor.name, class: sponsor.class }),
});

/** A date as the study states it: the day, or the month alone. */
const dateOf = (pick: (plan: Plan) => number): Recipe =>
  sometimes(({ dice, plan, updated }) => {
    const day = pick(plan);
    const date = isoDate(day).slice(0, dice.chance(0.38) ? 7 : 10);
    return { date, type: day <= updated ? 'ACTUAL' : 'ESTIMATED' };
  });

/** A date as the registry states it. */
const posted = (dice: Dice, day: number): MutableNode => ({
  date: isoDate(day),
  type: dice.chance(0.7) ? 'ACTUAL' : 'ESTIMATED',
});

const withResults =
  (make: Recipe): Recipe =>
  (draft, node) =>
    draft.hasResults ? make(draft, node) : undefined;

const expandedAccessInfo = sometimes(({ dice, i, plan }) => {
  if (!dice.chance(0.004)) return { hasExpandedAccess: false };
  const statusForNctId = plan.overallStatus === 'COMPLETED' ? 'APPROVED_FOR_MARKETING' : 'AVAILABLE';
  return { hasExpandedAccess: true, nctId: accessNctIdOf(i), statusForNctId };
});

const never: Recipe = () => undefined;

const status = under('statusModule', {
  statusVerifiedDate: ({ updated, dice }) => isoMonth(updated - dice.between(3, 40)),
  overallStatus: ({ plan }) => plan.overallStatus,
  lastKnownStatus: ({ plan }) => plan.lastKnownStatus,
  whyStopped: (draft, node) =>
    STOPPED.includes(draft.plan.overallStatus) ? textFor(draft, node) : undefined,
  expandedAccessInfo,
  startDateStruct: dateOf(plan => plan.start),
  primaryCompletionDateStruct: dateOf(plan => plan.primary),
  completionDateStruct: dateOf(plan => plan.completion),
  studyFirstSubmitDate: ({ plan }) => isoDate(plan.firstPost - 8),
  studyFirstSubmitQcDate: ({ plan }) => isoDate(plan.firstPost - 4),
  studyFirstPostDateStruct: ({ dice, plan }) => posted(dice, plan.firstPost),
  resultsFirstSubmitDate: withResults(({ plan }) => isoDate(plan.resultsPost - 60)),
  resultsFirstSubmitQcDate: withResults(({ plan }) => isoDate(plan.resultsPost - 9)),
  resultsFirstPostDateStruct: withResults(({ dice, plan }) => posted(dice, plan.resultsPost)),
  lastUpdateSubmitDate: ({ updated, dice }) => isoDate(updated - dice.between(1, 4)),
  lastUpdatePostDateStruct: ({ updated, dice }) => posted(dice, updated),
  dispFirstSubmitDate: never,
  dispFirstSubmitQcDate: never,
  dispFirstPostDateStruct: never,
});

const sponsors = under('sponsorCollaboratorsModule', {
  responsibleParty: sometimes((draft, node) => {
    const type = codeAt(draft, childOf(node, 'type'));
    if (type === 'SPONSOR') return { type };
    return {
      type,
      investigatorFullName: personOf(draft),
      investigatorTitle: textFor(draft, childOf(node, 'investigatorTitle')),
      investigatorAffiliation: draft.sponsor.name,
    };
  }),
  leadSponsor: ({ sponsor }) => ({ ...sponsor }),
  collaborators: many(({ dice }) => {
    const sponsor = sponsorFor(dice);
    return dice.chance(0.15) ? { ...sponsor, class: 'UNKNOWN' } : sponsor;
  }),
});

const conditions = many((draft, node, n) =>
  n === 0 || draft.dice.chance(0.5)
    ? CONDITIONS[(draft.condition + n * SITES.length) % CONDITIONS.length]
    : textFor(draft, node),
);

const references = many((draft, node) => {
  const { dice, i } = draft;
  const length = lengthAt(draft, childOf(node, 'citation'));
  const author = (): string => `${dice.pick(FAMILY)} ${dice.pick(['A', 'MJ', 'C'])}`;
  const authors = `${author()}, ${author()}`;
  const pmid = dice.chance(0.976) ? String(dice.between(8_000_000, 41_999_999)) : undefined;
  const type = codeAt(draft, childOf(node, 'type'));
  const title = cut(sources.prose, dice, Math.max(length - 50, 20));
  const place = `${1990 + (i % 36)};${dice.between(1, 90)}(${dice.between(1, 12)}):${dice.between(1, 900)}-9`;
  return there({ pmid, type, citation: `${authors}. ${title}. ${place}.` });
});

/** What a study is called, how far it is, whose it is and what was written on it. */
export const aboutRecipes = under('protocolSection', {
  ...identification,
  ...status,
  ...sponsors,
  'conditionsModule.conditions': conditions,
  'referencesModule.references': references,
});
