import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Table } from "apache-arrow";
import { afterEach, describe, expect, it, vi } from "vitest";
import { KindredError } from "../../src/errors/index.js";
import { WordTable } from "../../src/io/csv/word-table.js";
import { parquetSource, readParquet } from "../../src/io/index.js";

afterEach(() => vi.restoreAllMocks());

/** Written by pyarrow: see scripts/fixtures/parquet_kinds.py. */
const fixture = (name: string): string => join(import.meta.dirname, `../fixtures/parquet-${name}.parquet`);

function valuesOf(table: Table): Record<string, unknown[]> {
  return Object.fromEntries(table.schema.fields.map(({ name }) => [name, [...table.getChild(name)!]]));
}

async function batchesOf(name: string, columns?: readonly string[]): Promise<Table[]> {
  const batches: Table[] = [];
  const options = columns === undefined ? {} : { columns };
  for await (const batch of parquetSource(fixture(name), options).open()) batches.push(batch as Table);
  return batches;
}

const DECIMALS = {
  SMALL: [1.5, null, -0.01, 9999999.99],
  LONG: [1, 900719925474099, null, -42],
  LONG_ID: ["208310224003697457", null, "9007199254740993", "-1"],
};
const WIDE = {
  WIDE_ID: ["123456789012345678901234567890", "7", "-99999999999999999999", null],
  WIDE_AMOUNT: ["12345678901234567890.12", "0.10", null, "-0.05"],
};
const INTEGERS = {
  KEY: ["9007199254740993", null, "-9223372036854775808", "9223372036854775807", "5", "6"],
  LATER: ["1", "2", null, "4", "9007199254740993", "6"],
  UNSIGNED: ["18446744073709551615", "1", "2", null, "4", "5"],
  SAFE: [2 ** 53 - 1, null, -(2 ** 53) + 1, 3, 4, 5],
  UNSIGNED32: [2 ** 32 - 1, null, 0, 3, 4, 5],
};

describe("Decimals of Parquet", () => {
  it("are numbers where numbers hold their digits, and text digit by digit elsewhere, however they are stored", async () => {
    expect(valuesOf(await readParquet(fixture("decimals")))).toEqual({ ...DECIMALS, ...WIDE });
    expect(valuesOf(await readParquet(fixture("decimals-as-integers")))).toEqual(DECIMALS);
  });

  it("are the same from a source, which knows from the statistics", async () => {
    const [batch] = await batchesOf("decimals");
    expect(valuesOf(batch!)).toEqual({ ...DECIMALS, ...WIDE });
    expect(valuesOf((await batchesOf("decimals-as-integers"))[0]!)).toEqual(DECIMALS);
  });
});

describe("Integers of Parquet beyond 2^53", () => {
  it("are text digit by digit, with all others of their column, in whichever row group they stand", async () => {
    expect(valuesOf(await readParquet(fixture("integers")))).toEqual(INTEGERS);
    expect(valuesOf(await readParquet(fixture("integers-without-statistics")))).toEqual(INTEGERS);
  });

  it("are text in every batch of a source, and refused by name where no statistics tell of them", async () => {
    const batches = await batchesOf("integers");
    expect(batches.length).toBe(2);
    for (const [k, batch] of batches.entries())
      expect(valuesOf(batch)).toEqual(
        Object.fromEntries(Object.entries(INTEGERS).map(([name, values]) => [name, values.slice(3 * k, 3 * k + 3)])),
      );
    await expect(batchesOf("integers-without-statistics", ["SAFE", "LATER"])).rejects.toThrow(
      'parquetSource: column "LATER" holds 9007199254740993, which a number cannot hold exactly',
    );
  });
});

describe("Columns of Parquet that are not read", () => {
  it("are two of one name: refused by it, unless they are not chosen", async () => {
    await expect(readParquet(fixture("same-names"))).rejects.toThrow('the file has 2 columns "AGE"');
    await expect(readParquet(fixture("same-names"), { columns: ["AGE"] })).rejects.toThrow(
      'the file has 2 columns "AGE"',
    );
    expect(valuesOf(await readParquet(fixture("same-names"), { columns: ["CODE"] }))).toEqual({ CODE: [5, 6] });
  });

  it("are nested ones: refused by name, unless they are not chosen", async () => {
    for (const name of ["LIST", "STRUCT", "MAP"])
      await expect(readParquet(fixture("nested"), { columns: ["AGE", name] })).rejects.toThrow(
        `readParquet: column "${name}" is nested. Choose columns of numbers`,
      );
    await expect(batchesOf("nested")).rejects.toThrow('parquetSource: column "LIST" is nested');
    const expected = { AGE: [34, null, 51], NAME: ["x", "y", null] };
    expect(valuesOf(await readParquet(fixture("nested"), { columns: ["AGE", "NAME"] }))).toEqual(expected);
  });
});

describe("Text of Parquet in dictionary pages", () => {
  it("becomes a dictionary: each word of a page is looked up once, and no row's", async () => {
    const lookUp = vi.spyOn(WordTable.prototype, "codeOf");
    const table = await readParquet(fixture("dictionaries"));
    expect(String(table.schema.fields[0]!.type)).toBe("Dictionary<Int32, Utf8>");
    const tenTimes = (words: (string | null)[]): (string | null)[] => Array.from({ length: 10 }, () => words).flat();
    expect(valuesOf(table)).toEqual({
      ZONE: [...tenTimes(["north", null, "south"]), ...tenTimes(["north", "west", "south"])],
    });
    // Two words in the first row group, three in the second.
    expect(lookUp).toHaveBeenCalledTimes(5);
    expect(table.getChild("ZONE")!.data[0]!.dictionary!.length).toBe(3);
  });

  it("has one dictionary where its pages go on without", async () => {
    const table = await readParquet(fixture("words"));
    expect(valuesOf(table)["WORD"]).toEqual(Array.from({ length: 1400 }, (_, i) => `word ${i % 700}`));
    expect(table.getChild("WORD")!.data[0]!.dictionary!.length).toBe(700);
  });
});

describe("Packed pages of Parquet", () => {
  it.each(["zstd", "gzip", "brotli", "lz4"])("are unpacked: %s", async (codec) => {
    const expected = valuesOf(await readParquet(fixture("ordered")));
    expect(valuesOf(await readParquet(fixture(codec)))).toEqual(expected);
  });

  it("are refused where they are damaged, and those behind them are still read", async () => {
    const sound = new Uint8Array(readFileSync(fixture("zstd")));
    const expected = valuesOf(await readParquet(sound));
    let refused = 0;
    for (let at = 4; at < 1500; at += 23) {
      const damaged = sound.slice();
      damaged[at]! ^= 0x55;
      try {
        await readParquet(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(KindredError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(10);
    expect(valuesOf(await readParquet(sound))).toEqual(expected);
  });
});
