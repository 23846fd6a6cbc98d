import type { Data } from "apache-arrow";
import { RecordBatchFileWriter } from "apache-arrow/ipc/writer";
import { RecordBatch } from "apache-arrow/recordbatch";
import { DataType } from "apache-arrow/type";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { type Tables, tablesOf } from "../source.js";
import { writeWhole } from "../whole-file.js";

/** Options of `writeArrow`. */
export interface WriteArrowOptions {
  /** Ends the writing with the signal's reason; no file is left behind. */
  readonly signal?: AbortSignal;
}

const checkWrite = optionsCheck<WriteArrowOptions>("writeArrow", { signal: check.signal });

/**
 * Writes a table, or batches of one, as an Arrow IPC file: whole or not at all, as `writeCsv` does. Text columns of
 * several batches must share their dictionary, as those of a Source do.
 *
 * @param path - Where to write (Node only). A file that is there already is replaced.
 * @param tables - A Table, Tables of the same columns, or a Source.
 * @throws KindredError INVALID_INPUT where batches differ or the folder cannot be written.
 *
 * @example
 * ```ts
 * import { csvSource, writeArrow, writeCsv } from "kindred/io";
 * import { tableFromArrays } from "apache-arrow";
 *
 * await writeCsv("people.csv", tableFromArrays({ AGE: [34, 51] }));
 * await writeArrow("people.arrow", csvSource("people.csv"));
 * ```
 */
export async function writeArrow(path: string, tables: Tables, options: WriteArrowOptions = {}): Promise<void> {
  checkArguments("writeArrow", { path: [path, check.path] });
  checkWrite(options);
  await writeWhole("writeArrow", path, piecesOf(tables, options.signal), options.signal);
}

async function* piecesOf(tables: Tables, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const writer = pieceWriter();
  for await (const table of tablesOf("writeArrow", tables, signal)) {
    // Given whole, the table would end the file. One without rows has a batch that stands for its schema.
    for (const batch of table.batches) {
      writer.write(withPlainKeys(batch));
      yield* writer.take();
    }
  }
  writer.finish();
  yield* writer.take();
}

/**
 * The batch as other readers take it: where a text is missing, its key is that of the first text. Ours have the reserved code there,
 * which some refuse though the slot counts as null; `readArrow` puts it back.
 */
function withPlainKeys(batch: RecordBatch): RecordBatch {
  const { data } = batch;
  if (!data.children.some(hasReservedKeys)) return batch;
  const children = data.children.map((column) => (hasReservedKeys(column) ? plainKeys(column) : column));
  return new RecordBatch(
    batch.schema,
    data.clone(data.type, data.offset, data.length, data.nullCount, data.buffers, children),
  );
}

function hasReservedKeys(column: Data): boolean {
  return DataType.isDictionary(column.type) && column.nullCount > 0;
}

function plainKeys(column: Data): Data {
  const keys = (column.values as Int32Array).slice();
  for (let row = 0; row < column.length; row++) if (!column.getValid(row)) keys[row] = 0;
  const { type, offset, length, nullCount, buffers } = column;
  return column.clone(type, offset, length, nullCount, { ...buffers, 1: keys });
}

/** A writer whose output is taken piece by piece, so that a file is never held whole. Its class is made here since importing needs no Arrow. */
function pieceWriter(): RecordBatchFileWriter & { take(): Uint8Array[] } {
  class PieceWriter extends RecordBatchFileWriter {
    #pieces: Uint8Array[] = [];

    /** What was written since the last time. */
    take(): Uint8Array[] {
      const pieces = this.#pieces;
      this.#pieces = [];
      return pieces;
    }

    protected override _write(chunk: ArrayBufferView): this {
      if (!this._started || chunk.byteLength === 0) return this;
      this.#pieces.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      this._position += chunk.byteLength;
      return this;
    }
  }
  return new PieceWriter();
}
