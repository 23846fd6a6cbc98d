import { describe, expect, it } from "vitest";
import type { Fitted } from "../../src/estimator/index.js";
import { toJavaScript } from "../../src/export/index.js";
import { CASES, fittedCase } from "./models.js";
import { type PeopleColumn, peopleColumns } from "./people.js";

interface Exported {
  readonly inputColumns: readonly string[];
  predict?(record: object): unknown;
  predictProbabilities?(record: object): number[];
  transform?(record: object): number[];
}

const learned = peopleColumns(200);
const asked = peopleColumns(60, 1);

async function moduleOf(source: string): Promise<Exported> {
  return (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`
  )) as Exported;
}

/** One row by name, as own properties, whatever their names. */
function record(people: readonly PeopleColumn[], row: number): Record<string, never> {
  return Object.fromEntries(people.map(({ name, values }) => [name, values[row]])) as Record<string, never>;
}

/** What a function gives, or that it throws. */
function outcome(run: () => unknown): unknown {
  try {
    const value = run();
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  } catch {
    return "refused";
  }
}

describe("toJavaScript gives the bits of the process", () => {
  it.each(CASES)("$name", async (example) => {
    const fitted: Fitted = await fittedCase(example, learned);
    const source = toJavaScript(fitted);
    const module = await moduleOf(source);
    expect(source).not.toMatch(/<\/script|\bimport\b|require\(/);
    expect(module.inputColumns).toEqual(fitted.inputColumns);
    let answered = 0;
    for (const verb of ["predict", "predictProbabilities", "transform"] as const) {
      if (module[verb] === undefined) continue;
      const own = fitted.row(verb);
      for (let i = 0; i < 60; i++) {
        const row = record(asked, i);
        const [found, expected] = [outcome(() => module[verb]!(row)), outcome(() => own(row))];
        expect(found, `${verb}, row ${i}`).toEqual(expected);
        if (expected !== "refused") answered++;
      }
    }
    expect(answered).toBeGreaterThan(30);
  });
});
