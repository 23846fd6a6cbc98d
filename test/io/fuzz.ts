import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { KindredError } from "../../src/errors/index.js";
import { ColumnFilter } from "../../src/index.js";
import { parseCsv, readArrow, readCsv, readDictionary, readParquet, readXlsx, writeArrow } from "../../src/io/index.js";

/** A format: a sound file of it, and its reading. */
export interface Format {
  readonly name: string;
  readonly bytes: Uint8Array;
  read(bytes: Uint8Array): Promise<unknown>;
}

/** Numbers that sizes are damaged with. */
const EDGES: readonly number[] = [0, 1, -1, 7, 127, 255, 65535, 2 ** 24, 2 ** 30, 2 ** 31 - 1, -(2 ** 31)];

/** Sound files of the five formats (gzip and both forms of Arrow's among them), small ones. */
export async function formats(folder: string): Promise<Format[]> {
  const text = `LNR;AGE;ZONE;DAY;RATE\n${Array.from(
    { length: 200 },
    (_, i) =>
      `${i};${i % 9 === 3 ? "" : i % 9};"zone ""${i % 13}""";2020-01-${String((i % 28) + 1).padStart(2, "0")};${i / 8}`,
  ).join("\n")}\n`;
  const table = parseCsv(text);
  const arrow = join(folder, "sound.arrow");
  await writeArrow(arrow, table);
  const { readFile } = await import("node:fs/promises");
  const learn = async (read: Promise<unknown>): Promise<void> => {
    await new ColumnFilter().fit((await read) as typeof table);
  };
  const csv = new TextEncoder().encode(text);
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: "AGE", data: Array.from({ length: 300 }, (_, i) => (i % 9 === 3 ? null : i % 9)), type: "INT32" },
      { name: "KEY", data: Array.from({ length: 300 }, (_, i) => BigInt(i) * 1_000_003n), type: "INT64" },
      { name: "ZONE", data: Array.from({ length: 300 }, (_, i) => `zone ${i % 13}`), type: "STRING" },
      { name: "RATE", data: Array.from({ length: 300 }, (_, i) => i / 7), type: "DOUBLE" },
    ],
    rowGroupSize: 128,
  });
  const { default: writeXlsx } = await import("write-excel-file/node");
  const rows = [["LNR", "ZONE"], ...Array.from({ length: 20 }, (_, i) => [i, `zone ${i % 3}`])];
  const book = join(folder, "sound.xlsx");
  await writeXlsx(rows.map((row) => row.map((value) => ({ value })))).toFile(book);
  const xlsx = await readFile(book);
  const dictionary = JSON.stringify({
    columns: [{ name: "AGE", values: [{ code: "1", meaning: "young" }], numeric: false }],
    suffixes: ["_RZ"],
  });
  const dictionaryFile = join(folder, "damaged.json");
  return [
    { name: "csv", bytes: csv, read: (bytes) => learn(readCsv(bytes)) },
    { name: "gzip", bytes: gzipSync(csv), read: (bytes) => learn(readCsv(bytes)) },
    { name: "arrow", bytes: await readFile(arrow), read: (bytes) => learn(readArrow(bytes)) },
    { name: "parquet", bytes: new Uint8Array(parquet), read: (bytes) => learn(readParquet(bytes)) },
    { name: "xlsx", bytes: new Uint8Array(xlsx), read: (bytes) => learn(readXlsx(bytes)) },
    {
      name: "dictionary",
      bytes: new TextEncoder().encode(dictionary),
      read: async (bytes) => {
        await writeFile(dictionaryFile, bytes);
        return readDictionary(dictionaryFile);
      },
    },
  ];
}

/** A file with a few bytes changed, a size overwritten, or its end cut off. */
export function damaged(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = (length: number): number => Math.floor(random() * length);
  const out = bytes.slice();
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  for (let k = at(3); k >= 0; k--) {
    const kind = at(4);
    if (kind === 0) out[at(out.length)] = at(256);
    else if (kind === 1) out[at(out.length)]! ^= 1 << at(8);
    else if (out.length >= 4) view.setInt32(at((out.length - 4) >> 2) << 2, EDGES[at(EDGES.length)]!, true);
  }
  return at(8) === 0 ? out.subarray(0, at(out.length)) : out;
}

/** Reads damaged files; returns what was neither read nor refused with a KindredError, or took too long. */
export async function fuzz(format: Format, runs: number, random: () => number, mostMs: number): Promise<string[]> {
  const faults: string[] = [];
  for (let run = 0; run < runs; run++) {
    const bytes = damaged(format.bytes, random);
    const start = performance.now();
    try {
      await format.read(bytes);
    } catch (error) {
      if (!(error instanceof KindredError))
        faults.push(`${format.name}, run ${run}: ${String(error)}\n${(error as Error).stack ?? ""}`);
    }
    const took = performance.now() - start;
    if (took > mostMs) faults.push(`${format.name}, run ${run}: ${took.toFixed(0)} ms`);
  }
  return faults;
}
