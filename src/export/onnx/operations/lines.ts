import type { OnnxContext } from "../context.js";

/** A place where lines meet: the value at it, the end of the line before it and the start of the one behind it. */
export interface Knot {
  readonly x: number;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Straight lines between knots of rising `x`, flat outside; a missing value stays missing. */
export function lines(
  column: string,
  knots: readonly Knot[],
  { low, high }: { readonly low: number; readonly high: number },
  { graph }: OnnxContext,
): string {
  const last = knots.length - 1;
  const missing = graph.isMissing(column);
  const constant = (value: number): string => graph.number(value);
  const safe = graph.where(missing, constant(knots[0]!.x), column);
  const xs = graph.row(knots.map(({ x }) => x));
  const count = (op: "Greater" | "GreaterOrEqual"): string => graph.sum(graph.cast(graph.op(op, [safe, xs]), "double"));
  const clamped = (place: string): string =>
    graph.cast(graph.op("Min", [graph.op("Max", [place, constant(0)]), constant(last)]), "int64");
  const flat = (place: string): string => graph.op("Reshape", [place, graph.integers([-1])]);
  const pick = (of: (knot: Knot) => number, place: string): string =>
    graph.op("Gather", [graph.numbers(knots.map(of), [knots.length, 1]), flat(place)], { axis: { int: 0 } });
  // Knots at most this value, less one: the knot before it, or itself.
  const before = clamped(graph.op("Sub", [count("GreaterOrEqual"), constant(1)]));
  const behind = clamped(count("Greater"));
  const from = pick(({ x }) => x, before);
  const start = pick(({ after }) => after, before);
  const width = graph.op("Sub", [pick(({ x }) => x, behind), from]);
  const rise = graph.op("Sub", [pick((knot) => knot.before, behind), start]);
  const isOn = graph.op("Equal", [safe, from]);
  const share = graph.op("Div", [graph.op("Sub", [safe, from]), graph.where(isOn, constant(1), width)]);
  const between = graph.op("Add", [start, graph.op("Mul", [share, rise])]);
  const inside = graph.where(
    isOn,
    pick(({ at }) => at, before),
    between,
  );
  const above = graph.where(graph.op("GreaterOrEqual", [safe, constant(knots[last]!.x)]), constant(high), inside);
  const all = graph.where(graph.op("LessOrEqual", [safe, constant(knots[0]!.x)]), constant(low), above);
  return graph.where(missing, column, all);
}
