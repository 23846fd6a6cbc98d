import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type ClassWeight,
  FeatureMatrix,
  LogisticRegression,
  type LogisticRegressionOptions,
  load,
} from "../../src/index.js";
import { singleColumns } from "../reference.js";

interface Case {
  readonly options: Partial<LogisticRegressionOptions>;
  readonly weighted: boolean;
  readonly coefficients: number[][];
  readonly intercepts: number[];
}

interface Set {
  readonly rows: number[][];
  readonly labels: number[];
  readonly weights: number[];
  readonly cases: readonly Case[];
}

const KINDS = ["binary", "several", "rare", "repeated"] as const;

const { logistic } = JSON.parse(readFileSync(new URL("../fixtures/classifier.json", import.meta.url), "utf8")) as {
  logistic: Record<(typeof KINDS)[number], Set>;
};

function optionsOf({ classWeight, ...rest }: Case["options"]): Partial<LogisticRegressionOptions> {
  if (classWeight === undefined || classWeight === "balanced")
    return { ...rest, ...(classWeight === undefined ? {} : { classWeight }) };
  const weights: ClassWeight = new Map(Object.entries(classWeight).map(([label, weight]) => [Number(label), weight]));
  return { ...rest, classWeight: weights };
}

/** The largest distance of two lists of numbers, relative to the largest of the second. */
function apart(got: readonly number[], expected: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...got.map((value, i) => Math.abs(value - expected[i]!))) / size;
}

describe("LogisticRegression", () => {
  for (const kind of KINDS)
    for (const one of logistic[kind].cases) {
      const { rows, labels, weights } = logistic[kind];
      const title = `${kind}, ${JSON.stringify(one.options)}${one.weighted ? ", with sample weights" : ""}`;
      // Newton-CG's optimum is good to its tolerance of 1e-12 in the gradient; SAGA's, which shrinks linearly, to about 1e-7.
      it(`finds scikit-learn's optimum: ${title}`, async () => {
        const estimator = new LogisticRegression(optionsOf(one.options));
        const fitted = await estimator.fit(rows, labels, one.weighted ? { sampleWeight: weights } : {});
        expect(fitted.converged).toBe(true);
        const bound = one.options.penalty === "l2" || one.options.penalty === "none" ? 1e-6 : 1e-5;
        expect(apart(fitted.coefficients.toRows().flat(), one.coefficients.flat())).toBeLessThan(bound);
        expect(apart(Array.from(fitted.intercepts), one.intercepts)).toBeLessThan(bound);
      });
    }

  it("finds nearly the same optimum in float32", async () => {
    const { rows, labels, cases } = logistic.binary;
    const x = FeatureMatrix.fromColumns(singleColumns(rows));
    const fitted = await new LogisticRegression().fit(x, labels);
    // Values are rounded to 24 bits, which moves an optimum by some of that.
    expect(apart(fitted.coefficients.toRows().flat(), cases[0]!.coefficients.flat())).toBeLessThan(1e-4);
  });

  it("saves and loads with the same bits", async () => {
    const { rows, labels } = logistic.several;
    const estimator = new LogisticRegression({ classWeight: new Map([[1, 2]]) });
    const fitted = await estimator.fit(rows, labels);
    const again = load(JSON.stringify(fitted), { as: estimator });
    expect(again.predictProbabilities(rows).toRows()).toEqual(fitted.predictProbabilities(rows).toRows());
    expect(again.params).toEqual(fitted.params);
    expect(again.coefficients.toRows()).toEqual(fitted.coefficients.toRows());
  });
});
