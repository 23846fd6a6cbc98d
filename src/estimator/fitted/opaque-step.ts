import type { Program } from "../../engine/program/index.js";
import { allFinite, type FeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import { namedResult, type Promised } from "./named-result.js";
import { firstNotFinite, notFinite } from "./not-finite.js";

/** A method of a definition as a program of one operation; what it gets and gives is checked. */
export function opaqueStep(
  columns: readonly string[],
  promised: Omit<Promised, "x"> & { readonly refusesMissing: boolean },
  run: (x: FeatureMatrix) => MatrixLike,
  check?: (result: FeatureMatrix) => void,
): Program {
  const { kind, verb, refusesMissing } = promised;
  const checked = (x: FeatureMatrix): FeatureMatrix => {
    if (refusesMissing && !allFinite(x)) throw notFinite(firstNotFinite(x, kind)!, kind, `${kind}.${verb}`);
    const result = namedResult(run(x), { ...promised, x });
    check?.(result);
    return result;
  };
  return [{ op: "opaque", kind, columns, run: checked }];
}
