import type {
  EncodeOperation,
  FillOperation,
  IndicatorsOperation,
  NullifyOperation,
  OneHotCode,
  SelectOperation,
  TableCode,
} from "../../program.js";
import type { OnnxContext, TextColumn } from "../context.js";
import type { Part } from "../graph.js";
import type { Translate } from "./translate.js";

/** Whole numbers beyond this are no codes that float32 holds, and stay doubles. */
const LARGEST_SINGLE = 16_777_216;
const DAY = 86_400_000;

export const select: Translate<SelectOperation> = ({ positions }, { matrix, texts }, { graph }) => ({
  matrix: graph.columns(matrix, positions),
  width: positions.length,
  texts: new Map(
    positions.flatMap((from, to): [number, TextColumn][] => {
      const text = texts.get(from);
      return text === undefined ? [] : [[to, text]];
    }),
  ),
});

export const fill: Translate<FillOperation> = ({ values, words }, { matrix, width, texts }, { graph }) => {
  let filled = graph.where(graph.isMissing(matrix), graph.row(values), matrix);
  const moved = [...words].filter(([, { before, labels }]) => labels.length > before);
  if (moved.length > 0) {
    // New words go behind the known ones: all others move.
    const by = new Map(moved.map(([j, { before, labels }]) => [j, { before, shift: labels.length - before }]));
    const each = (of: (entry: { before: number; shift: number } | undefined) => number): string =>
      graph.row(Array.from({ length: width }, (_, j) => of(by.get(j))));
    const isOther = graph.op("GreaterOrEqual", [filled, each((entry) => entry?.before ?? Number.POSITIVE_INFINITY)]);
    const isKnown = graph.op("Not", [graph.isMissing(matrix)]);
    const shifted = graph.op("Add", [filled, each((entry) => entry?.shift ?? 0)]);
    filled = graph.where(graph.op("And", [isOther, isKnown]), shifted, filled);
  }
  return {
    matrix: filled,
    width,
    texts: new Map([...texts].map(([j, text]) => [j, { ...text, words: words.get(j)?.labels ?? text.words }])),
  };
};

/** The values of all columns, one of each at a time. */
export const nullify: Translate<NullifyOperation> = ({ values }, columns, { graph }) => {
  const lists = values.map((list) => list.filter((value) => !Number.isNaN(value)));
  const most = Math.max(0, ...lists.map(({ length }) => length));
  let hit: string | undefined;
  for (let k = 0; k < most; k++) {
    const equal = graph.op("Equal", [columns.matrix, graph.row(lists.map((list) => list[k] ?? Number.NaN))]);
    hit = hit === undefined ? equal : graph.op("Or", [hit, equal]);
  }
  if (hit === undefined) return columns;
  return { ...columns, matrix: graph.where(hit, graph.number(Number.NaN), columns.matrix) };
};

export const indicators: Translate<IndicatorsOperation> = ({ positions }, { matrix, width, texts }, { graph }) => {
  const flags = graph.cast(graph.isMissing(graph.columns(matrix, positions)), "double");
  const parts = [
    { name: matrix, width },
    { name: flags, width: positions.length },
  ];
  return { matrix: graph.concat(parts), width: width + positions.length, texts };
};

export const encode: Translate<EncodeOperation> = ({ codes, single }, { matrix }, context) => {
  const { graph } = context;
  const parts: Part[] = [];
  for (let c = 0; c < codes.length; ) {
    const code = codes[c]!;
    if (code.kind === "pass") {
      const run: number[] = [];
      for (let next = codes[c]; next?.kind === "pass"; next = codes[++c]) run.push(next.from);
      const passed = graph.columns(matrix, run);
      parts.push({ name: single ? roundedUnlessLarge(passed, context) : passed, width: run.length });
      continue;
    }
    c++;
    const column = graph.column(matrix, code.from);
    if (code.kind === "days") {
      const days = graph.op("Floor", [graph.op("Div", [column, graph.number(DAY)])]);
      parts.push({ name: single ? graph.rounded(days) : days, width: 1 });
    } else if (code.kind === "oneHot") parts.push(...oneHot(code, column, context));
    else parts.push(table(code, column, single, context));
  }
  return context.numbers(
    graph.concat(parts),
    parts.reduce((sum, { width }) => sum + width, 0),
  );
};

function roundedUnlessLarge(passed: string, { graph }: OnnxContext): string {
  const isLarge = graph.op("Greater", [graph.op("Abs", [passed]), graph.number(LARGEST_SINGLE)]);
  const isWhole = graph.op("And", [graph.op("Equal", [graph.op("Floor", [passed]), passed]), graph.isFinite(passed)]);
  return graph.where(graph.op("And", [isLarge, isWhole]), passed, graph.rounded(passed));
}

function oneHot({ values, outputs, width, missing, other }: OneHotCode, column: string, context: OnnxContext): Part[] {
  const { graph } = context;
  const output = context.lookup(column, values, outputs, { missing, other });
  if (missing === -2 || other === -2) context.conditions.push(graph.op("GreaterOrEqual", [output, graph.number(-1)]));
  if (width === 0) return [];
  const turned = graph.op("Equal", [output, graph.row(Array.from({ length: width }, (_, k) => k))]);
  return [{ name: graph.cast(turned, "double"), width }];
}

function table(code: TableCode, column: string, single: boolean, context: OnnxContext): Part {
  const { graph } = context;
  const { values, width, missing, other, refuseOther } = code;
  const round = single ? Math.fround : (value: number): number => value;
  // Where rows were divided into parts at fit, any other row has the first part's numbers.
  const numbers = Float64Array.from(code.numbers.subarray(0, values.length * width), round);
  if (refuseOther) {
    const known = context.lookup(column, values, new Float64Array(values.length).fill(1), { missing: 1, other: 0 });
    context.conditions.push(graph.op("Equal", [known, graph.number(1)]));
  }
  if (width === 1)
    return {
      name: context.lookup(column, values, numbers, { missing: round(missing[0]!), other: round(other[0]!) }),
      width,
    };
  const entry = context.lookup(
    column,
    values,
    Array.from(values, (_, k) => k),
    { missing: values.length, other: values.length + 1 },
  );
  const all = [...numbers, ...Array.from(missing, round), ...Array.from(other, round)];
  const places = graph.op("Reshape", [graph.cast(entry, "int64"), graph.integers([-1])]);
  const rows = graph.op("Gather", [graph.numbers(all, [values.length + 2, width]), places], { axis: { int: 0 } });
  return { name: rows, width };
}
