import type { GaussiansOperation } from "../../program.js";
import { balancedSum } from "../linear.js";
import type { Translate } from "./translate.js";

export const gaussians: Translate<GaussiansOperation> = (
  { names, means, factors, diagonal, constants },
  columns,
  context,
) => {
  const { dialect } = context;
  const width = columns.length;
  const values = columns.map((column) => context.number(column));
  return names.map((_, k) => {
    const distances = values.map((_, c) => {
      const parts = diagonal ? [c] : Array.from({ length: c + 1 }, (_, j) => j);
      const terms = parts.map((j) => {
        const factor = diagonal ? factors[k * width + j]! : factors[(k * width + j) * width + c]!;
        return `(${values[j]!.sql} - ${dialect.number(means[k * width + j]!)}) * ${dialect.number(factor)}`;
      });
      const y = context.define(balancedSum(terms)).sql;
      return `${y} * ${y}`;
    });
    return context.define(`${dialect.double(constants[k]!)} + ${dialect.number(0.5)} * (${balancedSum(distances)})`);
  });
};
