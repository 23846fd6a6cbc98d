/** The cells of one record, and where the next one starts; undefined where it does not end in these bytes. */
export interface TextRecord {
  readonly cells: readonly Uint8Array[];
  readonly next: number;
  /** Lines that the record takes. */
  readonly lines: number;
}

const LF = 10;
const CR = 13;

/** Cuts the record at `from` into cells: for the few records (a header, a look at the separator) where speed is nothing. */
export function readRecord(
  bytes: Uint8Array,
  from: number,
  to: number,
  separator: number,
  quote: number,
): TextRecord | undefined {
  const cells: Uint8Array[] = [];
  let lines = 1;
  let p = from;
  for (;;) {
    const cell: number[] = [];
    if (bytes[p] === quote && p < to) {
      for (p++; p < to; p++) {
        if (bytes[p] === quote && bytes[++p] !== quote) break;
        if (bytes[p] === LF) lines++;
        cell.push(bytes[p]!);
      }
    }
    for (; p < to && bytes[p] !== separator && bytes[p] !== LF; p++) cell.push(bytes[p]!);
    if (p >= to) return undefined;
    const ends = bytes[p++] === LF;
    if (ends && cell.at(-1) === CR) cell.pop();
    cells.push(Uint8Array.from(cell));
    if (ends) return { cells, next: p, lines };
  }
}
