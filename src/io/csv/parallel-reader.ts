import { InFlight, openTaskQueue, type TaskQueue } from "../../engine/threads/index.js";
import { truncated } from "../byte-input.js";
import { cutFile } from "./cut-file.js";
import type { CsvHead } from "./head.js";
import { ParseError, type ParseIssue } from "./parse-issue.js";
import type { CsvPlan } from "./plan.js";
import type { RangeResult } from "./range-reader.js";
import { type FileRange, type RangesOfFile, readCsvRange } from "./range-task.js";
import type { RowReader } from "./row-reader.js";

/** How to share the work. */
export interface ParallelOptions {
  readonly threads: number;
  /** Bytes of a range, about. */
  readonly range?: number | undefined;
  /** Size of the file. */
  readonly size: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const RANGE_BYTES = 1 << 23;
/** Readers of a worker: while one's rows are taken over, the other reads on. */
const READERS_PER_WORKER = 2;

/** Where the code of a worker lies; undefined where this module runs from its source, which a worker cannot load. */
export function workerAddress(): URL | undefined {
  return import.meta.url.endsWith(".js") ? new URL("./csv-worker.js", import.meta.url) : undefined;
}

/**
 * Reads the rows of a file on several threads into a reader, which gets the same rows, types and words as if it had read
 * them itself. The file is cut where rows seem to begin, and each range is read as if one did. Should the range
 * before it end in the middle of a quoted cell, everything from that row on is left to the caller.
 *
 * @returns The position up to which the file was read.
 */
export async function readInParallel(
  path: string,
  head: CsvHead,
  plan: CsvPlan,
  rows: RowReader,
  options: ParallelOptions,
): Promise<number> {
  const { size, threads, signal } = options;
  const cuts = await cutFile(path, head, plan, size, options.range ?? RANGE_BYTES);
  const { quote, point, thousands, dateFormat, nullWords, canonicalNumbers } = plan;
  const setup: RangesOfFile = {
    path,
    where: plan.where,
    format: { quote, point, thousands, dateFormat, nullWords, canonicalNumbers },
    separator: head.dialect.separator,
    names: head.names,
    chosen: head.chosen,
    types: head.types,
  };
  const queue = await openTaskQueue(readCsvRange, setup, {
    threads: Math.min(threads, cuts.length - 1),
    signal,
    address: workerAddress(),
  });
  try {
    return await readRanges(queue, cuts, head, rows, { ...options, path, where: plan.where });
  } finally {
    queue.close();
  }
}

/** Reads the ranges between cuts by the readers of a queue. */
export async function readRanges(
  queue: Pick<TaskQueue<FileRange, RangeResult>, "run" | "workers">,
  cuts: readonly number[],
  head: CsvHead,
  rows: RowReader,
  {
    size,
    onProgress,
    path,
    where,
  }: Pick<ParallelOptions, "size" | "onProgress"> & Pick<RangesOfFile, "path" | "where">,
): Promise<number> {
  const ranges = cuts.length - 1;
  const workers = Math.max(1, queue.workers);
  const codes = Array.from({ length: workers * READERS_PER_WORKER }, () => head.chosen.map((): number[] => []));
  /** Ranges under way, in the order of the file. Neighboring ranges go to different workers. */
  const flight = new InFlight<number, RangeResult>();
  let given = 0;
  const give = (reader: number): void => {
    if (given === ranges) return;
    const range = { reader: Math.floor(reader / workers), from: cuts[given]!, to: cuts[given + 1]! };
    // What others make of the ranges behind an open quote is nonsense, and so may be their failures.
    flight.add(reader, queue.run(range, queue.workers === 0 ? undefined : reader % workers));
    given++;
  };
  for (let reader = 0; reader < codes.length; reader++) give(reader);
  for (let taken = 0; ; taken++) {
    const { about: reader, result } = await flight.next();
    if (result.issue !== undefined) throw new ParseError(moved(result.issue, rows.parser.line - 1));
    if (result.short) throw truncated(where, path, size, result.end);
    // Where a worker took another's place its readers begin again.
    if (result.isFirst) for (const column of codes[reader]!) column.length = 0;
    rows.append(result, result.end - cuts[taken]!, codes[reader]!);
    onProgress?.(result.end, size);
    if (taken === ranges - 1 || result.end < cuts[taken + 1]!) return result.end;
    give(reader);
  }
}

function moved(issue: ParseIssue, lines: number): ParseIssue {
  return { ...issue, line: (issue.line ?? 1) + lines };
}
