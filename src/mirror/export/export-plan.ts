import { columnsNamed, type StudyColumn, USUAL_COLUMNS } from '../../registry/study-columns.ts';
import type { StudyCriteria, StudySort } from '../../registry/study-filter.input.ts';
import { BadUserInput } from '../../shared/errors.ts';
import { csvFormat, ndjsonFormat, type RowFormat } from './row-format.ts';

/** What to export, read and checked. */
export interface ExportPlan {
  readonly criteria: StudyCriteria;
  readonly sort: readonly StudySort[];
  /** Studies at most; all of them if null. */
  readonly limit: number | null;
  readonly format: RowFormat;
}

/** Turn JSON into parts of a search. @throws BadUserInput naming what is none */
export interface SearchReaders {
  readonly filter: (json: unknown) => StudyCriteria;
  readonly sort: (json: unknown) => readonly StudySort[];
}

/** What an export is told, each as text: an address and a command line have nothing else. */
const OPTIONS = ['filter', 'sort', 'format', 'columns', 'limit'] as const;
type Option = (typeof OPTIONS)[number];
export type ExportOptions = { readonly [O in Option]?: string };

const FORMATS = ['csv', 'ndjson'] as const;
const LARGEST_LIMIT = 1_000_000_000;

/** Reads what somebody wants exported. @throws BadUserInput naming the part that is wrong */
export const readExportBy =
  (readers: SearchReaders) =>
  (given: Readonly<Record<string, unknown>>): ExportPlan => {
    const { filter, sort, format, columns, limit } = optionsOf(given);
    return {
      criteria: filter === undefined ? {} : (readers.filter(jsonOf('filter', filter)) ?? {}),
      sort: sort === undefined ? [] : (readers.sort(jsonOf('sort', sort)) ?? []),
      limit: limit === undefined ? null : limitOf(limit),
      format: formatOf(format, columns === undefined ? null : columnsOf(columns)),
    };
  };

function optionsOf(given: Readonly<Record<string, unknown>>): ExportOptions {
  for (const [name, value] of Object.entries(given)) {
    if (!OPTIONS.includes(name as Option))
      throw new BadUserInput(`\`${name.slice(0, 40)}\` is no parameter of an export.`, {
        argument: name.slice(0, 40),
        expected: OPTIONS.join(', '),
      });
    if (typeof value !== 'string')
      throw new BadUserInput(`\`${name}\` is given more than once.`, { argument: name });
  }
  return given as ExportOptions;
}

function jsonOf(argument: Option, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const expected =
      argument === 'filter' ? '{"condition":"asthma"}' : '[{"field":"START_DATE","direction":"ASC"}]';
    throw new BadUserInput(`\`${argument}\` is no JSON: ${(cause as Error).message}.`, {
      argument,
      expected,
      cause,
    });
  }
}

function limitOf(text: string): number {
  const limit = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new BadUserInput(
    `\`limit\` is ${JSON.stringify(text.slice(0, 40))}: it must be a number of studies.`,
    {
      argument: 'limit',
      expected: `1 to ${LARGEST_LIMIT}`,
    },
  );
}

function columnsOf(text: string): readonly StudyColumn[] {
  const names = text.split(',').map(name => name.trim());
  if (names.includes(''))
    throw new BadUserInput('`columns` names nothing at one place: write names with a comma between them.', {
      argument: 'columns',
      expected: 'nctId,briefTitle',
    });
  return columnsNamed(names);
}

function formatOf(text: string = FORMATS[0], columns: readonly StudyColumn[] | null): RowFormat {
  if (text === 'csv') return csvFormat(columns ?? USUAL_COLUMNS);
  if (text === 'ndjson') return ndjsonFormat(columns);
  throw new BadUserInput(
    `\`format\` is ${JSON.stringify(text.slice(0, 40))}: it can be ${FORMATS.join(' or ')}.`,
    {
      argument: 'format',
      expected: FORMATS.join(', '),
    },
  );
}
