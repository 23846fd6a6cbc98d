import { describe, expect, it } from "vitest";
import * as z from "zod";
import { bestOf, bestStart, isBetter } from "../../src/cluster/kmeans/best-start.js";
import { areaUnderRoc } from "../../src/engine/numeric/statistics/index.js";
import {
  CalibratedClassifier,
  contactTable,
  crossValidate,
  defineClassifier,
  KMeans,
  LogisticRegression,
  StackingClassifier,
  ThresholdClassifier,
  tuneThreshold,
} from "../../src/index.js";
import { bestOf as bestClusters } from "../../src/segmentation/choose-clusters/best-clusters.js";

const x = Array.from({ length: 60 }, (_, i) => [i % 10, (i * 7) % 6]);
const y = x.map(([a]) => (a! > 4 ? 1 : 0));

/** Says nothing of every third row. */
const Silent = defineClassifier({
  kind: "odd/Silent",
  version: 1,
  params: z.strictObject({}),
  fit: () => ({ learned: 1 }),
  predictProbabilities: (rows) => rows.toRows().map(([a]) => (a! % 3 === 2 ? [Number.NaN, Number.NaN] : [0.5, 0.5])),
});

const clustering = (inertia: number) => ({
  centroids: Float64Array.of(inertia),
  inertia,
  iterations: 1,
  counts: Float64Array.of(1),
});

describe("NaN is never best and never improves", () => {
  it("among thresholds: infinite scores have numbers between them, near ones are told apart, missing ones are refused", () => {
    const { thresholds, threshold, value } = tuneThreshold(
      [0, 1, 1, 0],
      [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 3, Number.NEGATIVE_INFINITY],
      { by: "accuracy" },
    );
    expect([...thresholds].some(Number.isNaN)).toBe(false);
    expect([threshold <= 3, Number.isFinite(threshold), value]).toEqual([true, true, 1]);
    const near = 1 + Number.EPSILON;
    expect(tuneThreshold([0, 1], [1, near], { by: "accuracy" }).threshold).toBe(near);
    expect(() => tuneThreshold([0, 1, 1], [0.1, Number.NaN, 0.4])).toThrow("the score of row 1 is missing");
  });

  it("among models' probabilities: a classifier that gives one is named, whoever asks it", async () => {
    const fitted = await new Silent().fit(
      x.slice(0, 2),
      y.slice(0, 2).map((_, i) => i),
    );
    const problem = /odd\/Silent\.(predict|predictProbabilities|row|bulk): gave NaN for row/;
    expect(() => fitted.predict(x)).toThrow(problem);
    expect(() => fitted.predictProbabilities(x)).toThrow(problem);
    expect(() => fitted.row("predict")(x[2]!)).toThrow(problem);
    await expect(fitted.bulk("predict", x).collect()).rejects.toThrow(problem);
    for (const wrapper of [
      new ThresholdClassifier({ estimator: new Silent() }),
      new CalibratedClassifier({ estimator: new Silent(), method: "isotonic" }),
      new StackingClassifier([["silent", new Silent()]], { final: new LogisticRegression() }),
    ])
      await expect(wrapper.fit(x, y)).rejects.toThrow("gave NaN for row");
    await expect(crossValidate(new Silent(), x, y)).rejects.toThrow("gave NaN for row");
  });

  it("among scores of one's own: what is no number is refused", async () => {
    const scoring = { odd: (() => "0.9") as unknown as () => number };
    await expect(crossValidate(new LogisticRegression(), x, y, { scoring })).rejects.toThrow(
      'the score "odd" gave a value of type string',
    );
  });

  it("among starts of clusters", async () => {
    const found = [Number.NaN, 3, Number.NaN, 2, 5].map(clustering);
    expect(
      (
        await bestOf(
          found.length,
          async (k) => found[k]!,
          () => undefined,
        )
      ).inertia,
    ).toBe(2);
    let start = 0;
    const first = async (): Promise<Float64Array> => found[start++]!.centroids;
    const best = await bestStart(
      5,
      first,
      async ([inertia]) => clustering(inertia!),
      true,
      () => undefined,
    );
    expect(best.inertia).toBe(2);
    expect([isBetter(Number.NaN, 1), isBetter(1, Number.NaN), isBetter(Number.NaN, Number.NaN)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("among distances of one's own", async () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, -1, "near"]) {
      const distance = (() => odd) as () => number;
      await expect(new KMeans({ clusters: 2, starts: 2, distance }).fit(x)).rejects.toThrow(
        "KMeans.fit: the distance gave",
      );
    }
  });

  it("among criteria of numbers of clusters", () => {
    const row = (k: number, silhouette: number) => ({
      k,
      clusters: k,
      inertia: 10 - k,
      silhouette,
      calinskiHarabasz: Number.NaN,
      daviesBouldin: k === 2 ? Number.NaN : k,
      gap: 0.1,
      jaccard: [0.9],
      stability: 0.9,
      smallest: 5,
      spread: { silhouette: 0, calinskiHarabasz: 0, daviesBouldin: 0, gap: 0, jaccard: [0], inertia: 0 },
    });
    const best = bestClusters([row(2, Number.NaN), row(3, 0.4), row(4, 0.5)] as never);
    expect(best).toMatchObject({ silhouette: 4, daviesBouldin: 3, calinskiHarabasz: Number.NaN });
  });

  it("among ranks: an area of such scores is none, and a list by such probabilities is refused", () => {
    expect(areaUnderRoc(Float64Array.of(0.1, Number.NaN, 0.3), [0, 1, 1], [1, 1, 1])).toBeNaN();
    expect(() => contactTable({ ids: [1, 2], probabilities: [Number.NaN, 0.2] })).toThrow(
      "the probability of row 0 is missing",
    );
  });

  it("says that finite values were too large, and does not call them missing", async () => {
    await expect(new KMeans({ clusters: 3 }).fit(x.map((row) => row.map((value) => value * 1e200)))).rejects.toThrow(
      "squared distances between rows are too large for numbers",
    );
    const fitted = await new LogisticRegression().fit(x, y);
    expect(() => fitted.predictProbabilities([[Number.NaN, 1]])).toThrow('column "x0" is missing in row 0');
  });
});
