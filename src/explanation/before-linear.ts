import type { Operation, Program } from "../engine/program/index.js";
import { type Described, describedAfter } from "./shares.js";

/** Where weights of columns stand: at a place in a program, one number a column. */
export interface WeightsAt {
  readonly at: number;
  readonly weights: Float64Array;
}

/** Weights of the columns that come out of a program, taken back as far as all before them is linear, exactly: as if the columns there were weighed. */
export function beforeLinear(program: Program, weights: Float64Array, input: Described): WeightsAt {
  const described = [input];
  for (const operation of program) described.push(describedAfter([operation], described.at(-1)!));
  let current = weights;
  for (let at = program.length; at > 0; at--) {
    const before = throughOperation(program[at - 1]!, current, described[at - 1]!);
    if (before === undefined) return { at, weights: current };
    current = before;
  }
  return { at: 0, weights: current };
}

/** Weights of the columns before an operation; none where it is not linear. */
function throughOperation(operation: Operation, weights: Float64Array, input: Described): Float64Array | undefined {
  const width = input.x.columns.length;
  const out = new Float64Array(width);
  switch (operation.op) {
    case "affine":
      return out.map((_, j) => weights[j]! * operation.scale[j]!);
    case "select":
      operation.positions.forEach((j, k) => {
        out[j]! += weights[k]!;
      });
      return out;
    case "project": {
      const outputs = operation.names.length;
      for (let k = 0; k < outputs; k++)
        for (let j = 0; j < width; j++) out[j]! += weights[k]! * operation.weights[j * outputs + k]!;
      return out;
    }
    case "union": {
      let from = 0;
      for (const { program } of operation.branches) {
        const outputs = describedAfter(program, input).x.columns.length;
        const part = beforeLinear(program, weights.slice(from, from + outputs), input);
        if (part.at > 0) return undefined;
        for (let j = 0; j < width; j++) out[j]! += part.weights[j]!;
        from += outputs;
      }
      return out;
    }
    default:
      return undefined;
  }
}
