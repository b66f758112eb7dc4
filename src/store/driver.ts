import type { Queryable } from './database.ts';

/** What a kind of PostgreSQL has to offer; everything else is built on it once, for both kinds. */
export interface Driver extends Queryable {
  readonly kind: 'embedded' | 'postgres';
  /** Lends one connection for as long as `work` runs; its state (an open transaction, a lock) stays with it. */
  session<T>(work: (session: Queryable) => Promise<T>): Promise<T>;
  /** Runs `work` while no other process does so, in a database ready to take tables. */
  exclusively<T>(work: (session: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
