import type { Config } from './config.ts';
import { openFileTarget, streamTarget } from './export-target.ts';
import type { ExportOptions } from './mirror/export/export-plan.ts';
import type { ExportChunk, ExportHead } from './mirror/export/study-export.ts';
import { runCommand } from './owner-commands.ts';
import type { Logger } from './shared/log.ts';
import type { Told } from './store/owner-wire.ts';
import { count, createPace, createProgressBar, type Part, usualParts } from './sync/progress-bar.ts';

/** What `trialweave export studies` was told on the command line. */
export interface ExportFlags extends ExportOptions {
  readonly output?: string;
}

/** What shells give for a program that was stopped by Ctrl-C, and for one whose reader has gone. */
const STOPPED = 130;
const UNHEARD = 141;

/** What an export came to. */
interface ExportReport extends ExportHead {
  readonly studies: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly output: string | null;
}

/**
 * Exports stored studies to a file or to standard output, here or through the process that holds the embedded database.
 * What it came to goes to standard error.
 * @returns the exit code: 0 if the file is whole, 130 if it was stopped, 141 if nobody reads on
 */
export async function runExportCommand(
  config: Config,
  { output, ...flags }: ExportFlags,
  logger: Logger,
  signal: AbortSignal,
): Promise<number> {
  const options = { ...flags, ...jsonOf(flags) };
  const target = output === undefined ? streamTarget(process.stdout) : await openFileTarget(output);
  const startedAt = performance.now();
  // Rows and a bar would not go together on one terminal.
  const show = output !== undefined || !process.stdout.isTTY ? barOn(process.stderr, flags.limit) : null;
  const seen: { head?: ExportHead; studies: number; bytes: number } = { studies: 0, bytes: 0 };
  const take = async (told: Told): Promise<void> => {
    const { head, chunk } = told as { head?: ExportHead; chunk?: ExportChunk };
    if (head) seen.head = head;
    if (!chunk) return;
    await target.write(chunk.text);
    seen.studies = chunk.studies;
    seen.bytes += Buffer.byteLength(chunk.text);
    show?.progress(seen.studies, seen.head?.totalCount ?? null, secondsSince(startedAt));
  };
  try {
    await runCommand(config, logger, 'export', options, take, signal);
    signal.throwIfAborted();
    await target.finish();
  } catch (error) {
    await target.discard();
    if (signal.aborted) return STOPPED;
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return UNHEARD;
    throw error;
  } finally {
    show?.stop();
  }
  const { head, studies, bytes } = seen;
  const seconds = secondsSince(startedAt);
  tell(process.stderr, { ...head!, studies, bytes, seconds, output: output ?? null });
  return 0;
}

const secondsSince = (startedAt: number): number => Math.round(performance.now() - startedAt) / 1_000;

/** What is easier to type than JSON. */
function jsonOf({ filter, sort }: ExportOptions): ExportOptions {
  return {
    ...(filter !== undefined && {
      filter: filter.trim().startsWith('{') ? filter : JSON.stringify({ essie: filter }),
    }),
    ...(sort !== undefined && { sort: sort.trim().startsWith('[') ? sort : JSON.stringify(orderOf(sort)) }),
  };
}

const orderOf = (text: string): readonly object[] =>
  text.split(',').map(each => {
    const [field = '', direction] = each.trim().toUpperCase().split(':');
    return { field, ...(direction !== undefined && { direction }) };
  });

/** A bar on a terminal, nothing elsewhere. */
function barOn(stream: NodeJS.WriteStream, limit: string | undefined) {
  if (!stream.isTTY) return null;
  const bar = createProgressBar(stream);
  const paceOf = createPace();
  return {
    progress(done: number, total: number | null, seconds: number): void {
      const expected = total === null ? null : Math.min(total, Number(limit ?? total));
      const { share, amount, rate, remaining } = usualParts(done, expected, paceOf(done, seconds));
      const parts: readonly (Part | null)[] = [
        { worth: 8, text: 'Exporting' },
        share,
        amount,
        rate,
        remaining,
      ];
      bar.show({ done, expected, parts: parts.filter(part => part !== null) });
    },
    stop: bar.stop,
  };
}

/** A sentence for people, a line of JSON for programs. */
function tell(stream: NodeJS.WriteStream, report: ExportReport): void {
  stream.write(`${stream.isTTY ? sentenceOf(report) : JSON.stringify({ export: report })}\n`);
}

const FROM: Readonly<Record<ExportHead['origin'], string>> = {
  REGISTRY: 'the registry',
  MIRROR: 'the copy of the registry',
  SAMPLE: 'the sample data set, which is made up in part',
};

function sentenceOf({ studies, totalCount, origin, dataTimestamp, complete, seconds }: ExportReport): string {
  const from = `from ${FROM[origin]}${dataTimestamp === null ? '' : `, data of ${dataTimestamp}`}`;
  const whole = complete
    ? 'every study that meets the filter was considered'
    : 'not all studies of the registry were considered';
  return `${count(studies)} of ${count(totalCount)} studies ${from}, in ${Math.round(seconds)} s; ${whole}.`;
}
