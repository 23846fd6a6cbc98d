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
import type { Column, PlainColumn } from "../column.js";
import type { SqlContext } from "../context.js";
import { balancedSum, linearSum } from "../linear.js";
import type { Translate } from "./translate.js";

/** A sum that is rounded has to be written before another one takes it in. */
const rounded = (columns: readonly Column[], context: SqlContext): readonly Column[] =>
  columns.map((column) => (column.kind === "linear" && column.single ? context.number(column) : column));

export const affine: Translate<AffineOperation> = ({ center, scale }, columns, context) =>
  rounded(columns, context).map((column, j) => ({
    ...linearSum(
      [column],
      () => scale[j]!,
      0,
      () => center[j]!,
      () => Math.abs(1 / scale[j]!),
    ),
    single: false,
  }));

export const project: Translate<ProjectOperation> = ({ weights, bias, center, names, single }, columns, context) => {
  const given = rounded(columns, context);
  return names.map((_, c) => ({
    ...linearSum(
      given,
      (j) => weights[j * names.length + c]!,
      bias[c]!,
      (j) => center?.[j] ?? 0,
    ),
    single,
  }));
};

export const distances: Translate<DistancesOperation> = ({ centroids, names, single }, columns, context) => {
  const { dialect } = context;
  const values = columns.map((column) => context.number(column).sql);
  return names.map((_, c) => {
    const differences = values.map((sql, j) => `(${sql} - ${dialect.number(centroids[c * values.length + j]!)})`);
    const distance = context.define(
      `SQRT(${balancedSum(differences.map((difference) => `${difference} * ${difference}`))})`,
    );
    return single ? context.rounded(distance) : distance;
  });
};

/**
 * `distances` and `argmin` in one: of the squared distances the square of the row is common to all, and without it they are sums of the columns,
 * which take in every sum before them.
 */
export function nearest(
  { centroids, names }: DistancesOperation,
  columns: readonly Column[],
  context: SqlContext,
): PlainColumn {
  const width = columns.length;
  const middle = columns.map((_, j) => names.reduce((sum, _, c) => sum + centroids[c * width + j]!, 0) / names.length);
  const from = (c: number, j: number): number => centroids[c * width + j]! - middle[j]!;
  const spreads = columns.map((_, j) => Math.max(...names.map((_, c) => Math.abs(from(c, j)))));
  const scores = names.map((_, c) => {
    const squares = columns.reduce((sum, _, j) => sum + from(c, j) ** 2, 0);
    return context.number({
      ...linearSum(
        columns,
        (j) => -from(c, j),
        squares / 2,
        (j) => middle[j]!,
        (j) => spreads[j]!,
      ),
      single: false,
    });
  });
  return smallest(scores, context);
}

export const argmin: Translate<ArgminOperation> = (_, columns, context) => [
  smallest(
    columns.map((column) => context.number(column)),
    context,
  ),
];

function smallest(values: readonly PlainColumn[], context: SqlContext): PlainColumn {
  const { dialect } = context;
  const names = values.map(({ sql }) => sql);
  const least = context.define(
    `CASE WHEN ${balancedSum(names)} IS NOT NULL THEN ${extreme(names, dialect.least)} END`,
  ).sql;
  const whens = names
    .slice(0, -1)
    .map((name, k) => `WHEN ${name} = ${least} THEN ${k === 0 ? dialect.double(k) : dialect.number(k)}`);
  const last = names.length - 1;
  if (last === 0) return context.define(`CASE WHEN ${least} IS NOT NULL THEN ${dialect.double(0)} END`);
  return context.define(`CASE ${whens.join(" ")} WHEN ${least} IS NOT NULL THEN ${dialect.number(last)} END`);
}

const ARGUMENTS = 50;

/** The smallest or largest of any number of values. */
export function extreme(values: readonly string[], of: (values: readonly string[]) => string): string {
  if (values.length <= ARGUMENTS) return of(values);
  const groups = Array.from({ length: Math.ceil(values.length / ARGUMENTS) }, (_, g) =>
    of(values.slice(g * ARGUMENTS, (g + 1) * ARGUMENTS)),
  );
  return extreme(groups, of);
}

/** e to the power of a value that is not above 0: some databases take a result that rounds to 0 for an error. */
export function smallPower(sql: string, { dialect }: SqlContext): string {
  return `CASE WHEN ${sql} < ${dialect.number(-700)} THEN ${dialect.double(0)} ELSE EXP(${sql}) END`;
}

/** 1 / (1 + e^-value), which overflows nowhere. */
export function sigmoid(sql: string, context: SqlContext): PlainColumn {
  const { dialect } = context;
  const small = context.define(smallPower(context.define(`-ABS(${sql})`).sql, context)).sql;
  const one = dialect.number(1);
  return context.define(
    `CASE WHEN ${sql} < ${dialect.number(0)} THEN ${small} / (${one} + ${small}) ELSE ${one} / (${one} + ${small}) END`,
  );
}

export const link: Translate<LinkOperation> = (operation, columns, context) => {
  const scores = columns.map((column) => context.number(column).sql);
  if (operation.link === "logistic") {
    const likely = sigmoid(scores[0]!, context);
    // Not 1 - likely, which has no digits left where that is near 1.
    return [sigmoid(context.define(`-${scores[0]}`).sql, context), likely];
  }
  return softmax(scores, context);
};

/** Scores of classes as probabilities. */
export function softmax(scores: readonly string[], context: SqlContext): PlainColumn[] {
  const largest = context.define(extreme(scores, context.dialect.greatest)).sql;
  const powers = scores.map((score) => {
    const below = context.define(`${score} - ${largest}`).sql;
    return context.define(smallPower(below, context)).sql;
  });
  const total = context.define(balancedSum(powers)).sql;
  return powers.map((power) => context.define(`${power} / ${total}`));
}

export const activate: Translate<ActivateOperation> = ({ activation }, columns, context) => {
  const { dialect } = context;
  return columns.map((column) => {
    const { sql } = context.number(column);
    if (activation === "relu")
      return context.define(`CASE WHEN ${sql} <= ${dialect.number(0)} THEN ${dialect.double(0)} ELSE ${sql} END`);
    if (activation === "sigmoid") return sigmoid(sql, context);
    // tanh(x) = 2 / (1 + e^-2x) - 1
    const share = sigmoid(context.define(`${dialect.number(2)} * ${sql}`).sql, context).sql;
    return context.define(`${dialect.number(2)} * ${share} - ${dialect.number(1)}`);
  });
};

export const blend: Translate<BlendOperation> = ({ weights, names }, columns, context) => {
  const values = rounded(columns, context);
  return names.map((_, k) => {
    const own = values.filter((_, at) => at % names.length === k);
    return context.number({ ...linearSum(own, (m) => weights[m]!, 0), single: false });
  });
};

export const reweigh: Translate<ReweighOperation> = ({ factors }, columns, context) => {
  const { dialect } = context;
  const weighed = columns.map(
    (column, k) => context.define(`${context.number(column).sql} * ${dialect.number(factors[k]!)}`).sql,
  );
  return normalized(weighed, context);
};

/** Values made to add up to 1; where all are 0, all alike. */
export function normalized(values: readonly string[], context: SqlContext): PlainColumn[] {
  const { dialect } = context;
  const total = context.define(balancedSum(values)).sql;
  return values.map((value) =>
    context.define(
      `CASE WHEN ${total} = ${dialect.number(0)} THEN ${dialect.double(1 / values.length)} ELSE ${value} / ${total} END`,
    ),
  );
}
