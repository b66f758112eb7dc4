/** How far a run is: what it tells while it goes on. Its counters never fall. */
export interface SyncProgress {
  readonly runId: string;
  readonly phase: 'PLAN' | 'PULL' | 'RECONCILE' | 'PUBLISH';
  /** Studies the run will see, as far as is known. */
  readonly expected: number | null;
  readonly seen: number;
  readonly pages: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly rejected: number;
  /** Bytes received. */
  readonly bytes: number;
  /** Since the run began. */
  readonly seconds: number;
}
