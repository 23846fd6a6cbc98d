import { unbending } from "../../engine/program/index.js";
import { FittedTransformer, readMatrix } from "../../estimator/index.js";
import type { MatrixLike } from "../../matrix/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import type { ScalerOptions } from "./options.js";
import type { ScalerState } from "./state.js";
import { wrongWidth } from "./wrong-width.js";

/** A fitted Scaler. */
export class FittedScaler extends FittedTransformer<ScalerOptions, ScalerState> {
  /** What is subtracted from each column, once it is bent. */
  get centers(): Float64Array {
    return this.state.centers;
  }

  /** What each column is then divided by. */
  get scales(): Float64Array {
    return this.state.scales;
  }

  /**
   * Scaled rows back in their original units.
   *
   * @throws KindredError where rows have another number of columns.
   */
  inverseTransform(data: MatrixLike): FeatureMatrix {
    const { centers, scales, curves } = this.state;
    const unbend = curves.map(unbending);
    const rows = readMatrix(data, "Scaler.inverseTransform")
      .toRows()
      .map((row) => {
        if (row.length !== centers.length) throw wrongWidth(row.length, centers.length);
        return row.map((value, j) => {
          const moved = value * scales[j]! + centers[j]!;
          return unbend[j]?.(moved) ?? moved;
        });
      });
    return FeatureMatrix.from(rows, this.inputColumns);
  }
}
