import type { SyncOptions } from './sync-options.ts';
import { type SyncKind, type SyncRun, type SyncRunRepository, WHOLE_RUNS } from './sync-run.repository.ts';
import type { Scope } from './sync-scope.ts';
import type { Checkpoint } from './sync-window.ts';

export interface Plan {
  readonly kind: SyncKind;
  readonly continues: number | null;
  readonly checkpoint: Checkpoint | null;
  readonly lastComplete: SyncRun | null;
  /** The runs before copied something else. */
  readonly isOtherScope: boolean;
}

/** What kind of run it is, and whether it goes on where an earlier one was cut short. */
export async function planOf(runs: SyncRunRepository, options: SyncOptions, scope: Scope): Promise<Plan> {
  const latest = await runs.latest({ kinds: WHOLE_RUNS });
  const isOtherScope = !options.ids && latest !== null && latest.scope !== scope.text;
  const complete = await runs.latest({ state: 'COMPLETE', kinds: WHOLE_RUNS });
  const lastComplete = !isOtherScope && complete?.scope === scope.text ? complete : null;
  const kind: SyncKind = options.ids
    ? 'IDS'
    : options.archive !== undefined
      ? 'ARCHIVE'
      : options.full || lastComplete === null
        ? 'FULL'
        : 'INCREMENTAL';
  const isCutShort = latest !== null && ['INTERRUPTED', 'FAILED'].includes(latest.state);
  const goesOn =
    isCutShort &&
    latest.checkpoint !== null &&
    !isOtherScope &&
    // A full run that was cut short is what an incremental one has to finish first.
    (latest.kind === kind || (latest.kind === 'FULL' && kind === 'INCREMENTAL'));
  return goesOn
    ? { kind: latest.kind, continues: latest.id, checkpoint: latest.checkpoint, lastComplete, isOtherScope }
    : { kind, continues: null, checkpoint: null, lastComplete, isOtherScope };
}
