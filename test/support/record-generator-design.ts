import type { Draft } from './record-generator-draft.ts';
import { urlOf } from './record-generator-names.ts';
import { listOf, type MutableNode, there } from './record-generator-objects.ts';
import {
  childOf,
  codeAt,
  isThere,
  lengthAt,
  many,
  type Node,
  part,
  type Recipe,
  sometimes,
  textFor,
  under,
  valueFor,
} from './record-generator-shapes.ts';
import { cut, sources } from './record-generator-texts.ts';
import { capital, TIMES } from './record-generator-words.ts';

/** Present in nearly all trials, and in nothing else. */
const inTrials: Recipe = (draft, node) =>
  draft.isTrial && draft.dice.chance(node.shape.present / 0.896) ? valueFor(draft, node) : undefined;
/** Present where the study observes, and in nothing else. */
export const inObservations: Recipe = (draft, node) =>
  !draft.isTrial && draft.dice.chance(node.shape.present / 0.104) ? valueFor(draft, node) : undefined;
const never: Recipe = () => undefined;

const MASKINGS = ['NONE', 'SINGLE', 'DOUBLE', 'TRIPLE', 'QUADRUPLE'];
const MASKED = ['PARTICIPANT', 'INVESTIGATOR', 'OUTCOMES_ASSESSOR', 'CARE_PROVIDER'];

const maskingInfo: Recipe = (draft, node) => {
  if (!draft.isTrial) return undefined;
  const masking = codeAt(draft, childOf(node, 'masking'));
  const maskingDescription = part(draft, node, 'maskingDescription');
  if (masking === 'NONE') return there({ masking, maskingDescription });
  const first = masking === 'SINGLE' && draft.dice.chance(0.5) ? 2 : 0;
  const whoMasked = MASKED.slice(first, first + MASKINGS.indexOf(masking));
  return there({ masking, maskingDescription, whoMasked });
};

const phases: Recipe = (draft, node) => {
  if (!draft.isTrial) return undefined;
  const phase = codeAt(draft, node);
  // Two phases stand together only where they follow one another.
  if (phase !== 'PHASE2' || !draft.dice.chance(0.25)) return [phase];
  return draft.dice.chance(0.6) ? ['PHASE1', phase] : [phase, 'PHASE3'];
};

export const timeFrameFor = (draft: Draft, node: Node): string => {
  const { dice } = draft;
  const length = lengthAt(draft, node);
  if (length > 40) return cut(sources.prose, dice, length);
  return dice.chance(0.5) ? capital(dice.pick(TIMES)) : `${capital(dice.pick(TIMES))} to ${dice.pick(TIMES)}`;
};

const outcomeFor = (draft: Draft, node: Node, type: string): MutableNode => {
  const title = textFor(draft, childOf(node, 'measure'));
  const frame = childOf(node, 'timeFrame');
  const timeFrame = isThere(draft, frame) ? timeFrameFor(draft, frame) : undefined;
  draft.outcomes.push({ type, title, timeFrame });
  return there({ measure: title, description: part(draft, node, 'description'), timeFrame });
};

const outcomesOf = (type: string): Recipe => many((draft, node) => outcomeFor(draft, node, type));
const asMeasured = outcomesOf('SECONDARY');

/** Studies with results planned about as many outcome measures as there are results. */
const secondaryOutcomes: Recipe = (draft, node) => {
  if (!draft.hasResults) return asMeasured(draft, node);
  const count = Math.floor((draft.resultCount - draft.outcomes.length) * 0.9);
  return count > 0 ? listOf(count, () => outcomeFor(draft, node, 'SECONDARY')) : undefined;
};

const ipdSharing: Recipe = sometimes((draft, node) => {
  const sharing = codeAt(draft, childOf(node, 'ipdSharing'));
  const description = part(draft, node, 'description');
  if (sharing !== 'YES') return there({ ipdSharing: sharing, description });
  const detail = (name: string, make: Recipe = valueFor): unknown =>
    draft.dice.chance(0.6) ? make(draft, childOf(node, name)) : undefined;
  return there({
    ipdSharing: sharing,
    description,
    infoTypes: detail('infoTypes'),
    timeFrame: detail('timeFrame'),
    accessCriteria: detail('accessCriteria'),
    url: detail('url', urlOf),
  });
});

export const designRecipes = under('protocolSection', {
  ...under('designModule', {
    studyType: ({ isTrial }) => (isTrial ? 'INTERVENTIONAL' : 'OBSERVATIONAL'),
    nPtrsToThisExpAccNctId: never,
    expandedAccessTypes: never,
    patientRegistry: inObservations,
    targetDuration: ({ isTrial, dice }, node) =>
      !isTrial && dice.chance(node.shape.present * 6) ? `${dice.between(1, 10)} Years` : undefined,
    phases,
    'designInfo.interventionModelDescription': inTrials,
    'designInfo.primaryPurpose': inTrials,
    'designInfo.observationalModel': inObservations,
    'designInfo.timePerspective': inObservations,
    'designInfo.maskingInfo': maskingInfo,
    bioSpec: inObservations,
    enrollmentInfo: ({ enrolled, plan }) => ({
      count: enrolled,
      type: ['COMPLETED', 'TERMINATED', 'WITHDRAWN'].includes(plan.overallStatus) ? 'ACTUAL' : 'ESTIMATED',
    }),
  }),
  'outcomesModule.primaryOutcomes': outcomesOf('PRIMARY'),
  'outcomesModule.secondaryOutcomes': secondaryOutcomes,
  'outcomesModule.otherOutcomes': outcomesOf('OTHER_PRE_SPECIFIED'),
  ipdSharingStatementModule: ipdSharing,
});
