import type { FileHandle } from "node:fs/promises";
import { type RecordBatch, RecordBatchReader, type Schema, Table } from "apache-arrow";
import { unreadable } from "../byte-input.js";
import { nodeModule } from "../node.js";
import type { Source } from "../source.js";
import { markMissing, notArrow } from "./read.js";

/**
 * An Arrow IPC file as a Source: its record batches, read one by one whenever it is opened, for files that do not fit in
 * memory. Missing numbers are marked as `readArrow` marks them.
 *
 * @param path - The file (Node only).
 * @throws KindredError MALFORMED_FILE or INVALID_INPUT, when the source is read.
 *
 * @example
 * ```ts
 * import { arrowSource, writeArrow } from "kindred/io";
 * import { tableFromArrays } from "apache-arrow";
 *
 * await writeArrow("people.arrow", tableFromArrays({ AGE: [34, 51] }));
 * for await (const batch of arrowSource("people.arrow").open()) console.log(batch.numRows);
 * ```
 */
export function arrowSource(path: string): Source {
  return { open: (signal) => batchesOf(path, signal) };
}

async function* batchesOf(path: string, signal: AbortSignal | undefined): AsyncGenerator<Table> {
  const { promises } = nodeModule("arrowSource", "node:fs");
  signal?.throwIfAborted();
  const file = await promises.open(path).catch((cause: unknown) => {
    throw unreadable("arrowSource", path, cause);
  });
  try {
    const reader = await opened(path, openReader(file));
    const { schema } = reader;
    // Something that is no Arrow file at all opens as one without columns.
    if (!(schema?.fields.length > 0)) throw notArrow("arrowSource", path, undefined);
    let any = false;
    for (;;) {
      signal?.throwIfAborted();
      const next = await opened(path, reader.next());
      if (next.done === true) break;
      any = true;
      yield tableOf(schema, next.value);
    }
    if (!any) yield new Table(schema);
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function openReader(file: FileHandle): Promise<RecordBatchReader> {
  return (await RecordBatchReader.from(file)).open({ autoDestroy: false });
}

function tableOf(schema: Schema, batch: RecordBatch): Table {
  markMissing(batch.data.children);
  return new Table(schema, [batch]);
}

async function opened<Value>(path: string, work: Promise<Value> | Value): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    throw notArrow("arrowSource", path, cause);
  }
}
