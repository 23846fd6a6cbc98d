import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Int, Table, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { FeatureMatrix, tableFrom } from "../../src/index.js";
import { readArrow, readParquet, writeArrow, writeParquet } from "../../src/io/index.js";

/** The same version of Arrow once more, as programs have it that `require` it. */
const other = createRequire(import.meta.url)("apache-arrow") as typeof import("apache-arrow");

describe("tables of the same version of Arrow, loaded twice", () => {
  const theirs = new other.Table({
    code: other.vectorFromArray([1, null, -3], new other.Int8()),
    amount: other.vectorFromArray([0.5, 2, null], new other.Float64()),
    word: other.vectorFromArray(["a", "b", null], new other.Dictionary(new other.Utf8(), new other.Int32())),
    day: other.vectorFromArray([new Date(0), null, new Date(86_400_000)], new other.DateMillisecond()),
  });

  test("become tables of the copy that this library has loaded", () => {
    const own = tableFrom(theirs);
    expect(Object.getPrototypeOf(own)).toBe(Table.prototype);
    expect(own.schema.fields[0]!.type).toBeInstanceOf(Int);
    expect(other.tableFromIPC(tableToIPC(own)).toString()).toBe(theirs.toString());
    expect(FeatureMatrix.from(theirs.select(["code"])).toRows()).toEqual([[1], [Number.NaN], [-3]]);
  });

  test("are written as they are", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kindred-twice-"));
    try {
      await writeArrow(join(folder, "a.arrow"), theirs);
      expect((await readArrow(join(folder, "a.arrow"))).toString()).toBe(theirs.toString());
      await writeParquet(join(folder, "a.parquet"), theirs);
      expect((await readParquet(join(folder, "a.parquet"))).getChild("code")!.toJSON()).toEqual([1, null, -3]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
