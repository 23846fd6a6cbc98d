import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Table } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/io/index.js";
import { types, values } from "./helpers.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const DATA = process.env["KINDRED_DATA"] ?? join(ROOT, "../shared/data");

function nullsOf(table: Table): Record<string, number> {
  const counts = table.schema.fields.map((field) => [field.name, table.getChild(field.name)!.nullCount] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function count(table: Table, name: string, value: unknown): number {
  return values(table, name).filter((other) => other === value).length;
}

// The counts are those of the files' own descriptions.
describe.skipIf(!existsSync(DATA))(`readCsv on real files (in ${DATA}, skipped where absent)`, () => {
  test("bank-marketing: packed, semicolons, quoted words, numbers with points in their names", async () => {
    const table = await readCsv(join(DATA, "bank-marketing/bank-additional-full.csv.gz"));
    expect([table.numRows, table.numCols]).toEqual([41_188, 21]);
    expect(nullsOf(table)).toEqual({});
    expect(count(table, "y", "yes")).toBe(4640);
    expect(count(table, "education", "unknown")).toBe(1731);
    expect(count(table, "pdays", 999)).toBe(39_673);
    expect(types(table)).toMatchObject({
      age: "Int8",
      pdays: "Int16",
      "emp.var.rate": "Float64",
      y: "Dictionary<Int32, Utf8>",
    });
  });

  test("online-retail: packed, texts with quotes, times, codes that mix numbers and words", async () => {
    const table = await readCsv(join(DATA, "online-retail/online-retail.csv.gz"));
    expect([table.numRows, table.numCols]).toEqual([541_909, 8]);
    expect(nullsOf(table)).toEqual({ CustomerID: 135_080, Description: 1454 });
    expect(types(table)).toEqual({
      InvoiceNo: "Dictionary<Int32, Utf8>",
      StockCode: "Dictionary<Int32, Utf8>",
      Description: "Dictionary<Int32, Utf8>",
      Quantity: "Int32",
      InvoiceDate: "Timestamp<MILLISECOND>",
      UnitPrice: "Float64",
      CustomerID: "Int16",
      Country: "Dictionary<Int32, Utf8>",
    });
    const words = (name: string): number => table.getChild(name)!.data[0]!.dictionary!.length;
    expect([words("InvoiceNo"), words("StockCode"), words("Country")]).toEqual([25_900, 4070, 38]);
    expect(values(table, "InvoiceNo").filter((word) => (word as string).startsWith("C")).length).toBe(9288);
    expect(new Set(values(table, "CustomerID")).size).toBe(4372 + 1);
    const [quantity, price, customer] = ["Quantity", "UnitPrice", "CustomerID"].map(
      (name) => values(table, name) as number[],
    );
    let revenue = 0;
    for (let i = 0; i < table.numRows; i++)
      if (customer![i] !== null && quantity![i]! > 0 && price![i]! > 0) revenue += quantity![i]! * price![i]!;
    // A sum of 397,884 products in another order: the last of ten digits may differ.
    expect(revenue).toBeCloseTo(8_911_407.904, 3);
  });

  test("coil2000: the table and the original without a header hold the same codes", async () => {
    const table = await readCsv(join(DATA, "coil2000/ticdata2000.csv"));
    expect([table.numRows, table.numCols]).toEqual([5822, 86]);
    expect(new Set(Object.values(types(table)))).toEqual(new Set(["Int8"]));
    expect(count(table, "CARAVAN", 1)).toBe(348);
    const header = table.schema.fields.map((field) => field.name);
    const original = await readCsv(join(DATA, "coil2000/ticdata2000.txt.gz"), { header });
    for (const name of header) expect(values(original, name)).toEqual(values(table, name));
  });

  test("marketing-campaign: dates, and an income that is sometimes missing", async () => {
    const table = await readCsv(join(DATA, "marketing-campaign/ml_project1_data.csv"));
    expect([table.numRows, table.numCols]).toEqual([2240, 29]);
    expect(nullsOf(table)).toEqual({ Income: 24 });
    expect(types(table)).toMatchObject({ Dt_Customer: "Date64<MILLISECOND>", Year_Birth: "Int16", Income: "Int32" });
    const days = values(table, "Dt_Customer").map(Number);
    expect([Math.min(...days), Math.max(...days)]).toEqual([Date.UTC(2012, 6, 30), Date.UTC(2014, 5, 29)]);
    expect(count(table, "Response", 1)).toBe(334);
  });

  test("wholesale-customers, iris and birch1", async () => {
    const wholesale = await readCsv(join(DATA, "wholesale-customers/wholesale-customers.csv"));
    expect([wholesale.numRows, wholesale.numCols, count(wholesale, "Channel", 1)]).toEqual([440, 8, 298]);
    const iris = await readCsv(join(DATA, "sklearn-toys/iris.csv"));
    expect([iris.numRows, iris.numCols, count(iris, "target", 2)]).toEqual([150, 6, 50]);
    const birch = await readCsv(join(DATA, "franti-clusters/birch1.csv.gz"));
    expect([birch.numRows, birch.numCols]).toEqual([100_000, 3]);
  });
});
