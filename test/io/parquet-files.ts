import { parquetWriteBuffer } from "hyparquet-writer";

/** Bytes of a file in row groups of a thousand: codes with gaps, a negative one, an id, words, an amount, and truth values. */
export function people(rows: number): Uint8Array {
  const column = <T>(valueAt: (row: number) => T | null): (T | null)[] =>
    Array.from({ length: rows }, (_, i) => valueAt(i));
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "ID", data: column((i) => 900_000 + 7 * i), type: "INT32" },
        { name: "CODE", data: column((i) => ((i * i) % 11 === 3 ? null : (i * i) % 7)), type: "INT32" },
        { name: "SIGNED", data: column((i) => BigInt(((i * 31) % 200) - 100)), type: "INT64" },
        { name: "RARE", data: column((i) => (i % 400 === 0 ? 5 : null)), type: "INT32" },
        { name: "WIDE", data: column((i) => (i < 2000 ? i % 90 : 100 * (i % 90))), type: "INT32" },
        { name: "ZONE", data: column((i) => (i % 13 === 0 ? null : `zone ${(i * i) % 17}`)), type: "STRING" },
        { name: "AMOUNT", data: column((i) => (i % 9 === 0 ? null : i / 8)), type: "DOUBLE" },
        { name: "MEMBER", data: column((i) => i % 3 === 0), type: "BOOLEAN" },
      ],
      rowGroupSize: 1000,
    }),
  );
}
