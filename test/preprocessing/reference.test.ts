import { tableFromArrays } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FeatureEncoder,
  type FeatureEncoderOptions,
  FeatureMatrix,
  Imputer,
  type ImputerStrategy,
  load,
  Scaler,
  type ScalerMethod,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";
import { expectClose, fixture, singleColumns } from "../reference.js";

type Rows = number[][];

const { tables, unseen, scaled, imputed, encoded, targets } = fixture<{
  tables: Record<string, Rows>;
  unseen: Rows;
  scaled: { table: string; method: ScalerMethod; out: Rows; unseen?: Rows; weights?: number[]; float32?: boolean }[];
  imputed: { table: string; strategy: ImputerStrategy; indicators: boolean; out: Rows }[];
  encoded: {
    zones: string[];
    sizes: string[];
    later: string[][];
    cases: { name: string; options: Partial<FeatureEncoderOptions>; out: Rows; later: Rows }[];
  };
  targets: { zones: string[]; y: number[]; categories: string[]; encodings: number[] };
}>("preprocessing");

/** Sums in another order: 1e-9. Powers whose exponent was found by iteration, each to about 1e-8 of its optimum: 1e-5. Float32: 1e-4. */
const bound = (method: ScalerMethod, single: boolean): number =>
  single ? 1e-4 : method === "yeoJohnson" ? 1e-5 : 1e-9;

describe("Scaler", () => {
  it.each(scaled)(
    "gives scikit-learn's numbers: $table, $method",
    async ({ table, method, out, weights, float32, ...rest }) => {
      const rows = tables[table]!;
      const data = float32 ? FeatureMatrix.fromColumns(singleColumns(rows)) : rows;
      const fitted = await new Scaler({ method }).fit(data, weights === undefined ? {} : { sampleWeight: weights });
      expectClose(fitted.transform(data).toRows(), out, bound(method, float32 === true), method);
      if (rest.unseen !== undefined)
        expectClose(fitted.transform(unseen).toRows(), rest.unseen, bound(method, false), `${method} of unseen rows`);
    },
  );

  it.each(["standard", "minMax", "maxAbs", "robust", "quantile", "yeoJohnson", "log1p"] as const)(
    "%s goes back to the original units, also when loaded",
    async (method) => {
      const rows = tables["mixed"]!.map((row) =>
        row.map((value, j) => (method === "log1p" ? Math.abs(value) : value + 0 * j)),
      );
      const scaler = new Scaler({ method });
      const fitted = await scaler.fit(rows);
      expectClose(fitted.inverseTransform(fitted.transform(rows)).toRows(), rows, 1e-9, method);
      const again = load(JSON.stringify(fitted), { as: scaler });
      expect(again.transform(rows).toRows()).toEqual(fitted.transform(rows).toRows());
      expect(again.inverseTransform(fitted.transform(rows)).toRows()).toEqual(
        fitted.inverseTransform(fitted.transform(rows)).toRows(),
      );
    },
  );

  it("leaves out the centroid or the spread when told to", async () => {
    const rows = [[1], [3], [5]];
    expect((await new Scaler({ center: false }).fit(rows)).transform([[3]]).toRows()[0]![0]).toBeCloseTo(
      3 / Math.sqrt(8 / 3),
      12,
    );
    expect((await new Scaler({ scale: false }).fit(rows)).transform([[5]]).toRows()).toEqual([[2]]);
    expect(
      (await new Scaler({ method: "robust", center: false, scale: false }).fit(rows)).transform(rows).toRows(),
    ).toEqual(rows);
  });

  it("keeps codes as codes where it does not bend, and gives them the bits that floats get", async () => {
    const codes = Int8Array.from({ length: 50 }, (_, i) => (i * 7) % 9);
    const table = FeatureMatrix.from(tableFromArrays({ A: codes }));
    for (const method of ["standard", "minMax", "maxAbs", "robust", "quantile", "yeoJohnson", "log1p"] as const) {
      const coded = await new Scaler({ method }).fit(table);
      const plain = await new Scaler({ method }).fit(
        Array.from(codes, (code) => [code]),
        {},
      );
      const a = coded.transform(table).toRows();
      const b = plain.transform(Array.from(codes, (code) => [code])).toRows();
      expectClose(a, b, ["quantile", "yeoJohnson", "log1p"].includes(method) ? 1e-6 : 0, method);
    }
  });

  it("bends without changing the order of values", async () => {
    const values = fc.array(fc.double({ min: -50, max: 500, noNaN: true }), { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom("yeoJohnson", "quantile"), async (list, method) => {
        const fitted = await new Scaler({ method }).fit(list.map((value) => [value]));
        const sorted = [...list].sort((a, b) => a - b);
        const bent = fitted.transform(sorted.map((value) => [value])).column(0);
        for (let i = 1; i < bent.length; i++) expect(bent[i]! - bent[i - 1]!).toBeGreaterThanOrEqual(-1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses logarithms of what has none, and options without effect", async () => {
    await expect(new Scaler({ method: "log1p" }).fit(FeatureMatrix.fromColumns({ A: [1, -3] }))).rejects.toThrow(
      'Scaler.fit: column "A" holds -3, and the logarithm of 1 + value needs values above -1',
    );
    expect(() => new Scaler({ method: "quantile", center: false })).toThrow("neither");
    const fitted = await new Scaler().fit([[1, 2]]);
    expect(() => fitted.inverseTransform([[1]])).toThrow("got 1 values a row for 2 columns");
  });
});

describe("Imputer", () => {
  it.each(imputed)("gives scikit-learn's numbers: $table, $strategy, indicators $indicators", async (one) => {
    const rows = tables[one.table]!;
    const fill = one.strategy === "constant" ? { fillValue: -7 } : {};
    const fitted = await new Imputer({ strategy: one.strategy, indicators: one.indicators, ...fill }).fit(rows);
    expectClose(fitted.transform(rows).toRows(), one.out, 1e-9, one.strategy);
  });

  it("leaves a column without nulls as it was, and a scale within its codes", async () => {
    const table = tableOfColumns([
      ["WHOLE", [1, 2, 3, 4]],
      ["SCALE", [1, 2, null, 4]],
    ]);
    const fitted = await new Imputer().fit(table);
    const out = fitted.transform(table);
    expect(out.getChild("WHOLE")!.toArray()).toEqual(Int8Array.of(1, 2, 3, 4));
    // The lower of two middle codes: never 2.5, never a code between.
    expect(fitted.fills).toEqual({ WHOLE: 2, SCALE: 2 });
  });

  it("fills words with the most frequent, amounts with the median, booleans with one of the two", async () => {
    const table = parseCsv("ZONE,SUM,OWNER\nb,0.5,true\na,,\n,10.25,true\nb,1,false\n", {
      types: { OWNER: "boolean" },
    });
    const fitted = await new Imputer().fit(table);
    expect(fitted.fills).toEqual({ ZONE: "b", SUM: 1, OWNER: true });
    expect(fitted.transform(table).getChild("ZONE")!.get(2)).toBe("b");
  });

  it("fills a column that is missing throughout with a constant alone", async () => {
    const nan = Number.NaN;
    await expect(new Imputer({ strategy: "mean" }).fit([[nan], [nan]])).rejects.toThrow(
      /every value of column "x0" is missing|is missing throughout|no value/,
    );
    const fitted = await new Imputer({ strategy: "constant", fillValue: 4 }).fit([[nan], [nan]]);
    expect(fitted.transform([[nan]]).toRows()).toEqual([[4]]);
  });
});

describe("FeatureEncoder", () => {
  const words = (zones: readonly string[], sizes?: readonly string[]) =>
    tableOfColumns([["ZONE", zones], ...(sizes === undefined ? [] : [["SIZE", sizes] as const])]);
  const table = words(encoded.zones, encoded.sizes);
  const later = words(
    encoded.later.map((row) => row[0]!),
    encoded.later.map((row) => row[1]!),
  );

  it.each(encoded.cases)("gives scikit-learn's columns: $name", async ({ options, out, later: after, name }) => {
    const fitted = await new FeatureEncoder(options).fit(table);
    expectClose(fitted.transform(table).toRows(), out, 0, name);
    expectClose(fitted.transform(later).toRows(), after, 0, `${name}, later rows`);
  });

  it("learns scikit-learn's target encodings, and cross-fits them on the rows that it learned from", async () => {
    const zones = words(targets.zones);
    const encoder = new FeatureEncoder({ columns: { ZONE: "target" }, precision: "float64" });
    const { fitted, output } = await encoder.fitTransform(zones, { target: targets.y });
    const each = words(targets.categories);
    expectClose(
      fitted.transform(each).toRows(),
      targets.encodings.map((value) => [value]),
      1e-9,
      "encodings",
    );
    // A category's rows get several numbers in training: each from rows other than themselves.
    const first = [...output.column(0)].filter((_, i) => targets.zones[i] === "a");
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(new Set([...fitted.transform(zones).column(0)].filter((_, i) => targets.zones[i] === "a")).size).toBe(1);
  });
});

describe("Scaler", () => {
  it.each(["standard", "minMax", "maxAbs", "robust", "quantile", "yeoJohnson", "log1p"] as const)(
    "gives nothing but missing values for a column of which none was known: %s",
    async (method) => {
      const rows = [1, 2, 4, 9].map((value) => [value, Number.NaN]);
      const options = method === "quantile" ? [{}] : [{}, { center: false }, { scale: false }];
      for (const more of options) {
        const fitted = await new Scaler({ method, ...more }).fit(rows);
        for (const later of [Number.NaN, 0, 5])
          expect(fitted.transform([[2, later]]).toRows()[0]).toEqual([expect.any(Number), Number.NaN]);
      }
    },
  );

  it("takes a later value that a curve has no number for as the nearest that has one", async () => {
    const amounts = [[0], [1], [3], [9], [40]];
    const log = await new Scaler({ method: "log1p" }).fit(amounts);
    // Beside -1 lies the smallest number whose logarithm is finite.
    const [low] = log.transform([[-1 + 2 ** -53]]).toRows()[0]!;
    expect(log.transform([[-2], [-1]]).toRows()).toEqual([[low], [low]]);
    expect(low).toBeLessThan(log.transform([[0]]).toRows()[0]![0]!);
    const row = log.row("transform");
    expect([...row([-2])]).toEqual([low]);
    const steep = [0, 5, 8, 9, 9.5, 9.9, 10, 10, 10].map((value) => [value]);
    const power = await new Scaler({ method: "yeoJohnson" }).fit(steep);
    const [[high], [end]] = power.transform([[10], [1e300]]).toRows() as [[number], [number]];
    expect(end).toBeGreaterThan(high);
    expect(power.transform([[1.7e308], [Number.POSITIVE_INFINITY]]).toRows()).toEqual([[end], [end]]);
  });
});
