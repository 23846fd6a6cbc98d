import { vectorFromArray } from "apache-arrow";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  adjustedMutualInformation,
  adjustedRandIndex,
  averagePrecision,
  balancedAccuracy,
  brierScore,
  calibrationCurve,
  calinskiHarabasz,
  confusionMatrix,
  daviesBouldin,
  f1,
  ksStatistic,
  type Label,
  logLoss,
  precisionRecallCurve,
  rocAuc,
  rocCurve,
  silhouette,
} from "../../src/index.js";
import { fixture } from "../reference.js";

type Curve = Record<string, number[]>;

interface Binary {
  readonly name: string;
  readonly truth: number[];
  readonly scores: number[];
  readonly weights?: number[];
  readonly rocAuc: number;
  readonly averagePrecision: number;
  readonly logLoss: number;
  readonly brierScore: number;
  readonly ksStatistic?: number;
  readonly rocCurve: Curve;
  readonly precisionRecallCurve: Curve;
  readonly calibration?: { strategy: "uniform" | "quantile"; bins: number; observed: number[]; predicted: number[] }[];
}

interface Labeled {
  readonly name: string;
  readonly truth: Label[];
  readonly predicted: Label[];
  readonly weights?: number[];
  readonly counts: number[][];
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly f1: Record<"macro" | "weighted" | "micro", number>;
  readonly f1Each: number[];
}

const all = fixture<{
  binary: Binary[];
  labels: Labeled[];
  manyClasses: {
    classes: string[];
    truth: string[];
    probabilities: number[][];
    weights: number[];
    logLoss: number;
    weighted: number;
  };
  clustered: {
    name: string;
    rows: number[][];
    labels: number[];
    silhouette: number;
    daviesBouldin: number;
    calinskiHarabasz: number;
  }[];
  agreements: { name: string; a: Label[]; b: Label[]; adjustedRandIndex: number; adjustedMutualInformation: number }[];
}>("metrics");

/** Sums in another order: 1e-9 of the number itself, or of 1 where it is smaller. */
function close(got: number, expected: number, title: string): void {
  const apart = Math.abs(got - expected);
  if (got !== expected && !(apart <= 1e-9 * Math.max(1, Math.abs(expected))))
    expect.fail(`${title} is ${got}, and the reference ${expected}`);
}

function closeAll(got: ArrayLike<number>, expected: ArrayLike<number>, title: string): void {
  expect(got.length, title).toBe(expected.length);
  for (let i = 0; i < got.length; i++) close(got[i]!, expected[i]!, `${title} ${i}`);
}

describe("Scores of a binary truth give scikit-learn's numbers", () => {
  it.each(all.binary)("$name", ({ truth, scores, ...one }) => {
    const options = one.weights === undefined ? {} : { sampleWeight: one.weights };
    close(rocAuc(truth, scores, options), one.rocAuc, "rocAuc");
    close(averagePrecision(truth, scores, options), one.averagePrecision, "averagePrecision");
    close(logLoss(truth, scores, options), one.logLoss, "logLoss");
    close(brierScore(truth, scores, options), one.brierScore, "brierScore");
    const roc = rocCurve(truth, scores, options);
    const precisionRecall = precisionRecallCurve(truth, scores, options);
    for (const key of ["falsePositiveRate", "truePositiveRate", "thresholds"] as const)
      closeAll(roc[key], one.rocCurve[key]!, key);
    for (const key of ["precision", "recall", "thresholds"] as const)
      closeAll(precisionRecall[key], one.precisionRecallCurve[key]!, key);
    if (one.ksStatistic !== undefined) close(ksStatistic(truth, scores), one.ksStatistic, "ksStatistic");
    for (const { strategy, bins, observed, predicted } of one.calibration ?? []) {
      const curve = calibrationCurve(truth, scores, { strategy, bins });
      closeAll(curve.observed, observed, `${strategy} observed`);
      closeAll(curve.predicted, predicted, `${strategy} predicted`);
    }
  });

  it("whatever the labels are called, and whatever holds them", () => {
    const { truth, scores, rocAuc: expected } = all.binary[0]!;
    const words = truth.map((label) => (label === 1 ? "buys" : "waits"));
    close(rocAuc(words, scores, { positive: "buys" }), expected, "words");
    close(rocAuc(vectorFromArray(words), Float32Array.from(scores), { positive: "buys" }), expected, "a vector");
    close(
      rocAuc(
        truth.map((label) => label === 1),
        scores,
      ),
      expected,
      "truth values",
    );
    close(rocAuc(Int8Array.from(truth), scores), expected, "codes");
    close(rocAuc(words, scores, { positive: "waits" }), 1 - expected, "the other class");
  });
});

describe("Scores of predicted labels give scikit-learn's numbers", () => {
  it.each(all.labels)("$name", ({ truth, predicted, ...one }) => {
    const options = one.weights === undefined ? {} : { sampleWeight: one.weights };
    const { labels, counts } = confusionMatrix(truth, predicted, options);
    one.counts.forEach((row, k) => {
      closeAll(counts[k]!, row, `counts of ${labels[k]}`);
    });
    close(accuracy(truth, predicted, options), one.accuracy, "accuracy");
    close(balancedAccuracy(truth, predicted, options), one.balancedAccuracy, "balancedAccuracy");
    for (const average of ["macro", "weighted", "micro"] as const)
      close(f1(truth, predicted, { ...options, average }), one.f1[average], average);
    labels.forEach((positive, k) => {
      close(f1(truth, predicted, { ...options, positive }), one.f1Each[k]!, `f1 of ${positive}`);
    });
  });

  it("log loss of several classes", () => {
    const { classes, truth, probabilities, weights, ...expected } = all.manyClasses;
    close(logLoss(truth, probabilities, { classes }), expected.logLoss, "logLoss");
    close(logLoss(truth, probabilities, { classes, sampleWeight: weights }), expected.weighted, "weighted");
  });
});

describe("Scores of clusterings give scikit-learn's numbers", () => {
  it.each(all.clustered)("$name", async ({ rows, labels, ...expected }) => {
    close(await silhouette(rows, labels), expected.silhouette, "silhouette");
    close(daviesBouldin(rows, labels), expected.daviesBouldin, "daviesBouldin");
    close(calinskiHarabasz(rows, labels), expected.calinskiHarabasz, "calinskiHarabasz");
  });

  it.each(all.agreements)("agreement: $name", ({ a, b, ...expected }) => {
    close(adjustedRandIndex(a, b), expected.adjustedRandIndex, "adjustedRandIndex");
    close(adjustedMutualInformation(a, b), expected.adjustedMutualInformation, "adjustedMutualInformation");
    close(adjustedRandIndex(b, a), expected.adjustedRandIndex, "the other way round");
    close(adjustedMutualInformation(b, a), expected.adjustedMutualInformation, "the other way round");
  });
});
