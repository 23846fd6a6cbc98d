import { describe, expect, it } from "vitest";
import { checksumOf } from "../../src/document/index.js";
import {
  ColumnTransformer,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  LogisticRegression,
  load,
  loadEstimator,
  Pipeline,
  Scaler,
  Schema,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

const table = parseCsv(
  `AGE,ZONE,OWNER\n${Array.from({ length: 40 }, (_, i) => `${i % 9 === 0 ? "" : 20 + i},${["a", "b", "c"][i % 3]},${i % 4 === 0}`).join("\n")}\n`,
);
const encoded = new Pipeline([
  ["impute", new Imputer({ indicators: true })],
  ["encode", new FeatureEncoder()],
]);
const INDICATORS = ["ZONE=a", "ZONE=b", "ZONE=c", "OWNER", "AGE.missing"];

describe("Scaler chooses its columns", () => {
  it.each(["standard", "minMax", "maxAbs", "robust", "quantile", "yeoJohnson", "log1p"] as const)(
    "and leaves the indicators of an encoder and an imputer as they are, by %s",
    async (method) => {
      const x = (await encoded.fit(table)).transform(table);
      expect([...x.columns].sort()).toEqual(["AGE", ...INDICATORS].sort());
      const fitted = await new Scaler({ method }).fit(x);
      const out = fitted.transform(x);
      for (const name of INDICATORS) {
        expect(Array.from(out.column(name))).toEqual(Array.from(x.column(name)));
        expect(out.stores[out.columns.indexOf(name)]!.data).toBeInstanceOf(
          x.stores[x.columns.indexOf(name)]!.data.constructor,
        );
      }
      const all = (await new Scaler({ method, columns: "all" }).fit(x)).transform(x);
      expect(Array.from(out.column("AGE"))).toEqual(Array.from(all.column("AGE")));
      expect(Array.from(out.column("AGE"))).not.toEqual(Array.from(x.column("AGE")));
      expect(Array.from(fitted.row("transform")(x.toRows()[7]!))).toEqual(out.toRows()[7]);
      const back = fitted.inverseTransform(out).toRows();
      x.toRows().forEach((row, i) => {
        row.forEach((value, j) => {
          expect(back[i]![j]).toBeCloseTo(value, method === "quantile" ? 3 : 4);
        });
      });
      const again = load(JSON.stringify(fitted), { as: Scaler }).transform(x);
      expect(again.toRows()).toEqual(out.toRows());
    },
  );

  it("in a pipeline as on its own, also behind columns side by side", async () => {
    const side = new Pipeline([
      [
        "columns",
        new ColumnTransformer([["zones", new FeatureEncoder(), ["ZONE", "OWNER"]]], { rest: new FeatureEncoder() }),
      ],
      ["scale", new Scaler()],
    ]);
    const fitted = await side.fit(table);
    const out = fitted.transform(table);
    expect([...new Set(out.column("ZONE=b"))].sort()).toEqual([0, 1]);
    expect(Math.max(...out.column("AGE").filter((age) => !Number.isNaN(age)))).toBeLessThan(3);
    expect(fitted.steps.scale.schema.column("ZONE=b")).toMatchObject({ kind: "indicator", source: "ZONE" });
  });

  it("leaves a column that a Schema calls an indicator, also where nobody encoded it", async () => {
    const own = Schema.infer(table)
      .with({ AGE: { kind: "indicator" } })
      .attach(table);
    const fitted = await new Pipeline([
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
    ]).fit(own);
    expect(fitted.steps.scale.scales[0]).toBe(1);
  });

  it("scales all where that is said, and those named alone", async () => {
    const x = (await encoded.fit(table)).transform(table);
    const all = await new Scaler({ columns: "all" }).fit(x);
    expect(all.scales.every((scale) => scale !== 1)).toBe(true);
    const one = (await new Scaler({ columns: ["ZONE=a"] }).fit(x)).transform(x);
    expect(Array.from(one.column("AGE"))).toEqual(Array.from(x.column("AGE")));
    expect(Array.from(one.column("ZONE=a"))).toEqual(Array.from(all.transform(x).column("ZONE=a")));
    const none = await new Scaler({ columns: [], method: "yeoJohnson" }).fit(x);
    expect(none.transform(x).toRows()).toEqual(x.toRows());
  });

  it("refuses names that the data lack", async () => {
    const x = (await encoded.fit(table)).transform(table);
    await expect(new Scaler({ columns: ["ZONE"] }).fit(x)).rejects.toThrow(
      'Scaler.fit: columns names "ZONE", which the data lack. Correct the names, or take them off `columns`; behind an encoder a one-hot column is called COLUMN=category',
    );
  });

  it("looks at values of the columns that it scales alone", async () => {
    const x = FeatureMatrix.fromColumns({ A: [-5, 3, 4], B: [1, 2, 900] });
    await expect(new Scaler({ method: "log1p" }).fit(x)).rejects.toThrow("-5");
    const fitted = await new Scaler({ method: "log1p", columns: ["B"] }).fit(x);
    expect(Array.from(fitted.transform(x).column("A"))).toEqual([-5, 3, 4]);
  });

  it("reads documents of the first version, which scaled every column", async () => {
    const x = (await encoded.fit(table)).transform(table);
    const fitted = await new Scaler({ columns: "all" }).fit(x);
    const first = <T extends object>(model: T): object => {
      const document = JSON.parse(JSON.stringify(model)) as { version: number; params: Record<string, unknown> };
      document.version = 1;
      delete document.params["columns"];
      return { ...document, checksum: checksumOf(document as never) };
    };
    const again = load(first(fitted), { as: Scaler });
    expect(again.params.columns).toBe("all");
    expect(again.transform(x).toRows()).toEqual(fitted.transform(x).toRows());
    expect(loadEstimator(first(new Scaler({ method: "robust" }))).params).toMatchObject({
      columns: "all",
      method: "robust",
    });
  });
});

describe("A value whose result is no finite number counts as the nearest that has one", () => {
  it("in float32 as well, where powers end sooner", async () => {
    const values = Float32Array.from({ length: 200 }, (_, i) => 1 + (i % 20) / 100);
    const fitted = await new Scaler({ method: "yeoJohnson" }).fit(FeatureMatrix.fromColumns({ A: values }));
    const seen = Array.from(fitted.transform(FeatureMatrix.fromColumns({ A: values })).column("A"));
    const far = fitted.transform(FeatureMatrix.fromColumns({ A: Float32Array.of(3e38, -3e38, Infinity, -Infinity) }));
    for (const value of far.column("A")) expect(Number.isFinite(value)).toBe(true);
    expect(far.column("A")[2]).toBeGreaterThan(Math.max(...seen));
    expect(far.column("A")[0]).toBeLessThanOrEqual(far.column("A")[2]!);
    const rows = fitted.row("transform");
    expect(Array.from(far.column("A"))).toEqual([3e38, -3e38, Infinity, -Infinity].map((value) => rows([value])[0]));
  });
});

describe("Columns may be called as anything", () => {
  it("also __proto__, in every option that names columns", async () => {
    const named = parseCsv("__proto__,AGE\na,1\nb,2\na,3\n,4\n");
    const options = Object.fromEntries([["__proto__", "frequency" as const]]);
    const fitted = await new FeatureEncoder({ columns: options }).fit(named);
    expect(fitted.transform(named).columns).toEqual(["__proto__", "AGE"]);
    const again = load(JSON.stringify(fitted), { as: FeatureEncoder });
    expect(Object.hasOwn(again.params.columns, "__proto__")).toBe(true);
    const filled = await new Imputer({
      columns: Object.fromEntries([["__proto__", "constant" as const]]),
      fillValue: "z",
    }).fit(named);
    expect(Object.entries(filled.fills)[0]).toEqual(["__proto__", "z"]);
    expect(() => new Imputer({ columns: Object.fromEntries([["__proto__", "often" as "mean"]]) })).toThrow("__proto__");
    expect(() => new Imputer({ columns: { AGE: "often" as "mean" } })).toThrow('option "columns.AGE"');
    expect(() => new FeatureEncoder({ columns: 5 as never })).toThrow('option "columns"');
  });
});

describe("A linear model on one-hot columns", () => {
  it("gives a rare category no more than its penalty allows", async () => {
    const rows = Array.from(
      { length: 400 },
      (_, i) => `${i % 50},${i === 7 ? "rare" : i % 2 === 0 ? "a" : "b"},${i === 7 || (i * 7) % 11 < 4 ? 1 : 0}`,
    );
    const people = parseCsv(`AGE,ZONE,Y\n${rows.join("\n")}\n`);
    const weight = async (columns: "auto" | "all"): Promise<number> => {
      const fitted = await new Pipeline([
        ["encode", new FeatureEncoder()],
        ["scale", new Scaler({ columns })],
        ["model", new LogisticRegression({ c: 0.1 })],
      ]).fit(people, "Y");
      const at = fitted.steps.model.inputColumns.indexOf("ZONE=rare");
      return Math.abs(fitted.steps.model.coefficients.toRows()[0]![at]!) / fitted.steps.scale.scales[at]!;
    };
    expect(await weight("auto")).toBeLessThan(0.2 * (await weight("all")));
  });
});
