import { readRecord } from "./record.js";

/** Separators that are looked for, in order of preference. */
export const SEPARATORS: readonly string[] = [",", ";", "\t", "|"];

const RECORDS_LOOKED_AT = 20;

/**
 * The separator of a file that starts with these bytes: the one that cuts its first records into the same number of
 * cells, more than one; of several the one that makes most cells. Where none does so, the one that is most frequent in
 * the first record; a comma where there is none (a semicolon where the comma is the decimal point).
 */
export function detectSeparator(bytes: Uint8Array, from: number, to: number, quote: number, point: number): number {
  let best = { separator: point === 44 ? 59 : 44, even: false, cells: 1 };
  for (const text of SEPARATORS) {
    const separator = text.charCodeAt(0);
    if (separator === point || separator === quote) continue;
    const counts: number[] = [];
    let p = from;
    while (counts.length < RECORDS_LOOKED_AT) {
      const record = readRecord(bytes, p, to, separator, quote);
      if (record === undefined) break;
      p = record.next;
      const blank = record.cells.length === 1 && record.cells[0]!.length === 0;
      if (!blank) counts.push(record.cells.length);
    }
    const cells = counts[0] ?? 1;
    const even = cells > 1 && counts.every((count) => count === cells);
    if (cells > 1 && (even !== best.even ? even : cells > best.cells)) best = { separator, even, cells };
  }
  return best.separator;
}
