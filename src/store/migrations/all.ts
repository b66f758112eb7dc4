import type { Migration } from '../migrate.ts';
import { studyTables } from './0001-study.ts';
import { mirrorTables } from './0002-mirror.ts';
import { searchTables } from './0003-search.ts';

/** Every migration in the order of its number. One that was released is never changed: add the next. */
export const MIGRATIONS: readonly Migration[] = [studyTables, mirrorTables, searchTables];
