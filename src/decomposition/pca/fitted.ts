import { KindredError } from "../../errors/index.js";
import { demandPosition, FittedTransformer, readMatrix } from "../../estimator/index.js";
import { FeatureMatrix, type MatrixLike, type Origin } from "../../matrix/index.js";
import type { PCAOptions } from "./options.js";
import type { PCAState } from "./state.js";

/** One column's part in a component. */
export interface Loading {
  /** The input column. */
  readonly column: string;
  /** Where that comes from. */
  readonly origin: Origin;
  /** Its weight in the component, between -1 and 1. */
  readonly weight: number;
}

/** A fitted PCA. */
export class FittedPCA extends FittedTransformer<PCAOptions, PCAState> {
  /** The components: one row each, one column an input column; rows have length 1 and are orthogonal. */
  get components(): FeatureMatrix {
    return FeatureMatrix.dense(this.state.variance.length, this.inputColumns, this.state.components);
  }

  /** The variance along each component, divided by n - 1. */
  get explainedVariance(): Float64Array {
    return this.state.variance;
  }

  /** The share of all variance that each component holds. */
  get explainedVarianceRatio(): Float64Array {
    const { variance, total } = this.state;
    return variance.map((value) => (total === 0 ? 0 : value / total));
  }

  /** The singular value of the centered rows for each component. */
  get singularValues(): Float64Array {
    return this.state.variance.map((value) => Math.sqrt(value * this.state.divisor));
  }

  /** The mean of each column. */
  get mean(): Float64Array {
    return this.state.mean;
  }

  /** Scores back as input columns; exact where every component was kept. */
  inverseTransform(scores: MatrixLike): FeatureMatrix {
    const { mean, components, variance } = this.state;
    const width = mean.length;
    const rows = readMatrix(scores, "PCA.inverseTransform")
      .toRows()
      .map((row) => {
        if (row.length !== variance.length) throw wrongScores(row.length, variance.length);
        const out = Array.from(mean);
        row.forEach((score, c) => {
          const size = this.params.whiten ? score * Math.sqrt(variance[c]!) : score;
          for (let j = 0; j < width; j++) out[j]! += size * components[c * width + j]!;
        });
        return out;
      });
    return FeatureMatrix.from(rows, this.inputColumns);
  }

  /**
   * The columns that weigh most in a component, the heaviest first.
   *
   * @param component - Its position, from 0.
   * @param top - How many columns; all by default.
   */
  loadings(component: number, top: number = this.inputColumns.length): Loading[] {
    const { components, variance, mean } = this.state;
    demandPosition(component, variance.length, "component", "PCA.loadings");
    const width = mean.length;
    return this.inputColumns
      .map((column, j) => ({
        column,
        origin: this.spec.input.provenance[j]!,
        weight: components[component * width + j]!,
      }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, top);
  }
}

function wrongScores(got: number, expected: number): KindredError {
  return new KindredError({
    code: "WRONG_WIDTH",
    where: "PCA.inverseTransform",
    problem: `got ${got} scores a row for ${expected} components`,
    expected,
    got,
  });
}
