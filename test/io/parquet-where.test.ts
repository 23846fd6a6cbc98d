import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Table } from "apache-arrow";
import { parquetMetadata } from "hyparquet";
import { describe, expect, it } from "vitest";
import { type ParquetRange, parquetSource, readParquet } from "../../src/io/index.js";
import { inFolder } from "./helpers.js";

/** Five row groups of ten rows in ascending order: see scripts/fixtures/parquet_kinds.py. */
const ordered = join(import.meta.dirname, "../fixtures/parquet-ordered.parquet");
const bytes = new Uint8Array(readFileSync(ordered));
const day = (i: number): Date => new Date(Date.UTC(2020, 0, 1 + i));
const noon = (i: number): Date => new Date(Date.UTC(2020, 0, 1 + i, 12));
const name = (i: number): string => `${String.fromCharCode(97 + (i >> 1))}${i % 2}`;

/** The file with nothing but noise in all row groups but some: whoever reads another one fails. */
function onlyGroups(groups: readonly number[]): Uint8Array {
  const damaged = bytes.slice();
  const { row_groups } = parquetMetadata(bytes.buffer as ArrayBuffer);
  for (const [group, { columns }] of row_groups.entries()) {
    if (groups.includes(group)) continue;
    for (const { meta_data: meta } of columns) {
      const from = Number(meta!.dictionary_page_offset ?? meta!.data_page_offset);
      damaged.fill(0xff, from, from + Number(meta!.total_compressed_size));
    }
  }
  return damaged;
}

function ids(table: Table): number[] {
  return [...table.getChild("ID")!].map((id) => Number(id) - 1000);
}

const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Ranges, the row groups that they need, and their rows. */
const CASES: readonly (readonly [ParquetRange, groups: number[], rows: number[]])[] = [
  [{ column: "ID", min: 1013, max: 1026 }, [1, 2], from(13, 26)],
  [{ column: "ID", min: 1020, max: 1029 }, [2], from(20, 29)],
  [{ column: "ID", max: 1000.5 }, [0], [0]],
  [{ column: "ID", min: 1049n }, [4], [49]],
  [{ column: "ID", min: 1012, max: 1011 }, [1], []],
  [{ column: "ID", min: 2000 }, [], []],
  [{ column: "KEY", min: 2n ** 60n + 38n, max: 2n ** 60n + 40n }, [3, 4], [38, 39, 40]],
  [{ column: "DAY", min: day(9), max: day(9) }, [0], [9]],
  [{ column: "SINCE", min: noon(45) }, [4], from(45, 49)],
  [{ column: "SINCE", max: new Date(noon(10).getTime() - 2) }, [0], from(0, 9)],
  [{ column: "NAME", min: name(15), max: `${name(20)}x` }, [1, 2], from(15, 20)],
  [{ column: "NAME", max: "b" }, [0], [0, 1]],
  [{ column: "AMOUNT", min: 29.1, max: 30.1 }, [2, 3], [29, 30]],
  // Rows without a value are in no range.
  [{ column: "SCORE", min: 3, max: 3.5 }, [1], [12, 14]],
  [{ column: "EMPTY" }, [4], from(40, 49)],
  [{ column: "CODE", min: 6 }, [0, 1, 2, 3, 4], from(0, 49).filter((i) => i % 7 === 6)],
];

describe("readParquet with a range of rows", () => {
  it.each(CASES)("%o reads the row groups %j and no other", async (where, groups, rows) => {
    const damaged = onlyGroups(groups);
    const all = await readParquet(bytes);
    const done: number[] = [];
    const table = await readParquet(damaged, { where, onProgress: ({ total }) => done.push(total) });
    expect(ids(table)).toEqual(rows);
    expect(done.every((total) => total === 10 * groups.length)).toBe(true);
    for (const { name: column } of table.schema.fields)
      expect([...table.getChild(column)!], column).toEqual(rows.map((row) => all.getChild(column)!.get(row)));
    if (groups.length < 5) await expect(readParquet(damaged)).rejects.toThrow("not a whole Parquet file");
  });

  it("needs its column neither among those that are read nor first", async () => {
    const table = await readParquet(bytes, { columns: ["CODE", "NAME"], where: { column: "ID", min: 1047 } });
    expect(table.schema.fields.map((field) => field.name)).toEqual(["CODE", "NAME"]);
    expect([...table.getChild("NAME")!]).toEqual(["x1", "y0", "y1"]);
    expect([...table.getChild("CODE")!]).toEqual([5, 6, 0]);
  });

  it("lets a part be read of a file that is too large as a whole", async () => {
    const limits = { rows: 20 };
    await expect(readParquet(bytes, { limits })).rejects.toThrow("Read a part of it");
    expect(ids(await readParquet(bytes, { limits, where: { column: "ID", max: 1011 } }))).toEqual(from(0, 11));
  });

  it("names the column of bounds that do not fit", async () => {
    const read = (where: unknown): Promise<Table> => readParquet(bytes, { where: where as ParquetRange });
    await expect(read({ column: "AGE", min: 3 })).rejects.toThrow('the file has no column "AGE"');
    await expect(read({ column: "NAME", min: 3 })).rejects.toThrow(
      'readParquet: where.min is a number, and column "NAME" holds text. Give a string.',
    );
    await expect(read({ column: "DAY", max: "2020-01-01" })).rejects.toThrow('column "DAY" holds dates. Give a Date');
    await expect(read({ column: "ID", max: day(1) })).rejects.toThrow('column "ID" holds numbers. Give a number');
    await expect(read({ column: "MEMBER", min: 1 })).rejects.toThrow('column "MEMBER" holds truth values');
    await expect(read({ column: "ID", least: 1 })).rejects.toThrow("where");
    await expect(read({ min: 1 })).rejects.toThrow("column");
    await expect(read({ column: "ID", min: Number.NaN })).rejects.toThrow("where.min");
  });
});

describe("parquetSource with a range of rows", () => {
  it("gives the rows of the row groups that hold some, in the types of the file", () =>
    inFolder(async (path) => {
      for (const [where, groups, rows] of CASES) {
        const file = path("part.parquet");
        writeFileSync(file, onlyGroups(groups));
        const found: number[] = [];
        const types = new Set<string>();
        let batches = 0;
        for await (const batch of parquetSource(file, { where }).open()) {
          batches++;
          found.push(...ids(batch as Table));
          types.add(String((batch as Table).schema.fields.map((field) => `${field.name} ${field.type}`)));
          expect(batch.numRows > 0 || rows.length === 0).toBe(true);
        }
        expect(
          found,
          JSON.stringify(where, (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
        ).toEqual(rows);
        expect(types.size).toBe(1);
        expect(batches).toBe(Math.max(1, new Set(rows.map((row) => Math.floor(row / 10))).size));
      }
    }));
});
