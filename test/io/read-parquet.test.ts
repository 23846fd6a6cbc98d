import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Table } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, it } from "vitest";
import { Imputer } from "../../src/index.js";
import { parquetSource, readParquet } from "../../src/io/index.js";

const folder = mkdtempSync(join(tmpdir(), "kindred-parquet-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Written by pandas in three row groups: see scripts/fixtures/parquet.py. */
const people = join(import.meta.dirname, "../fixtures/people.parquet");

const typesOf = (table: Table): Record<string, string> =>
  Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)]));

const ROWS = {
  ID: [910215, 910220, 910225, 910226, 910241],
  CODE: [1, null, 5, 2, 3],
  SMALL: [1, 2, null, -128, 4],
  AMOUNT: [0.5, -0, 2.25, null, 1e300],
  CAMEO: ["8A", null, "XX", "8A", "1ä"],
  MEMBER: [true, false, null, true, false],
};

function expectPeople(table: Table, from = 0, to = 5): void {
  for (const [name, values] of Object.entries(ROWS)) {
    const column = table.getChild(name)!;
    expect(
      Array.from({ length: table.numRows }, (_, i) => column.get(i)),
      name,
    ).toEqual(values.slice(from, to));
  }
}

describe("readParquet", () => {
  it("reads what pandas wrote, numbers in the narrowest type that holds them", async () => {
    const table = await readParquet(people);
    expectPeople(table);
    expect(typesOf(table)).toMatchObject({
      ID: "Int32",
      CODE: "Int8",
      SMALL: "Int16",
      AMOUNT: "Float64",
      MEMBER: "Bool",
    });
    expect(typesOf(table)["CAMEO"]).toBe("Dictionary<Int32, Utf8>");
    const moments = (name: string): unknown[] =>
      Array.from({ length: 5 }, (_, i) => {
        const time: number | null = table.getChild(name)!.get(i);
        return time === null ? null : new Date(time).toISOString().slice(0, 10);
      });
    expect(moments("SINCE")).toEqual(["1992-02-10", "1992-02-12", null, "1997-04-21", "1992-02-12"]);
    expect(moments("BORN")).toEqual(["1960-01-02", null, "1931-12-31", "2000-02-29", "1970-01-01"]);
  });

  it("reads bytes as it reads a path, and the columns asked for in their order", async () => {
    const bytes = readFileSync(people);
    expectPeople(await readParquet(bytes));
    const chosen = await readParquet(bytes, { columns: ["CAMEO", "ID"] });
    expect(chosen.schema.fields.map((field) => field.name)).toEqual(["CAMEO", "ID"]);
  });

  it("says how far it is, and stops when asked to", async () => {
    const done: number[] = [];
    await readParquet(people, { onProgress: (progress) => done.push(progress.done) });
    // Of eight columns.
    expect(done).toEqual([0, 1, 1, 2, 3, 3, 4, 5]);
    const stop = new AbortController();
    const reading = readParquet(people, { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) });
    await expect(reading).rejects.toThrow("enough");
  });

  it("marks missing numbers as the models want them, so that nothing is copied", async () => {
    const table = await readParquet(people, { columns: ["CODE"] });
    expect([...(table.getChild("CODE")!.data[0]!.values as Int8Array)]).toEqual([1, -128, 5, 2, 3]);
  });

  it("gives integers that no number holds digit by digit, and all others of their column", async () => {
    const large = parquetWriteBuffer({
      columnData: [
        { name: "KEY", data: [1n, null, 208310224003697457n, -(2n ** 60n)], type: "INT64" },
        { name: "AGE", data: [1n, 2n, null, 300n], type: "INT64" },
      ],
    });
    const table = await readParquet(large);
    expect([...table.getChild("KEY")!]).toEqual(["1", null, "208310224003697457", "-1152921504606846976"]);
    expect([...table.getChild("AGE")!]).toEqual([1, 2, null, 300]);
    expect(typesOf(table)).toEqual({ KEY: "Dictionary<Int32, Utf8>", AGE: "Int16" });
    const path = join(folder, "large.parquet");
    writeFileSync(path, new Uint8Array(large));
    for await (const batch of parquetSource(path).open())
      expect([...(batch as Table).getChild("KEY")!]).toEqual(["1", null, "208310224003697457", "-1152921504606846976"]);
  });

  it("names what it cannot read", async () => {
    await expect(readParquet(people, { columns: ["AGE"] })).rejects.toThrow(
      'readParquet: the file has no column "AGE". Its columns are "ID", "CODE"',
    );
    const cut = join(folder, "cut.parquet");
    writeFileSync(cut, readFileSync(people));
    truncateSync(cut, 900);
    await expect(readParquet(cut)).rejects.toThrow(/cut\.parquet: not a whole Parquet file/);
    await expect(readParquet(join(folder, "none.parquet"))).rejects.toThrow("there is no such file. Check the path");
  });
});

describe("parquetSource", () => {
  it("gives row groups of one type, again and again", async () => {
    const source = parquetSource(people, { columns: Object.keys(ROWS) });
    for (let pass = 0; pass < 2; pass++) {
      let from = 0;
      const types = new Set<string>();
      for await (const batch of source.open()) {
        expectPeople(batch as Table, from, from + batch.numRows);
        types.add(JSON.stringify(typesOf(batch as Table)));
        from += batch.numRows;
      }
      expect(from).toBe(5);
      expect(types.size).toBe(1);
    }
  });

  it("is learned from as the file in memory is", async () => {
    const columns = ["CODE", "SMALL", "AMOUNT", "CAMEO"];
    const streamed = await new Imputer().fit(parquetSource(people, { columns }));
    const whole = await new Imputer().fit(await readParquet(people, { columns }));
    expect(JSON.stringify(streamed)).toBe(JSON.stringify(whole));
  });
});
