import { readFileSync, writeFileSync } from "node:fs";
import { RecordBatchStreamWriter, type Table, tableFromIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { arrowSource, readArrow } from "../../src/io/index.js";
import { failureOf, inFolder } from "./helpers.js";

interface ArrowCase {
  readonly name: string;
  readonly bytes: string;
  readonly values: Readonly<Record<string, readonly unknown[]>>;
}

const CASES = JSON.parse(
  readFileSync(new URL("../fixtures/arrow-files.json", import.meta.url), "utf8"),
) as readonly ArrowCase[];

function bytesOf({ bytes }: ArrowCase): Uint8Array {
  return new Uint8Array(Buffer.from(bytes, "base64"));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}

function valuesOf(tables: readonly Table[]): Record<string, unknown[]> {
  const names = tables[0]!.schema.fields.map(({ name }) => name);
  return Object.fromEntries(
    names.map((name) => [name, tables.flatMap((table) => [...table.getChild(name)!].map(plain))]),
  );
}

describe("Arrow files that pyarrow wrote", () => {
  test.each(CASES)("$name", (given) =>
    inFolder(async (pathOf) => {
      expect(valuesOf([await readArrow(bytesOf(given))])).toEqual(given.values);
      const path = pathOf("some.arrow");
      writeFileSync(path, bytesOf(given));
      const batches: Table[] = [];
      for await (const batch of arrowSource(path).open()) batches.push(batch as Table);
      expect(batches.length).toBe(2);
      expect(valuesOf(batches)).toEqual(given.values);
    }),
  );

  test("run-end encoded codes are marked as other codes are, and written again as plain columns", async () => {
    const table = await readArrow(bytesOf(CASES[0]!));
    const [first] = table.getChild("CODE")!.data;
    expect([...(first!.values as Int8Array)]).toEqual([3, 3, 3, -128, -128, 7]);
    const again = tableFromIPC(RecordBatchStreamWriter.writeAll(table).toUint8Array(true));
    expect(valuesOf([again])).toEqual(CASES[0]!.values);
  });

  test("runs that become more than the limit are refused, and any damaged byte ends in a typed error or in rows", async () => {
    const [given] = CASES;
    const limited = await failureOf(() => readArrow(bytesOf(given!), { limits: { bytes: 20 } }));
    expect([limited.code, limited.message]).toEqual([
      "MALFORMED_FILE",
      expect.stringContaining("limits.bytes allows (20)"),
    ]);
    const whole = bytesOf(given!);
    for (let at = 8; at < whole.length; at += 17) {
      const damaged = whole.slice();
      damaged[at]! ^= 0x55;
      const ended = await readArrow(damaged).then(
        (table) => table.numRows,
        (error: { readonly code?: string }) => error.code,
      );
      expect([10, "MALFORMED_FILE", "UNSUPPORTED", "LIMIT_EXCEEDED", "DUPLICATE_COLUMN"], `byte ${at}`).toContain(
        ended,
      );
    }
  });
});
