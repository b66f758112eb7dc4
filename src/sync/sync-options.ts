import { notNctId, parseNctId } from '../registry/nct-id.ts';
import { BadUserInput } from '../shared/errors.ts';

export interface SyncOptions {
  /** Read everything anew; else only what was updated since the last complete run, where there is one. */
  readonly full?: boolean;
  /** Only these studies. */
  readonly ids?: readonly string[];
  /** Read the registry's archive file in place of the registry. */
  readonly archive?: string;
  /** What to copy from now on, see `scopeOf`; as before if left out. */
  readonly scope?: string;
  /** Find out what would change, and change nothing. */
  readonly dryRun?: boolean;
  /** Believe the registry even if it lists far fewer studies than before. */
  readonly acceptShrink?: boolean;
  /** Who wants it; `command` if left out. */
  readonly trigger?: 'command' | 'schedule';
}

/** @throws BadUserInput where the options do not go together */
export function refuseContradictions({ full, ids, archive, scope }: SyncOptions): void {
  const given = [full && '--full', ids && '--ids', archive !== undefined && '--archive'].filter(Boolean);
  if (given.length > 1)
    throw new BadUserInput(`${given.join(' and ')} exclude each other: choose one.`, {
      argument: 'full, ids, archive',
    });
  if (ids && scope !== undefined)
    throw new BadUserInput('--ids names the studies itself: leave --scope out.', { argument: 'scope' });
  if (ids?.length === 0)
    throw new BadUserInput('--ids is given but empty.', { argument: 'ids', expected: 'study numbers' });
}

/** The numbers as the registry writes them, each once. @throws BadUserInput */
export const idsOf = (ids: readonly string[]): readonly string[] => [
  ...new Set(
    ids.map(id => {
      const nctId = parseNctId(id);
      if (nctId === null) throw notNctId(id, 'ids');
      return nctId;
    }),
  ),
];
