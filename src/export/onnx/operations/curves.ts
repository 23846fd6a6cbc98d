import { curveLimits } from "../../curve-limits.js";
import type { CalibrateOperation, Curve, CurveEnds, CurveOperation, ScoreCurve } from "../../program.js";
import type { OnnxContext } from "../context.js";
import { normalized, sigmoid } from "./arithmetic.js";
import { type Knot, lines } from "./lines.js";
import type { Translate } from "./translate.js";

type YeoJohnson = Extract<Curve, { readonly kind: "yeoJohnson" }>;

/** Columns of one kind of curve together, quantiles each for itself. */
export const curve: Translate<CurveOperation> = (operation, { matrix, width }, context) => {
  const { graph } = context;
  const { curves, center, scale, single } = operation;
  const bent = new Map<number, string>();
  const together = (positions: readonly number[], bend: (values: string) => string): void => {
    if (positions.length === 0) return;
    const limits = positions.map((j) => curveLimits(operation, j));
    const made = bend(bounded(graph.columns(matrix, positions), limits, context));
    positions.forEach((j, k) => {
      bent.set(j, graph.columns(made, [k]));
    });
  };
  const of = (kind: Curve["kind"]): number[] => curves.flatMap((one, j) => (one.kind === kind ? [j] : []));
  together(of("log1p"), (values) => log1p(values, context));
  const powers = of("yeoJohnson");
  together(powers, (values) =>
    yeoJohnson(
      values,
      powers.map((j) => (curves[j] as YeoJohnson).lambda),
      context,
    ),
  );
  curves.forEach((one, j) => {
    if (one.kind === "identity") bent.set(j, graph.column(matrix, j));
    if (one.kind === "quantile")
      bent.set(j, lines(graph.column(matrix, j), quantileKnots(one.quantiles), { low: 0, high: 1 }, context));
  });
  const parts = curves.map((_, j) => ({ name: bent.get(j)!, width: 1 }));
  const centered = graph.op("Sub", [graph.concat(parts), graph.row(center)]);
  const scaled = graph.op("Mul", [centered, graph.row(scale)]);
  return context.numbers(single ? graph.rounded(scaled) : scaled, width);
};

/** The values, or what counts instead of those whose results would be no finite numbers. */
function bounded(values: string, limits: readonly (CurveEnds | undefined)[], { graph }: OnnxContext): string {
  if (limits.every((one) => one === undefined)) return values;
  const row = (end: keyof CurveEnds, otherwise: number): string =>
    graph.row(limits.map((one) => one?.[end] ?? otherwise));
  const isAbove = graph.op("Greater", [values, row("high", Number.POSITIVE_INFINITY)]);
  const isBelow = graph.op("Less", [values, row("low", Number.NEGATIVE_INFINITY)]);
  const fromBelow = graph.where(isBelow, row("below", Number.NEGATIVE_INFINITY), values);
  return graph.where(isAbove, row("above", Number.POSITIVE_INFINITY), fromBelow);
}

/** log(1 + x), with what 1 + x lost of x. */
function log1p(x: string, { graph }: OnnxContext): string {
  const one = graph.number(1);
  const sum = graph.op("Add", [one, x]);
  const log = graph.op("Log", [sum]);
  const lost = graph.op("Sub", [x, graph.op("Sub", [sum, one])]);
  const whole = graph.op("Add", [log, graph.op("Div", [lost, sum])]);
  const isInside = graph.op("And", [graph.op("Greater", [sum, graph.number(0)]), graph.isFinite(sum)]);
  return graph.where(isInside, whole, log);
}

/** One power a column. */
function yeoJohnson(x: string, lambdas: readonly number[], context: OnnxContext): string {
  const { graph } = context;
  const one = graph.number(1);
  const side = (size: string, powers: readonly number[]): string => {
    const isLog = graph.constant({
      type: "bool",
      dims: [1, powers.length],
      data: Uint8Array.from(powers, (power) => (power === 0 ? 1 : 0)),
    });
    const by = graph.row(powers.map((power) => (power === 0 ? 1 : power)));
    const power = graph.op("Pow", [graph.op("Add", [one, size]), by]);
    return graph.where(isLog, log1p(size, context), graph.op("Div", [graph.op("Sub", [power, one]), by]));
  };
  const above = side(x, lambdas);
  const below = graph.op("Neg", [
    side(
      graph.op("Neg", [x]),
      lambdas.map((lambda) => 2 - lambda),
    ),
  ]);
  return graph.where(graph.op("GreaterOrEqual", [x, graph.number(0)]), above, below);
}

/** A run of equal quantiles is one knot: lines end at its first share and start from its last, and its own is their mean. */
function quantileKnots(quantiles: Float64Array): Knot[] {
  const last = quantiles.length - 1;
  const knots: Knot[] = [];
  for (let from = 0; from <= last; ) {
    let to = from;
    while (to < last && quantiles[to + 1] === quantiles[from]) to++;
    const [before, after] = [from / last, to / last];
    knots.push({ x: quantiles[from]!, at: (before + after) / 2, before, after });
    from = to + 1;
  }
  return knots;
}

export const calibrate: Translate<CalibrateOperation> = ({ curves, names }, { matrix }, context) => {
  const { graph } = context;
  const bent = curves.map((one, k) => calibrated(one, graph.column(matrix, k), context));
  if (curves.length > 1) {
    const all = graph.concat(bent.map((name) => ({ name, width: 1 })));
    return context.numbers(normalized(all, names.length, context), names.length);
  }
  const rest = graph.op("Sub", [graph.number(1), bent[0]!]);
  return context.numbers(graph.concat([rest, bent[0]!].map((name) => ({ name, width: 1 }))), 2);
};

function calibrated(curve: ScoreCurve, score: string, context: OnnxContext): string {
  const { graph } = context;
  if (curve.kind === "sigmoid") {
    const { slope, intercept } = curve;
    const line = graph.op("Add", [graph.op("Mul", [graph.number(slope), score]), graph.number(intercept)]);
    return sigmoid(graph.op("Neg", [line]), context);
  }
  const { x, y } = curve;
  const knots: Knot[] = [];
  // Where points have the same x, the line before ends at the first of them and the one behind starts from the last.
  x.forEach((own, k) => {
    const before = knots.at(-1);
    if (before?.x === own) knots[knots.length - 1] = { ...before, at: y[k]!, after: y[k]! };
    else knots.push({ x: own, at: y[k]!, before: y[k]!, after: y[k]! });
  });
  return lines(score, knots, { low: y[0]!, high: y.at(-1)! }, context);
}
