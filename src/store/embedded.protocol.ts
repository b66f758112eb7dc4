/** What the main thread and the thread of the embedded database say to each other. */
export interface WorkerStart {
  /** Absolute path of the cluster's folder. */
  readonly folder: string;
}

/** One statement; values are already PostgreSQL text. The word `close` ends the thread. */
export interface Ask {
  readonly id: number;
  readonly text: string;
  readonly values: readonly (string | null)[];
}

export interface Failure {
  readonly message: string;
  /** Absent when the failure is not PostgreSQL's own. */
  readonly sqlState: string | undefined;
  readonly constraint: string | undefined;
}

export interface Result {
  readonly id: number;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export type Answer = Result | { readonly id: number; readonly failure: Failure };
