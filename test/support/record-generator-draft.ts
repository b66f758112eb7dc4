import { workday } from './record-generator-dates.ts';
import type { Dice } from './record-generator-dice.ts';
import type { MutableNode } from './record-generator-objects.ts';
import { tableOfCodes } from './record-generator-shapes.ts';

export interface Arm {
  readonly label: string;
  readonly text: string;
}

export interface PlannedOutcome {
  readonly type: string;
  readonly title: string;
  readonly timeFrame: string | undefined;
}

export interface Plan {
  readonly overallStatus: string;
  readonly lastKnownStatus: string | undefined;
  /** Days since 1970. */
  readonly start: number;
  readonly primary: number;
  readonly completion: number;
  readonly firstPost: number;
  readonly resultsPost: number;
}

/** A record in the making: what its parts must agree on. */
export interface Draft {
  readonly dice: Dice;
  readonly i: number;
  /** Days since 1970. */
  readonly updated: number;
  readonly versionHolder: string;
  readonly hasResults: boolean;
  /** Of the study type INTERVENTIONAL; the others are OBSERVATIONAL. */
  readonly isTrial: boolean;
  readonly plan: Plan;
  readonly sponsor: { readonly name: string; readonly class: string };
  /** Places in `CONDITIONS` and `DRUGS`. */
  readonly condition: number;
  readonly drug: number;
  /** Participants taken in or wanted. */
  readonly enrolled: number;
  readonly armCount: number;
  /** Outcome measures that results are there of. */
  readonly resultCount: number;
  readonly armGroups: MutableNode[];
  readonly outcomes: PlannedOutcome[];
  /** The groups of the results; the arm groups where there are some. */
  groups: readonly Arm[];
}

/** What has dice to throw. */
export type Thrower = Pick<Draft, 'dice'>;

export const STOPPED = ['TERMINATED', 'WITHDRAWN', 'SUSPENDED'];
const OPEN = ['RECRUITING', 'NOT_YET_RECRUITING', 'ACTIVE_NOT_RECRUITING', 'ENROLLING_BY_INVITATION'];
const STATUSES = tableOfCodes({
  COMPLETED: 0.5,
  RECRUITING: 0.22,
  NOT_YET_RECRUITING: 0.07,
  TERMINATED: 0.07,
  ACTIVE_NOT_RECRUITING: 0.06,
  WITHDRAWN: 0.03,
  ENROLLING_BY_INVITATION: 0.02,
  SUSPENDED: 0.01,
});
/** After two years without news, what was to be over by then has an unknown status. */
const UNKNOWN_AFTER_DAYS = 730;

const statusFor = (dice: Dice, updated: number, held: number, hasResults: boolean): string => {
  if (hasResults) return dice.chance(0.88) ? 'COMPLETED' : 'TERMINATED';
  const status = dice.pick(STATUSES);
  if (!OPEN.includes(status) || held - updated < UNKNOWN_AFTER_DAYS) return status;
  return dice.chance(0.4) ? 'UNKNOWN' : 'COMPLETED';
};

/** @param end of a study that is over */
const startFor = (dice: Dice, status: string, updated: number, end: number, length: number): number => {
  if (status === 'NOT_YET_RECRUITING' || status === 'WITHDRAWN') return updated + dice.between(10, 200);
  // What is still open ends after the update.
  if (OPEN.includes(status) || status === 'SUSPENDED')
    return updated - Math.floor(dice.share() * (length - 60));
  return status === 'UNKNOWN' ? updated - dice.between(0, 600) : end - length;
};

/** @param held the day of the edition; days since 1970, all of them */
export const planFor = (dice: Dice, updated: number, held: number, hasResults: boolean): Plan => {
  const overallStatus = statusFor(dice, updated, held, hasResults);
  const toPrimary = dice.between(70, 1_500);
  const length = toPrimary + (dice.chance(0.4) ? 0 : dice.between(40, 500));
  const resultsPost = workday(updated - dice.between(0, 700));
  const end = hasResults ? resultsPost - dice.between(360, 900) : updated - dice.between(5, 1_200);
  const start = startFor(dice, overallStatus, updated, end, length);
  return {
    overallStatus,
    start,
    primary: start + toPrimary,
    completion: start + length,
    firstPost: workday(Math.min(start + dice.between(-200, 200), updated - 7)),
    lastKnownStatus: overallStatus === 'UNKNOWN' ? dice.pick(OPEN) : undefined,
    resultsPost,
  };
};

export const enrolledFor = (dice: Dice, status: string): number => {
  if (status === 'WITHDRAWN') return 0;
  const share = dice.share();
  return 6 + Math.floor(300 * share ** 2) + (share > 0.95 ? dice.between(300, 9_000) : 0);
};

// The groups of the results have an id in each module, such as `OG001`: a prefix and their place.

export const groupId = (prefix: string, n: number): string => `${prefix}${String(n).padStart(3, '0')}`;

/** Participants of each group, so that they add up to those enrolled. */
export const shareOf = ({ enrolled, groups }: Draft, n: number): number =>
  Math.floor(enrolled / groups.length) + (n < enrolled % groups.length ? 1 : 0);

export const groupsFor = ({ groups }: Draft, prefix: string): MutableNode[] =>
  groups.map(({ label, text }, n) => ({ id: groupId(prefix, n), title: label, description: text }));

export const denomsFor = (draft: Draft, prefix: string, total = false): MutableNode[] => {
  const sizes = draft.groups.map((_, n) => shareOf(draft, n));
  if (total) sizes.push(draft.enrolled);
  const counts = sizes.map((size, n) => ({ groupId: groupId(prefix, n), value: String(size) }));
  return [{ units: 'Participants', counts }];
};
