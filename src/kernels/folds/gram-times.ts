import { denseRows } from "./dense.js";
import { addParts, type Fold } from "./fold.js";

const scratch: { rows?: Float64Array } = {};

/** The covariance times some directions (`given.directions`, columns x outputs) about a centre, without the covariance itself. */
export const gramTimes: Fold = {
  name: "gramTimes",
  blockRows: 4096,
  start: ({ columns }, given) => ({ products: new Float64Array(columns * given.outputs![0]!) }),
  merge: addParts,
  add(parts, { x, w }, given) {
    const width = x.stores.length;
    const outputs = given.outputs![0]!;
    const rows = denseRows(x, scratch);
    const center = given.center!;
    const directions = given.directions!;
    const products = parts.products!;
    const scores = new Float64Array(outputs);
    for (let i = 0; i < x.rows; i++) {
      scores.fill(0);
      for (let j = 0; j < width; j++) {
        const value = rows[i * width + j]! - center[j]!;
        if (value === 0) continue;
        for (let c = 0; c < outputs; c++) scores[c]! += value * directions[j * outputs + c]!;
      }
      const weight = w === undefined ? 1 : w[i]!;
      for (let c = 0; c < outputs; c++) scores[c]! *= weight;
      for (let j = 0; j < width; j++) {
        const value = rows[i * width + j]! - center[j]!;
        if (value === 0) continue;
        for (let c = 0; c < outputs; c++) products[j * outputs + c]! += value * scores[c]!;
      }
    }
  },
};
