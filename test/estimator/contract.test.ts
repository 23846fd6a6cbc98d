import { Float64, Int8, Int32, Table, vectorFromArray } from "apache-arrow";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineTransformer, FeatureMatrix, load, loadEstimator, Pipeline, Scaler } from "../../src/index.js";

const rows = [
  [1, 10],
  [3, 30],
  [5, Number.NaN],
];

const Clipper = defineTransformer({
  kind: "acme/Clipper",
  version: 1,
  params: z.object({ most: z.number().default(1) }),
  fit: (x, { most }) => ({ limits: x.columns.map((name) => Math.max(...x.column(name)) * most) }),
  transform: (x, { limits }) => x.toRows().map((row) => row.map((v, j) => Math.min(v, limits[j]!))),
});

describe("the contract", () => {
  it("fits, transforms, saves and loads with the same bits", async () => {
    const scaler = new Scaler();
    const fitted = await scaler.fit(rows);
    const out = fitted.transform(rows).toRows();
    expect(out[1]).toEqual([0, 1]);
    const again = load(JSON.stringify(fitted), { as: scaler });
    expect(again.transform(rows).toRows()).toEqual(out);
    expect(loadEstimator(JSON.stringify(scaler)).params).toEqual(scaler.params);
  });

  it("gives the same by row, in bulk, from a table, and through a pipeline", async () => {
    const pipeline = new Pipeline([
      ["scale", new Scaler()],
      ["clip", new Clipper({ most: 0.5 })],
    ]);
    const x = FeatureMatrix.fromColumns({ a: [1, 2, 3, 4], b: [4, 3, 2, 9] });
    const fitted = await pipeline.fit(x);
    const all = fitted.transform(x).toRows();
    const row = fitted.row("transform");
    expect(x.toRows().map(([a, b]) => Array.from(row({ a: a!, b: b! })))).toEqual(all);
    const bulk = await fitted.bulk("transform", x).collect();
    expect((bulk as FeatureMatrix).toRows()).toEqual(all);
    const again = load(JSON.stringify(fitted), { as: pipeline, types: [Clipper] });
    expect(again.transform(x).toRows()).toEqual(all);
    expect(again.steps.scale.centers).toEqual(fitted.steps.scale.centers);
    const table = new Table({
      b: vectorFromArray([4, 3, 2, 9], new Float64()),
      extra: vectorFromArray(["x", "y", "z", "w"]),
      a: vectorFromArray([1, 2, 3, 4], new Int8()),
    });
    expect(fitted.transform(FeatureMatrix.from(table.select(["a", "b"]))).toRows()).toEqual(all);
    const source = {
      open: async function* () {
        yield x.take([0]);
        yield x.take([1, 2, 3]);
      },
    };
    const streamed = await pipeline.fit(source);
    expect(JSON.stringify(streamed)).toEqual(JSON.stringify(fitted));
    void Int32;
  });
});
