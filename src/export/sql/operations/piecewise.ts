import { curveLimits } from "../../curve-limits.js";
import type { CalibrateOperation, Curve, CurveOperation, ScoreCurve } from "../../program.js";
import type { PlainColumn } from "../column.js";
import type { SqlContext } from "../context.js";
import { normalized, sigmoid } from "./arithmetic.js";
import { yeoJohnson } from "./powers.js";
import type { Translate } from "./translate.js";

export const curve: Translate<CurveOperation> = (operation, columns, context) => {
  const { dialect } = context;
  const { curves, center, scale, single } = operation;
  return columns.map((column, j) => {
    if (curves[j]!.kind === "identity") return column;
    const bent = bending(curves[j]!, bounded(operation, j, context.number(column).sql, context), context);
    const scaled = context.define(`(${bent} - ${dialect.number(center[j]!)}) * ${dialect.number(scale[j]!)}`);
    return single ? context.rounded(scaled) : scaled;
  });
};

/** The value, or what counts instead of it where its result would be no finite number (some databases refuse the whole query there). */
function bounded(operation: CurveOperation, j: number, sql: string, context: SqlContext): string {
  const limits = curveLimits(operation, j);
  if (limits === undefined) return sql;
  const n = context.dialect.number;
  const { low, high, below, above } = limits;
  const arms = [
    ...(high === Number.POSITIVE_INFINITY ? [] : [`WHEN ${sql} > ${n(high)} THEN ${n(above)}`]),
    ...(low === Number.NEGATIVE_INFINITY ? [] : [`WHEN ${sql} < ${n(low)} THEN ${n(below)}`]),
  ];
  return arms.length === 0 ? sql : context.define(`CASE ${arms.join(" ")} ELSE ${sql} END`).sql;
}

function bending(curve: Curve, sql: string, context: SqlContext): string {
  const n = context.dialect.number;
  switch (curve.kind) {
    case "identity":
      return sql;
    case "log1p":
      return context.define(`CASE WHEN ${sql} > ${n(-1)} THEN LN(${n(1)} + ${sql}) END`).sql;
    case "yeoJohnson":
      return context.define(yeoJohnson(curve, sql, context)).sql;
    case "quantile":
      return context.define(lines(quantilePoints(curve.quantiles), [0, 1], sql, context)).sql;
  }
}

/** A line from a point to the next; at the point itself its own value holds. */
interface Point {
  readonly x: number;
  /** The value at x, and what the line behind it starts from; the line before ends at `before`. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** A run of equal quantiles is one point: lines end at its first share and start from its last, and its own is their mean. */
function quantilePoints(quantiles: Float64Array): Point[] {
  const last = quantiles.length - 1;
  const points: Point[] = [];
  for (let from = 0; from <= last; ) {
    let to = from;
    while (to < last && quantiles[to + 1] === quantiles[from]) to++;
    const [before, after] = [from / last, to / last];
    const at = (before + after) / 2;
    points.push({ x: quantiles[from]!, at, before, after });
    from = to + 1;
  }
  return points;
}

/** Straight lines between points, flat outside, found by halving. */
function lines(
  points: readonly Point[],
  [low, high]: readonly [low: number, high: number],
  sql: string,
  context: SqlContext,
): string {
  const { dialect } = context;
  const n = dialect.number;
  const first = points[0]!;
  const end = points.at(-1)!;
  const between = (from: number, to: number): string => {
    if (from === to) return `WHEN ${sql} = ${n(points[from]!.x)} THEN ${n(points[from]!.at)}`;
    const middle = (from + to) >> 1;
    const [a, b] = [points[middle]!, points[middle + 1]!];
    const slope = (b.before - a.after) / (b.x - a.x);
    const line = `WHEN ${sql} > ${n(a.x)} AND ${sql} < ${n(b.x)} THEN ${n(a.after)} + (${sql} - ${n(a.x)}) * ${n(slope)}`;
    const half = (from: number, to: number): string =>
      from === to
        ? between(from, to)
        : `WHEN ${sql} ${to === middle ? "<=" : ">="} ${n(points[to === middle ? to : from]!.x)} THEN CASE ${between(from, to)} END`;
    return `${line} ${half(from, middle)} ${half(middle + 1, to)}`;
  };
  return `CASE WHEN ${sql} <= ${n(first.x)} THEN ${dialect.double(low)} WHEN ${sql} >= ${n(end.x)} THEN ${n(high)} ${between(0, points.length - 1)} END`;
}

export const calibrate: Translate<CalibrateOperation> = ({ curves, names }, columns, context) => {
  const { dialect } = context;
  const bent = curves.map((one, k) => calibrated(one, context.number(columns[k]!).sql, context));
  if (curves.length === 1) return [context.define(`${dialect.number(1)} - ${bent[0]!.sql}`), bent[0]!];
  return normalized(
    names.map((_, k) => bent[k]!.sql),
    context,
  );
};

function calibrated(curve: ScoreCurve, sql: string, context: SqlContext): PlainColumn {
  const n = context.dialect.number;
  if (curve.kind === "sigmoid") {
    const score = context.define(`${n(-curve.slope)} * ${sql} - ${n(curve.intercept)}`).sql;
    return sigmoid(score, context);
  }
  const points = Array.from(
    curve.x,
    (x, k): Point => ({ x, at: curve.y[k]!, before: curve.y[k]!, after: curve.y[k]! }),
  );
  // Where two points have the same x, the line goes on from the last of them.
  const joined: Point[] = [];
  for (const point of points) {
    const before = joined.at(-1);
    if (before?.x === point.x) joined[joined.length - 1] = { ...before, at: point.at, after: point.after };
    else joined.push(point);
  }
  return context.define(lines(joined, [curve.y[0]!, curve.y.at(-1)!], sql, context));
}
