import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fromSklearn, toJavaScript, toOnnx, toSql } from "../../src/export/index.js";
import { readCsv } from "../../src/io/index.js";
import { fill, openDuckDb } from "../export/databases.js";
import { feedsOf, runOnnx } from "../export/onnx.js";
import { type PeopleColumn, tableOf } from "../export/people.js";
import { fixture, realData } from "../reference.js";

interface Case {
  readonly name: string;
  readonly document: object;
  /** Of the second class, for every 80th row from the second on. */
  readonly probabilities: readonly number[];
}

interface Exported {
  predictProbabilities(record: object): number[];
}

const cases = fixture<readonly Case[]>("export/sklearn_bank");
const folder = realData("bank-marketing");

describe.skipIf(folder === undefined)("models of Python over a real mailing", () => {
  it("say the same in process, as JavaScript, in ONNX's runtime and in DuckDB", async () => {
    const whole = await readCsv(join(folder!, "bank-additional-full.csv.gz"), { separator: ";" });
    const rows = Array.from({ length: Math.ceil((whole.numRows - 1) / 80) }, (_, i) => 1 + 80 * i);
    const people = whole.schema.fields
      .filter(({ name }) => name !== "y")
      .map(({ name }): PeopleColumn => {
        const column = whole.getChild(name)!;
        const values = rows.map((row) => column.get(row) as number | string | null);
        return { name, type: values.some((value) => typeof value === "string") ? "text" : "number", values };
      });
    const duckdb = await openDuckDb();
    await fill(duckdb, "bank", people);
    for (const { name, document, probabilities } of cases) {
      const model = fromSklearn(document);
      const exported = model as unknown as Parameters<typeof toOnnx>[0];
      const own = model.predictProbabilities(tableOf(people)).column(1);
      const source = Buffer.from(toJavaScript(exported)).toString("base64");
      const module = (await import(/* @vite-ignore */ `data:text/javascript;base64,${source}`)) as Exported;
      const records = rows.map((_, i) => Object.fromEntries(people.map((column) => [column.name, column.values[i]])));
      const onnx = await runOnnx(toOnnx(exported), feedsOf(people));
      const sql = await duckdb.query(toSql(exported, { dialect: "duckdb", table: "bank", keep: ["the id"] }));
      const byId = sql.rows.toSorted((a, b) => Number(a[0]) - Number(b[0])).map((row) => Number(row.at(-1)));
      expect(byId).toHaveLength(515);
      const apart = (found: (i: number) => unknown): number =>
        Math.max(...probabilities.map((value, i) => Math.abs(Number(found(i)) - value)));
      expect(
        apart((i) => own[i]),
        name,
      ).toBeLessThan(1e-9);
      expect(records.map((record) => module.predictProbabilities(record)[1])).toEqual([...own]);
      expect(
        apart((i) => onnx["probabilities"]!.data[2 * i + 1]),
        `${name}, ONNX`,
      ).toBeLessThan(1e-9);
      expect(
        apart((i) => byId[i]),
        `${name}, DuckDB`,
      ).toBeLessThan(1e-9);
    }
    await duckdb.close();
  }, 60_000);
});
