import { cannot } from "../../cannot.js";
import type { RegressionsOperation } from "../../program.js";
import type { Translate } from "./translate.js";

/** Regressions that a graph may hold: each is some nodes, one behind the other. */
const MOST_TURNS = 2000;

/** A turn after the other, on distances from the first guesses. */
export const regressions: Translate<RegressionsOperation> = (operation, columns, context) => {
  const { chained, guesses, bounds, targets, intercepts, coefficients, filled } = operation;
  const { graph, where } = context;
  const width = chained.length;
  if (targets.length > MOST_TURNS)
    throw cannot(
      where,
      'an Imputer with the strategy "iterative"',
      `its ${targets.length} regressions, one behind the other, are too many for one graph`,
      'Impute with "auto", set fewer `maxIterations`, or score in process',
    );
  const given = graph.columns(columns.matrix, chained);
  const missing = graph.isMissing(given);
  const first = graph.row(guesses);
  let away = graph.where(missing, graph.number(0), graph.op("Sub", [given, first]));
  const clamped = (value: string, place: number, guess: number): string => {
    if (bounds === undefined) return value;
    const [least, most] = [0, 1].map((side) => graph.number(bounds[2 * place + side]! - guess));
    return graph.op("Min", [graph.op("Max", [value, least!]), most!]);
  };
  const alone = (place: number): string =>
    graph.constant({
      type: "bool",
      dims: [1, width],
      data: Uint8Array.from({ length: width }, (_, j) => (j === place ? 1 : 0)),
    });
  targets.forEach((target, turn) => {
    const by = graph.numbers(coefficients.subarray(turn * width, (turn + 1) * width), [width, 1]);
    const value = graph.op("Add", [graph.op("MatMul", [away, by]), graph.number(intercepts[turn]!)]);
    const isIts = graph.op("And", [missing, alone(target)]);
    away = graph.where(isIts, clamped(value, target, guesses[target]!), away);
  });
  const values = graph.op("Add", [away, first]);
  const made = new Map<number, string>();
  for (const { position, storage, codes } of filled) {
    const place = chained.indexOf(position);
    let value = clamped(graph.columns(values, [place]), place, 0);
    if (codes !== undefined) value = nearest(codes, value);
    if (storage === "float32") value = graph.rounded(value);
    const own = graph.column(columns.matrix, position);
    made.set(position, graph.where(graph.isMissing(own), value, own));
  }
  return { ...columns, matrix: context.replaced(columns.matrix, columns.width, made) };

  /** The nearest of rising codes, the smaller of two. */
  function nearest(codes: Float64Array, value: string): string {
    const middles = Float64Array.from(codes.subarray(1), (code, k) => (codes[k]! + code) / 2);
    const isAbove = graph.cast(graph.op("Greater", [value, graph.row(middles)]), "double");
    const place = codes.length === 1 ? graph.op("Mul", [value, graph.number(0)]) : graph.sum(isAbove);
    const at = graph.op("Reshape", [graph.cast(place, "int64"), graph.integers([-1])]);
    return graph.op("Gather", [graph.numbers(codes, [codes.length, 1]), at], { axis: { int: 0 } });
  }
};
