import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  FeatureEncoder,
  FeatureMatrix,
  LogisticRegression,
  load,
  Pipeline,
  qiniCurve,
  UpliftModel,
  type UpliftOptions,
  uplift,
} from "../../src/index.js";

/** Whoever is rich responds anyway; a contact moves the young alone. */
function campaign(rows: number, seed: number, contact = 0.5) {
  const random = new Random(seed);
  const rich = Array.from({ length: rows }, () => random.normal());
  const young = rich.map(() => (random.uniform() < 0.4 ? 1 : 0));
  const treated = rich.map(() => random.uniform() < contact);
  const responses = rich.map((value, i) => {
    const p = 0.2 + 0.12 * Math.tanh(value) + (treated[i]! && young[i] === 1 ? 0.3 : 0);
    return random.uniform() < p ? "yes" : "no";
  });
  return { X: FeatureMatrix.fromColumns({ RICH: rich, YOUNG: young }), young, rich, treated, responses };
}

const options: UpliftOptions = { positive: "yes", qini: { bootstraps: 50 } };
const estimator = new LogisticRegression();
const { X, young, rich, treated, responses } = campaign(6000, 1);

describe("uplift", () => {
  for (const method of ["twoModel", "classTransformation"] as const)
    it(`finds whom a contact moves, not who responds anyway: ${method}`, async () => {
      const found = await uplift(estimator, X, responses, treated, { ...options, method });
      const mean = (wanted: number): number => {
        const some = found.scores.filter((_, i) => young[i] === wanted);
        return some.reduce((sum, value) => sum + value, 0) / some.length;
      };
      // The effect is 0.3 for the young and none for others; with 1,200 of the young in each group the standard error is 0.02.
      expect(mean(1)).toBeGreaterThan(0.22);
      expect(mean(1)).toBeLessThan(0.38);
      expect(Math.abs(mean(0))).toBeLessThan(0.06);
      expect(found.qini.interval[0]).toBeGreaterThan(0);
      const responders = qiniCurve(responses, treated, rich, { positive: "yes" });
      expect(found.qini.coefficient).toBeGreaterThan(2 * responders.coefficient);
      expect(found.toText()).toMatch(
        /Qini coefficient 0\.0\d{3} \(0\.0\d{3} to 0\.\d{4}\): better than chance\.\npart 1: /,
      );
    });

  it("lets both groups count alike where few were held back", async () => {
    const uneven = campaign(8000, 2, 0.85);
    const found = await uplift(estimator, uneven.X, uneven.responses, uneven.treated, {
      ...options,
      method: "classTransformation",
    });
    const mean = found.scores.reduce((sum, value) => sum + value, 0) / 8000;
    // The effect over all is 0.4 x 0.3 = 0.12; held back are 1,200 people: a standard error of 0.013.
    expect(mean).toBeGreaterThan(0.08);
    expect(mean).toBeLessThan(0.16);
  });

  it("scores nobody by a model that learned from them: noise is no uplift", async () => {
    const random = new Random(3);
    const noise = FeatureMatrix.fromColumns(
      Object.fromEntries(
        Array.from({ length: 20 }, (_, j) => [`N${j}`, Array.from({ length: 400 }, () => random.normal())]),
      ),
    );
    const contacted = Array.from({ length: 400 }, (_, i) => i % 2);
    const responded = contacted.map(() => (random.uniform() < 0.3 ? "yes" : "no"));
    const found = await uplift(estimator, noise, responded, contacted, options);
    const { qini, model } = found;
    const seen = qiniCurve(responded, contacted, model.predict(noise), { positive: "yes" });
    expect(seen.interval[0]).toBeGreaterThan(0);
    expect(qini.interval[0]).toBeLessThan(0);
    expect(found.toText()).toContain("no better than chance");
  });

  it("gives a model for people to come, whose parts are saved one by one", async () => {
    const { model } = await uplift(estimator, X, responses, treated, options);
    const again = new UpliftModel(
      model.method,
      model.models.map((one) => load(JSON.stringify(one), { as: estimator })),
    );
    const few = X.take([0, 1, 2]);
    expect(again.predict(few)).toEqual(model.predict(few));
    const [contacted, control] = model.models.map((one) => one.predictProbabilities(few).column("1"));
    expect(model.predict(few)[0]).toBeCloseTo(contacted![0]! - control![0]!, 12);
  });

  it("takes a Table with its target, folds, weights and a seed", async () => {
    const { X: small, responses: y, treated: t } = campaign(300, 4);
    const table = small
      .toTable()
      .assign(FeatureMatrix.fromColumns({ Y: y.map((one) => Number(one === "yes")) }).toTable());
    const pipeline = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", estimator],
    ]);
    const plain = await uplift(pipeline, table, "Y", t, { qini: { bootstraps: 5 } });
    expect(plain.scores.length).toBe(300);
    for (const other of [{ folds: 3 }, { seed: 1 }, { sampleWeight: y.map((_, i) => 1 + (i % 3)) }] as UpliftOptions[])
      expect((await uplift(pipeline, table, "Y", t, { qini: { bootstraps: 5 }, ...other })).scores).not.toEqual(
        plain.scores,
      );
  });

  it("shows how far it is, and stops when told to", async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      seen.push(done / total);
      if (done === 2) controller.abort(new Error("enough"));
    };
    const stopped = uplift(estimator, X, responses, treated, { ...options, onProgress, signal: controller.signal });
    await expect(stopped).rejects.toThrow("enough");
    expect(seen).toEqual([1 / 12, 2 / 12]);
  });

  it("says what is wrong", async () => {
    const complaint = (changed: object, who: (number | boolean)[] = treated): Promise<string> =>
      uplift(estimator, X, responses, who, { ...options, ...changed }).then(
        () => "nothing",
        (error: Error) => error.message,
      );
    expect(await complaint({ method: "tree" })).toContain('expected "twoModel" or "classTransformation", got "tree"');
    expect(await complaint({}, [1])).toBe("uplift: treated has 1 values for 6000 rows. Give one value a row.");
    expect(
      await complaint(
        {},
        treated.map(() => 1),
      ),
    ).toBe("uplift: there is no control group. Pass people contacted and people held back at random.");
    expect(await complaint({ sampleWeight: [1] })).toBe(
      "uplift: sampleWeight has 1 values for 6000 rows. Give one value a row.",
    );
    expect(() => new UpliftModel("twoModel", [])).toThrow(
      'UpliftModel: "twoModel" needs 2 fitted models and got 0. Pass the models that uplift gave, in their order.',
    );
  });
});
