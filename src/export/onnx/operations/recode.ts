import type { RecodedColumn, RecodeOperation, Recoding } from "../../program.js";
import type { OnnxContext, TextColumn } from "../context.js";
import { datePart } from "./dates.js";
import type { Translate } from "./translate.js";

const DAY = 86_400_000;

export const recode: Translate<RecodeOperation> = ({ columns: made }, columns, context) => {
  const { graph } = context;
  const texts = new Map<number, TextColumn>();
  const replaced = new Map<number, string>();
  made.forEach((column, to) => {
    const { from, recoding, labels } = column;
    const text = columns.texts.get(from);
    if (recoding === undefined) {
      if (text !== undefined) texts.set(to, text);
      return;
    }
    replaced.set(to, recoded(column, recoding, graph.column(columns.matrix, from), context));
    if (labels !== undefined) texts.set(to, { words: labels, text: undefined });
  });
  const base = graph.columns(
    columns.matrix,
    made.map(({ from }) => from),
  );
  return { matrix: context.replaced(base, made.length, replaced), width: made.length, texts };
};

/** A value of which the recoding says nothing is missing, or where `refuse`, no value that the model answers for. */
function recoded({ refuse }: RecodedColumn, recoding: Recoding, column: string, context: OnnxContext): string {
  const { graph } = context;
  const nothing = graph.number(Number.NaN);
  const only = (holds: string, value: string): string => {
    if (refuse) context.conditions.push(graph.op("Or", [holds, graph.isMissing(column)]));
    return graph.where(holds, value, nothing);
  };
  switch (recoding.kind) {
    case "table": {
      const { values, results, keep } = recoding;
      const isListed = graph.op("Equal", [
        context.lookup(column, values, new Float64Array(values.length).fill(1), { missing: 0, other: 0 }),
        graph.number(1),
      ]);
      const found = context.lookup(column, values, results, { missing: Number.NaN, other: Number.NaN });
      return keep ? graph.where(isListed, found, column) : only(isListed, found);
    }
    case "ranges": {
      const { from, to, results } = recoding;
      let value = nothing;
      let holds: string | undefined;
      // The first range that holds a value counts: it is written last.
      for (let k = results.length - 1; k >= 0; k--) {
        const isIn = between(column, from[k]!, to[k]!, context);
        value = graph.where(isIn, graph.number(results[k]!), value);
        holds = holds === undefined ? isIn : graph.op("Or", [holds, isIn]);
      }
      return only(holds ?? graph.op("Not", [graph.op("Equal", [column, column])]), value);
    }
    case "number":
      return column;
    case "tens":
    case "units": {
      const isWhole = graph.op("And", [
        graph.op("Equal", [graph.op("Floor", [column]), column]),
        graph.isFinite(column),
      ]);
      const holds = graph.op("And", [isWhole, graph.op("GreaterOrEqual", [column, graph.number(0)])]);
      const tens = graph.op("Floor", [graph.op("Div", [column, graph.number(10)])]);
      if (recoding.kind === "tens") return only(holds, tens);
      return only(holds, graph.op("Sub", [column, graph.op("Mul", [tens, graph.number(10)])]));
    }
    case "reverse": {
      const { from, to } = recoding;
      return only(between(column, from, to, context), graph.op("Sub", [graph.number(from + to), column]));
    }
    case "recency": {
      const { oldest, never } = recoding;
      const isNever = graph.op("Equal", [
        context.lookup(column, never, new Float64Array(never.length).fill(1), { missing: 0, other: 0 }),
        graph.number(1),
      ]);
      const isStep = between(column, 1, oldest, context);
      const value = graph.op("Sub", [graph.number(oldest + 1), column]);
      return only(graph.op("Or", [isNever, isStep]), graph.where(isNever, graph.number(0), value));
    }
    case "datePart":
      return datePart(column, recoding.part, context);
    case "daysBefore":
      return graph.op("Sub", [
        graph.number(recoding.day),
        graph.op("Floor", [graph.op("Div", [column, graph.number(DAY)])]),
      ]);
  }
}

function between(column: string, from: number, to: number, { graph }: OnnxContext): string {
  const above = graph.op("GreaterOrEqual", [column, graph.number(from)]);
  return graph.op("And", [above, graph.op("LessOrEqual", [column, graph.number(to)])]);
}
