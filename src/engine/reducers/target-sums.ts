import { readValues } from "../../matrix/index.js";
import { partOf } from "../program/index.js";
import { idOf } from "../rows/index.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

/** The number of parts and of outputs. */
function settingsOf(params: NamedArrays): [parts: number, outputs: number] {
  const settings = params["settings"]!;
  return [settings[0]!, settings[1]!];
}

/**
 * The weight of each known value in each part of the rows, and that of its rows in each class: for the columns `params.columns`, whose values lie one column
 * after the other in `params.values`, that of column c from `params.starts[c]` on. `weight` is values x parts, `hits` values x parts x outputs; `totalWeight` and
 * `totalHits` are those of all rows. `params.settings` holds the number of parts and of outputs; with one output it is the second of two classes.
 */
export const targetSums: Reducer = /* @__PURE__ */ listed({
  name: "targetSums",
  blockRows: 4096,
  init(_shape, params) {
    const [parts, outputs] = settingsOf(params);
    const values = params["values"]!.length;
    return {
      weight: new Float64Array(values * parts),
      hits: new Float64Array(values * parts * outputs),
      totalWeight: new Float64Array(parts),
      totalHits: new Float64Array(parts * outputs),
    };
  },
  merge: addArrays,
  add(sums, block, params) {
    const { x, y, w } = block;
    const [parts, outputs] = settingsOf(params);
    const weights = w ?? new Float64Array(x.rows).fill(1);
    const owners = Int32Array.from(weights, (_, i) => partOf(idOf(block, i), parts));
    const outputOf = (i: number): number => (outputs === 1 ? y![i]! - 1 : y![i]!);
    const take = (weight: string, hits: string, cell: number, i: number): void => {
      sums[weight]![cell]! += weights[i]!;
      const output = outputOf(i);
      if (output >= 0) sums[hits]![cell * outputs + output]! += weights[i]!;
    };
    for (let i = 0; i < x.rows; i++) take("totalWeight", "totalHits", owners[i]!, i);
    const values = new Float64Array(x.rows);
    params["columns"]!.forEach((j, c) => {
      readValues(x.stores[j]!, x.rows, values);
      const places = new Map<number, number>();
      for (let at = params["starts"]![c]!; at < params["starts"]![c + 1]!; at++) places.set(params["values"]![at]!, at);
      for (let i = 0; i < x.rows; i++) {
        const place = places.get(values[i]!);
        if (place !== undefined) take("weight", "hits", place * parts + owners[i]!, i);
      }
    });
  },
});
