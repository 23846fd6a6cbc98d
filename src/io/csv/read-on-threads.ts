import { feedFile, type InputWatch, readFileInto, unreadable } from "../byte-input.js";
import { nodeModule } from "../node.js";
import { encodingOfMark } from "./encoding.js";
import { fileKindOf } from "./file-kind.js";
import type { CsvHead } from "./head.js";
import { readInParallel, workerAddress } from "./parallel-reader.js";
import { malformed, ParseError } from "./parse-issue.js";
import type { CsvPlan } from "./plan.js";
import { RowReader } from "./row-reader.js";
import { RowSample } from "./row-sample.js";
import { TextInput } from "./text-input.js";

/** Files smaller than this are read before a worker has started. */
const MIN_PARALLEL_BYTES = 1 << 25;
const MAX_THREADS = 8;

/**
 * Reads a file on several threads, where that pays: not a small one, a packed one, or its first rows. Returns undefined
 * where it does not. The rows are those that one thread would read.
 */
export async function readOnThreads(
  path: string,
  plan: CsvPlan,
  wanted: number | undefined,
  watch: InputWatch,
  small: number = MIN_PARALLEL_BYTES,
  range?: number,
): Promise<RowReader | undefined> {
  const { availableParallelism } = nodeModule(plan.where, "node:os");
  const threads = wanted ?? Math.min(availableParallelism(), MAX_THREADS);
  if (plan.comment >= 0 || plan.skip > 0 || (plan.encoding ?? "utf-8") !== "utf-8") return undefined;
  if (threads < 2 || plan.rows !== undefined || workerAddress() === undefined) return undefined;
  const size = await plainSize(path, plan.where);
  if (size === undefined || size < small) return undefined;
  const { head, mostlyText } = await headOf(path, plan, watch);
  // The calling thread has to look every word up again: with text all threads together do nearly twice the work, for little time saved.
  if (mostlyText) return undefined;
  const { sample } = plan;
  const rows = new RowReader({
    ...head,
    limit: plan,
    size: size - head.bytes,
    sample: sample && new RowSample(sample.rows, sample.seed),
  });
  const { signal, onProgress } = watch;
  try {
    const end = await readInParallel(path, head, plan, rows, { threads, range, size, signal, onProgress });
    if (end < size) await readFileInto(path, rows, watch, end);
    rows.finish();
  } catch (error) {
    throw error instanceof ParseError ? malformed(plan.where, path, error.issue) : error;
  }
  return rows;
}

/** Bytes of a file; undefined for one that is packed or cannot be looked at. */
async function plainSize(path: string, where: string): Promise<number | undefined> {
  const { promises } = nodeModule(where, "node:fs");
  try {
    const file = await promises.open(path);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return undefined;
      const start = new Uint8Array(16);
      await file.read(start, 0, 16, 0);
      const plain = fileKindOf(start) === undefined && (encodingOfMark(start) ?? "utf-8") === "utf-8";
      return plain ? stat.size : undefined;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(where, path, cause);
  }
}

/** Rows that tell whether a file holds numbers or text. */
const HEAD_ROWS = 256;

/** The head of the file, and whether most of its columns are text, by its first rows. */
async function headOf(
  path: string,
  plan: CsvPlan,
  watch: InputWatch,
): Promise<{ readonly head: CsvHead; readonly mostlyText: boolean }> {
  const text = new TextInput({ ...plan, rows: HEAD_ROWS, sample: undefined, limits: {} });
  const { where, file, signal } = watch;
  for await (const _ of feedFile(path, text, { where, file, signal })) if (text.reader.head !== undefined) break;
  // A file so small that its head shows at the end only; of others the last row that was read is cut off.
  if (text.reader.head === undefined) text.finish();
  const { columns, parser } = text.reader.rows!;
  parser.memory.release();
  const words = columns.filter((column) => column.kind === "text").length;
  return { head: text.reader.head!, mostlyText: words * 2 > columns.length };
}
