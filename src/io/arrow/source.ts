import { Table } from "apache-arrow/table";
import { allocate } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { truncated, unreadable } from "../byte-input.js";
import { type Limits, limitsCheck } from "../limits.js";
import { nodeModule } from "../node.js";
import type { Source } from "../source.js";
import { type ArrowBytes, IpcFile } from "./ipc-file.js";
import { batchOf, guarded } from "./read.js";

/** Options of `arrowSource`. */
export interface ArrowSourceOptions {
  /** How much the file may hold. */
  readonly limits?: Limits;
}

const checkSource = optionsCheck<ArrowSourceOptions>("arrowSource", { limits: limitsCheck });

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
export function arrowSource(path: string, options: ArrowSourceOptions = {}): Source {
  checkArguments("arrowSource", { path: [path, check.path] });
  checkSource(options);
  const limits = options.limits ?? {};
  return { open: (signal) => batchesOf(path, limits, signal) };
}

async function* batchesOf(path: string, limits: Limits, signal: AbortSignal | undefined): AsyncGenerator<Table> {
  const where = "arrowSource";
  const { promises } = nodeModule(where, "node:fs");
  signal?.throwIfAborted();
  const failed = (cause: unknown): never => {
    throw unreadable(where, path, cause);
  };
  const handle = await promises.open(path).catch(failed);
  try {
    const { size } = await handle.stat().catch(failed);
    const bytes: ArrowBytes = {
      size,
      async read(from, length) {
        const found = new Uint8Array(allocate(length));
        for (let at = 0; at < length; ) {
          signal?.throwIfAborted();
          const { bytesRead } = await handle.read(found, at, length - at, from + at).catch(failed);
          if (bytesRead === 0) throw truncated(where, path, size, from + at);
          at += bytesRead;
        }
        return found;
      },
    };
    const file = new IpcFile(bytes, where, path, limits);
    await guarded(where, path, () => file.open());
    let any = false;
    const batches = file.batches();
    for (;;) {
      signal?.throwIfAborted();
      const next = await guarded(where, path, () => batches.next());
      if (next.done === true) break;
      any = true;
      yield new Table(file.schema, [batchOf(file, next.value)]);
    }
    if (!any) yield new Table(file.schema);
  } finally {
    await handle.close().catch(() => undefined);
  }
}
