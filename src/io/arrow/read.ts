import { type Data, DataType, type Table, tableFromIPC } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { allocate, missingCodeOf, type Store } from "../../matrix/index.js";
import { unreadable } from "../byte-input.js";
import { nodeModule } from "../node.js";

const STREAM_BYTES = 1 << 26;

/**
 * Reads an Arrow file (IPC, the file or the streaming format) into a Table. The file's bytes are read once and the
 * columns lie in them, in memory that workers can share. In the slots of missing numbers the reserved missing code is
 * written, as `readCsv` does, unless the column has that code for a value.
 *
 * @param path - The file (Node only).
 * @throws KindredError MALFORMED_FILE where it is no Arrow file or is cut off; INVALID_INPUT where there is no such file.
 *
 * @example
 * ```ts
 * import { readArrow, writeArrow } from "kindred/io";
 * import { tableFromArrays } from "apache-arrow";
 *
 * await writeArrow("people.arrow", tableFromArrays({ AGE: [34, 51] }));
 * console.log((await readArrow("people.arrow")).numRows);
 * ```
 */
export async function readArrow(path: string): Promise<Table> {
  const bytes = await bytesOf("readArrow", path);
  let table: Table;
  try {
    table = tableFromIPC(bytes);
  } catch (cause) {
    throw notArrow("readArrow", path, cause);
  }
  // Something that is no Arrow file at all reads as a stream without batches or columns.
  if (table.schema.fields.length === 0) throw notArrow("readArrow", path, undefined);
  for (const batch of table.batches) markMissing(batch.data.children);
  return table;
}

/** Writes the reserved code into the slots of missing values. */
export function markMissing(columns: readonly Data[]): void {
  for (const data of columns) {
    const number = DataType.isInt(data.type) || DataType.isFloat(data.type) || DataType.isDictionary(data.type);
    if (!number || data.nullCount === 0) continue;
    const values = data.values as unknown;
    if (!isStore(values)) continue;
    const code = missingCodeOf(values) ?? Number.NaN;
    let taken = false;
    for (let i = values.indexOf(code); i >= 0 && i < data.length && !taken; i = values.indexOf(code, i + 1))
      taken = data.getValid(i);
    if (!taken) fillNulls(data, values, code);
  }
}

/** Nulls are few as a rule: eight rows without any are passed at once. */
function fillNulls({ nullBitmap, offset, length }: Data, values: Store, code: number): void {
  for (let i = 0; i < length; i++) {
    const bit = offset + i;
    const byte = nullBitmap[bit >> 3]!;
    if (byte === 255 && (bit & 7) === 0) i += 7;
    else if (((byte >> (bit & 7)) & 1) === 0) values[i] = code;
  }
}

function isStore(values: unknown): values is Store {
  return (
    values instanceof Int8Array ||
    values instanceof Int16Array ||
    values instanceof Int32Array ||
    values instanceof Uint8Array ||
    values instanceof Float32Array ||
    values instanceof Float64Array
  );
}

/** The error for a file that is not what it should be. */
export function notArrow(where: string, path: string, cause: unknown): KindredError {
  const reason = cause instanceof Error ? ` (${cause.message})` : "";
  return new KindredError({
    code: "MALFORMED_FILE",
    where,
    problem: `${path}: not a whole Arrow file${reason}`,
    fix: "Check that it is an Arrow IPC file and that it was copied whole",
    cause,
  });
}

async function bytesOf(where: string, path: string): Promise<Uint8Array> {
  const { promises } = nodeModule(where, "node:fs");
  try {
    const file = await promises.open(path);
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(allocate(size));
      for (let at = 0; at < size; ) {
        const { bytesRead } = await file.read(bytes, at, Math.min(STREAM_BYTES, size - at), at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(where, path, cause);
  }
}
