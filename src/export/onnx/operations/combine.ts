import type { Combination, CombineOperation } from "../../program.js";
import type { OnnxContext, TextColumn } from "../context.js";
import type { Translate } from "./translate.js";

export const combine: Translate<CombineOperation> = ({ keep, columns: made }, columns, context) => {
  const { graph } = context;
  const all: string[] = [];
  const columnAt = (position: number): string => {
    all[position] ??= graph.column(columns.matrix, position);
    return all[position];
  };
  made.forEach(({ parts, combination }, k) => {
    all[columns.width + k] = combined(combination, parts.map(columnAt), context);
  });
  const texts = new Map<number, TextColumn>();
  keep.forEach((from, to) => {
    const text = columns.texts.get(from);
    if (text !== undefined) texts.set(to, text);
  });
  const parts = [
    ...(keep.length === 0 ? [] : [{ name: graph.columns(columns.matrix, keep), width: keep.length }]),
    ...made.map((_, k) => ({ name: all[columns.width + k]!, width: 1 })),
  ];
  return { matrix: graph.concat(parts), width: keep.length + made.length, texts };
};

const COMPARISONS = {
  "<": "Less",
  "<=": "LessOrEqual",
  "=": "Equal",
  "!=": "Equal",
  ">=": "GreaterOrEqual",
  ">": "Greater",
};

function combined(combination: Combination, parts: readonly string[], context: OnnxContext): string {
  const { graph } = context;
  const [a, b] = parts as [string, string];
  const nothing = graph.number(Number.NaN);
  switch (combination.kind) {
    case "difference":
      return finite(graph.op("Div", [graph.op("Sub", [a, b]), graph.number(combination.unit)]), context);
    case "ratio": {
      const overZero = graph.where(graph.isMissing(a), nothing, graph.number(combination.zero));
      const isZero = graph.op("Equal", [b, graph.number(0)]);
      return graph.where(isZero, overZero, finite(graph.op("Div", [a, b]), context));
    }
    case "compare": {
      const compared = graph.op(COMPARISONS[combination.by], [a, b]);
      const holds = combination.by === "!=" ? graph.op("Not", [compared]) : compared;
      const isMissing = graph.op("Or", [graph.isMissing(a), graph.isMissing(b)]);
      return graph.where(isMissing, nothing, graph.cast(holds, "double"));
    }
    default: {
      const block = graph.concat(parts.map((name) => ({ name, width: 1 })));
      const { kind, skip } = combination;
      return kind === "any" || kind === "all"
        ? decided(block, kind === "any", skip, parts.length, context)
        : folded(block, parts, kind, skip, context);
    }
  }
}

function finite(column: string, { graph }: OnnxContext): string {
  return graph.where(graph.isFinite(column), column, graph.number(Number.NaN));
}

/** How many columns of a row are not missing. */
function knownIn(block: string, { graph }: OnnxContext): string {
  return graph.sum(graph.cast(graph.op("Not", [graph.isMissing(block)]), "double"));
}

function decided(block: string, decisive: boolean, skip: boolean, count: number, context: OnnxContext): string {
  const { graph } = context;
  const isFalse = graph.op("Equal", [block, graph.number(0)]);
  const isTrue = graph.op("Not", [graph.op("Or", [isFalse, graph.isMissing(block)])]);
  const decides = graph.op("Greater", [graph.sum(graph.cast(decisive ? isTrue : isFalse, "double")), graph.number(0)]);
  const isKnown = graph.op("GreaterOrEqual", [knownIn(block, context), graph.number(skip ? 1 : count)]);
  const agreed = graph.where(isKnown, graph.number(Number(!decisive)), graph.number(Number.NaN));
  return graph.where(decides, graph.number(Number(decisive)), agreed);
}

function folded(
  block: string,
  parts: readonly string[],
  kind: "sum" | "mean" | "min" | "max",
  skip: boolean,
  context: OnnxContext,
): string {
  const { graph } = context;
  const rest = kind === "min" ? Number.POSITIVE_INFINITY : kind === "max" ? Number.NEGATIVE_INFINITY : 0;
  const without = (tensor: string): string => graph.where(graph.isMissing(tensor), graph.number(rest), tensor);
  const known = knownIn(block, context);
  const isKnown = graph.op("GreaterOrEqual", [known, graph.number(skip ? 1 : parts.length)]);
  const value =
    kind === "min" || kind === "max"
      ? graph.op(kind === "min" ? "Min" : "Max", parts.map(without))
      : kind === "sum"
        ? graph.sum(without(block))
        : graph.op("Div", [graph.sum(without(block)), known]);
  return finite(graph.where(isKnown, value, graph.number(Number.NaN)), context);
}
