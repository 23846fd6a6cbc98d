import { nodeModule } from "../node.js";
import type { CsvHead } from "./head.js";
import type { CsvPlan } from "./plan.js";
import type { Dialect } from "./row-cutter.js";

const LF = 10;
const CR = 13;
/** Bytes that are looked at to find where a row begins. */
const WINDOW_BYTES = 1 << 16;
/** Rows that have to follow one another where one seems to begin. */
const ROWS_TRIED = 3;

/**
 * Positions where rows seem to begin, about `range` bytes apart, from the first row to the end of the file. A line feed may lie within a quoted
 * cell: what is behind it must read as rows, each of as many cells as there are names.
 */
export async function cutFile(
  path: string,
  { dialect, names, bytes: first }: CsvHead,
  { where }: Pick<CsvPlan, "where">,
  size: number,
  range: number,
): Promise<number[]> {
  const { promises } = nodeModule(where, "node:fs");
  const file = await promises.open(path);
  try {
    const cuts = [first];
    const window = new Uint8Array(WINDOW_BYTES);
    for (let wanted = first + range; wanted < size; ) {
      const { bytesRead } = await file.read(window, 0, window.length, wanted - 1);
      if (bytesRead === 0) break;
      const found = rowStart(window.subarray(0, bytesRead), dialect, names.length);
      if (found < 0) wanted += Math.max(1, bytesRead >> 1);
      else {
        const cut = wanted - 1 + found;
        if (cut < size) cuts.push(cut);
        wanted = cut + range;
      }
    }
    cuts.push(size);
    return cuts;
  } finally {
    await file.close();
  }
}

/** The first position behind a line feed from where rows can be read; -1 where there is none. */
export function rowStart(bytes: Uint8Array, dialect: Dialect, columns: number): number {
  for (let feed = bytes.indexOf(LF); feed >= 0; feed = bytes.indexOf(LF, feed + 1))
    if (readsAsRows(bytes, feed + 1, dialect, columns)) return feed + 1;
  return -1;
}

/** Do rows of this many cells begin at a position? One must be there whole; of others what the bytes do not hold is taken to be right. */
function readsAsRows(bytes: Uint8Array, from: number, dialect: Dialect, columns: number): boolean {
  let at = from;
  let whole = 0;
  for (let row = 0; row < ROWS_TRIED && at < bytes.length; row++) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)) {
      at += bytes[at] === LF ? 1 : 2;
      continue;
    }
    for (let cell = 1; ; cell++) {
      const end = cellEnd(bytes, at, dialect);
      if (end < 0) return false;
      if (end >= bytes.length) return whole > 0;
      at = end + 1;
      if (bytes[end] === LF) {
        if (cell !== columns) return false;
        whole++;
        break;
      }
      if (cell === columns) return false;
    }
  }
  return whole > 0;
}

/** Where the cell ends that begins at a position: its separator or line feed, or behind the last byte; -1 where none can be. */
function cellEnd(bytes: Uint8Array, from: number, { separator, quote }: Dialect): number {
  let at = from;
  if (bytes[at] === quote) {
    for (at++; at < bytes.length; at++) {
      if (bytes[at] !== quote) continue;
      if (bytes[at + 1] !== quote) break;
      at++;
    }
    if (++at >= bytes.length) return at;
    if (bytes[at] === CR) at++;
    return at >= bytes.length || bytes[at] === separator || bytes[at] === LF ? at : -1;
  }
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === separator || byte === LF) return at;
    if (byte === quote) return -1;
  }
  return at;
}
