import type { GaussiansOperation } from "../../program.js";
import type { Part } from "../graph.js";
import type { Translate } from "./translate.js";

export const gaussians: Translate<GaussiansOperation> = (operation, { matrix, width }, context) => {
  const { names, means, factors, diagonal, constants } = operation;
  const { graph } = context;
  const parts = names.map((_, k): Part => {
    const apart = graph.op("Sub", [matrix, graph.row(means.subarray(k * width, (k + 1) * width))]);
    const scaled = diagonal
      ? graph.op("Mul", [apart, graph.row(factors.subarray(k * width, (k + 1) * width))])
      : graph.op("MatMul", [
          apart,
          graph.numbers(factors.subarray(k * width * width, (k + 1) * width * width), [width, width]),
        ]);
    const half = graph.op("Mul", [graph.sum(graph.op("Mul", [scaled, scaled])), graph.number(0.5)]);
    return { name: graph.op("Add", [half, graph.number(constants[k]!)]), width: 1 };
  });
  return context.numbers(graph.concat(parts), names.length);
};
