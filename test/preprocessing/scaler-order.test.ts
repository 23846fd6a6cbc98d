import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toJavaScript } from "../../src/export/index.js";
import { FeatureMatrix, load, Scaler } from "../../src/index.js";
import { goldenFiles } from "../document/golden.js";

const any = fc.double({ noNaN: true });
const seen = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ min: -1e9, max: 1e9, noNaN: true })), {
  minLength: 2,
  maxLength: 12,
});

async function moduleOf(source: string): Promise<{ transform(record: object): Float64Array }> {
  return (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`
  )) as never;
}

describe("Scaler", () => {
  it.each(["log1p", "yeoJohnson"] as const)(
    "keeps the order of all numbers by %s, and so does its JavaScript",
    async (method) => {
      await fc.assert(
        fc.asyncProperty(
          seen,
          fc.boolean(),
          fc.array(any, { minLength: 2, maxLength: 40 }),
          async (values, single, asked) => {
            const given = method === "log1p" ? values.map(Math.abs) : values;
            const x = single ? Float32Array.from(given) : Float64Array.from(given);
            const fitted = await new Scaler({ method }).fit(FeatureMatrix.fromColumns({ x }));
            const row = fitted.row("transform");
            const sorted = Float64Array.from([...asked, -2, -1, 0, 1e300, -1e300]).sort();
            const results = Array.from(sorted, (value) => Array.from(row([value]))[0]!);
            results.forEach((result, k) => {
              expect(Number.isFinite(result)).toBe(true);
              if (k > 0) expect(result, `${sorted[k - 1]} and ${sorted[k]}`).toBeGreaterThanOrEqual(results[k - 1]!);
            });
            expect(
              fitted
                .transform(FeatureMatrix.fromColumns({ x: sorted }))
                .toRows()
                .flat(),
            ).toEqual(results);
            const { transform } = await moduleOf(toJavaScript(fitted));
            expect(Array.from(sorted, (value) => transform({ x: value })[0])).toEqual(results);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it("takes what has no logarithm below all that has one", async () => {
    const fitted = await new Scaler({ method: "log1p" }).fit([[5], [7], [20]]);
    const [low, edge, zero, five] = fitted
      .transform([[-2], [-1], [0], [5]])
      .toRows()
      .flat();
    expect(low).toBe(edge);
    expect(edge).toBeLessThan(zero!);
    expect(zero).toBeLessThan(five!);
  });

  it("of a document before version 3 counts such values as the nearest seen, as it did, also when it is written again", async () => {
    for (const version of [1, 2]) {
      const golden = goldenFiles().get(`Scaler-log1p-${version}.json`)!;
      const fitted = load(golden.document as object) as unknown as Awaited<ReturnType<Scaler["fit"]>>;
      const { curves } = (fitted as unknown as { state: { curves: { seen: [number, number] }[] } }).state;
      const lowest = fitted.row("transform")(curves.map((curve) => curve.seen[0]));
      const again = load(JSON.stringify(fitted)) as unknown as typeof fitted;
      const script = await moduleOf(toJavaScript(fitted));
      const record = Object.fromEntries(fitted.inputColumns.map((name) => [name, -2]));
      for (const found of [
        fitted.row("transform")(curves.map(() => -2)),
        again.row("transform")(curves.map(() => -2)),
        script.transform(record),
      ])
        expect(Array.from(found)).toEqual(Array.from(lowest));
    }
  });
});
