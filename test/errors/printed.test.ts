import { inspect } from "node:util";
import { Table } from "apache-arrow";
import { FeatureMatrix, load, loadEstimator, Schema } from "kindred";
import { describe, expect, it } from "vitest";
import { registry } from "../../src/registry.js";
import { goldenFiles } from "../document/golden.js";
import { CALLS } from "../options/calls.js";

interface Printing {
  toText(): string;
}

function isPrinting(value: unknown): value is Printing {
  return typeof value === "object" && value !== null && "toText" in value && typeof value.toText === "function";
}

/** What a value says of itself, which is the same wherever it is printed. */
function printOf(value: Printing): string {
  const text = value.toText();
  expect(text).toBe(text.trimEnd());
  expect(text).not.toMatch(/\[object|undefined/);
  expect(inspect(value)).toBe(text);
  expect(String(value)).toBe(text);
  const display = (value as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")]!;
  expect(display.call(value)).toEqual({ "text/plain": text });
  return text;
}

/** What functions give that is no result: parts of options, sources, servers, documents, specs of charts; and two that need files of their own. */
const OTHERS =
  /^(createLoader|signDocument|integers|logUniform|uniform|trainTestSplit|foldsById|recode|\w+Source|readXlsx|fromSklearn|charts\.\w+|serve|train|inputSchema|checkEstimator)$/;

/** Arrow's tables, and plain numbers, print as their makers let them. */
function isPlain(value: object): boolean {
  return (
    value instanceof Table ||
    ArrayBuffer.isView(value) ||
    (Array.isArray(value) && value.every((one) => typeof one !== "object"))
  );
}

describe("What prints itself", () => {
  const shown = new Set<string>();

  it.each([...goldenFiles()])("is every model: %s", (_, { document }) => {
    const kind = String(document["kind"]);
    shown.add(kind);
    const isFitted = document["state"] !== undefined;
    const model: unknown = isFitted ? load(document) : loadEstimator(document);
    if (!isPrinting(model)) return expect.fail(`${kind} has no text`);
    const text = printOf(model);
    expect(text).toContain(kind);
    if (isFitted && !/Search$/.test(kind)) expect(text).toMatch(/ {2}from [\d,]+ columns?: "/);
    // A few lines, however much was learned.
    expect(text.length).toBeLessThan(4000);
  });

  it("are all kinds of the registry", () => {
    expect(registry.map(({ kind }) => kind).filter((kind) => !shown.has(kind))).toEqual([]);
  });

  it.each(CALLS.filter(({ name }) => !OTHERS.test(name)).map((one) => [one.name, one] as const))(
    "is what %s gives",
    async (_, { call, args }) => {
      const result: unknown = await call(...args());
      if (typeof result !== "object" || result === null || isPlain(result)) return;
      if (!isPrinting(result)) return expect.fail(`${result.constructor?.name} has no text`);
      printOf(result);
    },
  );

  it("are data and what is known of them", () => {
    const matrix = FeatureMatrix.fromColumns({ AGE: [20, 30], INCOME: [1800.255, Number.NaN] });
    expect(printOf(matrix)).toBe("FeatureMatrix of 2 rows x 2 columns\nAGE  INCOME\n 20    1800\n 30     NaN");
    const wide = FeatureMatrix.from(Array.from({ length: 40 }, (_, i) => Array.from({ length: 30 }, (_, j) => i * j)));
    expect(printOf(wide)).toMatch(/\n… 28 more rows, 21 more columns$/);
    expect(printOf(new Schema([["AGE", { level: "numeric" }]]))).toBe("AGE  feature  numeric");
  });
});
