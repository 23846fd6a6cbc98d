import type {
  ActivateOperation,
  AffineOperation,
  ArgminOperation,
  BlendOperation,
  DistancesOperation,
  LinkOperation,
  ProjectOperation,
  ReweighOperation,
} from "../../program.js";
import type { Columns, OnnxContext } from "../context.js";
import type { Part } from "../graph.js";
import type { Translate } from "./translate.js";

export const affine: Translate<AffineOperation> = ({ center, scale }, { matrix, width }, context) => {
  const { graph } = context;
  const centered = center.every((value) => value === 0) ? matrix : graph.op("Sub", [matrix, graph.row(center)]);
  const scaled = scale.every((value) => value === 1) ? centered : graph.op("Mul", [centered, graph.row(scale)]);
  return context.numbers(scaled, width);
};

/** Sums that the process makes in float32 are made in float64 of the same rounded values, and rounded at the end. */
export const project: Translate<ProjectOperation> = (operation, { matrix, width }, context) => {
  const { weights, bias, center, names, single, singleSums } = operation;
  const { graph } = context;
  const round = singleSums === true ? Math.fround : (value: number): number => value;
  const centered = center === undefined ? matrix : graph.op("Sub", [matrix, graph.row(center)]);
  const values = singleSums === true ? graph.rounded(centered) : centered;
  const by = graph.numbers(Float64Array.from(weights, round), [width, names.length]);
  const sums = graph.op("Add", [graph.op("MatMul", [values, by]), graph.row(Float64Array.from(bias, round))]);
  return context.numbers(single || singleSums === true ? graph.rounded(sums) : sums, names.length);
};

export const distances: Translate<DistancesOperation> = ({ centroids, names, single }, columns, context) => {
  const { graph } = context;
  const { matrix, width } = columns;
  const parts = names.map((_, c): Part => {
    const apart = graph.op("Sub", [matrix, graph.row(centroids.subarray(c * width, (c + 1) * width))]);
    return { name: graph.sum(graph.op("Mul", [apart, apart])), width: 1 };
  });
  const far = graph.op("Sqrt", [graph.concat(parts)]);
  return context.numbers(single ? graph.rounded(far) : far, names.length);
};

export const argmin: Translate<ArgminOperation> = (_, { matrix }, context) => {
  const { graph } = context;
  const nearest = graph.op("ArgMin", [matrix], { axis: { int: 1 }, keepdims: { int: 1 } });
  const missing = graph.isMissing(graph.sum(matrix));
  return context.numbers(graph.where(missing, graph.number(Number.NaN), graph.cast(nearest, "double")), 1);
};

export const activate: Translate<ActivateOperation> = ({ activation }, { matrix, width }, context) => {
  const { graph } = context;
  if (activation === "tanh") return context.numbers(graph.op("Tanh", [matrix]), width);
  if (activation === "sigmoid") return context.numbers(sigmoid(matrix, context), width);
  const isPositive = graph.op("Greater", [matrix, graph.number(0)]);
  const rest = graph.op("Mul", [matrix, graph.number(0)]);
  return context.numbers(graph.where(isPositive, matrix, rest), width);
};

export const link: Translate<LinkOperation> = ({ link: kind, names }, { matrix }, context) => {
  const { graph } = context;
  if (kind === "softmax") return context.numbers(softmax(matrix, context), names.length);
  const parts = [graph.op("Neg", [matrix]), matrix].map((score) => ({ name: sigmoid(score, context), width: 1 }));
  return context.numbers(graph.concat(parts), 2);
};

/** 1 / (1 + exp(-x)), by powers of at most 1. */
export function sigmoid(x: string, { graph }: OnnxContext): string {
  const small = graph.op("Exp", [graph.op("Neg", [graph.op("Abs", [x])])]);
  const total = graph.op("Add", [small, graph.number(1)]);
  const isNegative = graph.op("Less", [x, graph.number(0)]);
  return graph.op("Div", [graph.where(isNegative, small, graph.number(1)), total]);
}

export function softmax(scores: string, { graph }: OnnxContext): string {
  return graph.op("Softmax", [scores], { axis: { int: 1 } });
}

/** Made to add up to 1; where all are 0, every one is as likely. */
export function normalized(matrix: string, width: number, { graph }: OnnxContext): string {
  const total = graph.sum(matrix);
  const isNone = graph.op("Equal", [total, graph.number(0)]);
  return graph.where(isNone, graph.number(1 / width), graph.op("Div", [matrix, total]));
}

export const blend: Translate<BlendOperation> = ({ weights, names }, columns, context) => {
  const classes = names.length;
  const by = new Float64Array(weights.length * classes * classes);
  for (let m = 0; m < weights.length; m++)
    for (let k = 0; k < classes; k++) by[(m * classes + k) * classes + k] = weights[m]!;
  const { graph } = context;
  const mean = graph.op("MatMul", [columns.matrix, graph.numbers(by, [weights.length * classes, classes])]);
  return context.numbers(mean, classes);
};

export const reweigh: Translate<ReweighOperation> = ({ factors }, columns, context): Columns => {
  const { graph } = context;
  const weighed = graph.op("Mul", [columns.matrix, graph.row(factors)]);
  return context.numbers(normalized(weighed, factors.length, context), factors.length);
};
