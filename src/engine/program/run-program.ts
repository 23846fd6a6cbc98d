import { type Block, concatRows, FeatureMatrix, sliceBlock } from "../../matrix/index.js";
import { type ActivateOperation, activate } from "./activate.js";
import { type AffineOperation, affine } from "./affine.js";
import { type ArgminOperation, argmin } from "./argmin.js";
import {
  type BlendOperation,
  blend,
  type CalibrateOperation,
  calibrate,
  type ReweighOperation,
  reweigh,
} from "./calibrate.js";
import { type CombineOperation, combine } from "./combine.js";
import { type CurveOperation, curve } from "./curve.js";
import { type DistancesOperation, distances } from "./distances.js";
import { type EncodeOperation, encode } from "./encode.js";
import { type FillOperation, fill } from "./fill.js";
import { type GaussiansOperation, gaussians } from "./gaussians.js";
import { type IndicatorsOperation, indicators } from "./indicators.js";
import { type LinkOperation, link } from "./link.js";
import { type NaiveBayesOperation, naiveBayes } from "./naive-bayes.js";
import { nearest } from "./nearest.js";
import { nearestProjected } from "./nearest-projected.js";
import { type NeighborsOperation, neighbors } from "./neighbors.js";
import { type NullifyOperation, nullify } from "./nullify.js";
import { type OpaqueOperation, opaque } from "./opaque.js";
import type { Executor, RowFunction } from "./operation.js";
import { project } from "./project.js";
import type { ProjectOperation } from "./project-operation.js";
import { type RecodeOperation, recode } from "./recode.js";
import { type RegressionsOperation, regressions } from "./regressions.js";
import { type SelectOperation, select } from "./select.js";
import { type TreesOperation, trees } from "./trees.js";

/** Programs side by side on the same input; each one's columns are named after its branch. */
export interface UnionOperation {
  readonly op: "union";
  readonly branches: readonly { readonly prefix: string; readonly program: Program }[];
}

/** Everything that a fitted model may do to rows. */
export type Operation =
  | SelectOperation
  | ActivateOperation
  | AffineOperation
  | CurveOperation
  | FillOperation
  | NeighborsOperation
  | RegressionsOperation
  | NullifyOperation
  | RecodeOperation
  | CombineOperation
  | EncodeOperation
  | IndicatorsOperation
  | ProjectOperation
  | DistancesOperation
  | GaussiansOperation
  | ArgminOperation
  | LinkOperation
  | CalibrateOperation
  | BlendOperation
  | ReweighOperation
  | NaiveBayesOperation
  | TreesOperation
  | UnionOperation
  | OpaqueOperation;

/** What a fitted model does to a row, as data. */
export type Program = readonly Operation[];

const union: Executor<UnionOperation> = {
  block({ branches }, block) {
    const parts = branches.map((branch) => runProgram(branch.program, block));
    return new FeatureMatrix(
      block.x.rows,
      parts.flatMap((part, i) => part.columns.map((name) => `${branches[i]!.prefix}${name}`)),
      parts.flatMap((part) => part.stores),
      parts.flatMap((part) => part.provenance),
    );
  },
  row({ branches }) {
    const functions = branches.map((branch) => compileRow(branch.program));
    return (values) => Float64Array.from(functions.flatMap((run) => Array.from(run(values.slice()))));
  },
};

const EXECUTORS: { readonly [K in Operation["op"]]: Executor<Extract<Operation, { op: K }>> } = {
  select,
  affine,
  curve,
  fill,
  neighbors,
  regressions,
  nullify,
  recode,
  combine,
  encode,
  indicators,
  project,
  distances,
  gaussians,
  activate,
  argmin,
  link,
  calibrate,
  blend,
  reweigh,
  naiveBayes,
  trees,
  union,
  opaque,
};

const executorOf = (operation: Operation): Executor<Operation> =>
  EXECUTORS[operation.op] as unknown as Executor<Operation>;

/** Operations that only look at columns differently: a whole table at once costs them nothing. */
const LAZY: ReadonlySet<Operation["op"]> = new Set(["select", "affine"]);
const CHUNK_ROWS = 16_384;

/** Does the program only look at columns differently? */
export function isLazy(program: Program): boolean {
  return program.every((operation) => LAZY.has(operation.op));
}

/** Operations that take each value once and give a few: to run them costs less than to read what they gave. */
const CHEAP: ReadonlySet<Operation["op"]> = new Set([
  ...LAZY,
  ...(["fill", "nullify", "recode", "encode", "indicators", "combine"] as const),
]);

/** Does the program take each value about once, and no more? */
export function isCheap(program: Program): boolean {
  return program.every((operation) =>
    operation.op === "union" ? operation.branches.every((branch) => isCheap(branch.program)) : CHEAP.has(operation.op),
  );
}

/** Is there nothing between two operations that grows with the rows, and no need to join pieces? */
function isWhole(program: Program): boolean {
  const lazy = program.at(-1)?.op === "project" ? program.slice(0, -1) : program;
  return isLazy(lazy);
}

/** Runs a program on all rows of a block. Long blocks go through in pieces, so that what lies between two operations stays small. */
export function runProgram(program: Program, block: Block): FeatureMatrix {
  if (block.x.rows <= CHUNK_ROWS || isWhole(program)) return runWhole(program, block);
  const parts: FeatureMatrix[] = [];
  for (let from = 0; from < block.x.rows; from += CHUNK_ROWS)
    parts.push(runWhole(program, sliceBlock(block, from, Math.min(block.x.rows, from + CHUNK_ROWS))));
  return concatRows(parts);
}

function runWhole(program: Program, block: Block): FeatureMatrix {
  let current = block;
  for (let k = 0; k < program.length; ) {
    const fused = runFused(program.slice(k, k + 3), current);
    current = { ...current, x: fused?.x ?? executorOf(program[k]!).block(program[k]!, current) };
    k += fused?.operations ?? 1;
  }
  return current.x;
}

/** The first operations of some in one, where they are known to go together: the same bits without what lies between them. */
function runFused(
  [first, second, third]: Program,
  block: Block,
): { readonly x: FeatureMatrix; readonly operations: number } | undefined {
  if (first?.op === "project" && second?.op === "distances" && third?.op === "argmin") {
    const x = nearestProjected(first, second, third, block);
    return x && { x, operations: 3 };
  }
  if (first?.op === "distances" && second?.op === "argmin") {
    const x = nearest(first, second, block);
    return x && { x, operations: 2 };
  }
  return undefined;
}

/** Compiles a program to a function of one row's values, with the bits that a block would give. */
export function compileRow(program: Program): RowFunction {
  const functions = program.map((operation) => executorOf(operation).row(operation));
  return (values) => {
    let current = values;
    for (const run of functions) current = run(current);
    return current;
  };
}

/** Could the program be sent to a worker or exported? */
export function isPortable(program: Program): boolean {
  return program.every((operation) => {
    if (operation.op === "opaque") return false;
    return operation.op !== "union" || operation.branches.every((branch) => isPortable(branch.program));
  });
}
