import { KindredError, listed } from "../errors/index.js";
import {
  countValues,
  defineTransformer,
  FittedTransformer,
  type InputSchema,
  type TableToMatrix,
  type Training,
  type TransformerClass,
} from "../estimator/index.js";
import type { DistinctValues } from "../kernels/folds/index.js";
import type { ColumnCode, EncodeOperation, OneHotCode, Program } from "../kernels/program/index.js";
import type { ColumnPlan, Label, Origin } from "../matrix/index.js";
import { type Encoding, encoderParams, type FeatureEncoderOptions } from "./encoder-options.js";
import { oneHotGroups } from "./one-hot.js";
import { PARTS, type TargetTable, targetTables } from "./target-encoding.js";

/** What a FeatureEncoder learned of one column. */
export interface EncodedColumn {
  /** How values become numbers. */
  readonly code: ColumnCode;
  /** The names of the columns that it gives. */
  readonly names: readonly string[];
  /** The category that each of them stands for, where it does for one. */
  readonly categories: readonly (string | undefined)[];
  /** The values that it knows, in order, as a person reads them. */
  readonly known: readonly (Label | null)[];
}

/** What a FeatureEncoder learned. */
export interface FeatureEncoderState {
  /** Every column that is not dropped. */
  readonly columns: readonly EncodedColumn[];
  /** What a person should look at. */
  readonly warnings: readonly string[];
}

/** A fitted FeatureEncoder. */
export class FittedFeatureEncoder extends FittedTransformer<FeatureEncoderOptions, FeatureEncoderState, TableToMatrix> {
  /** The categories of each column that has any, in order; null where missing is one. */
  get categories(): ReadonlyMap<string, readonly (Label | null)[]> {
    const { plan } = this.model.input;
    const entries = this.state.columns.flatMap(({ code, known }): [string, readonly (Label | null)[]][] =>
      known.length === 0 ? [] : [[plan[code.from]!.name, known]],
    );
    return new Map(entries);
  }

  /** What looked doubtful, as sentences: nominal codes that pass as numbers. */
  get warnings(): readonly string[] {
    return this.state.warnings;
  }
}

const FeatureEncoderBase: TransformerClass<FeatureEncoderOptions, FittedFeatureEncoder, TableToMatrix> =
  defineTransformer({
    kind: "FeatureEncoder",
    version: 1,
    params: encoderParams,
    accepts: "table",
    fitted: FittedFeatureEncoder,
    async learn(training, params: FeatureEncoderOptions) {
      const { plan } = training.source;
      const encodings = chooseEncodings(training, params);
      const counts = await countValues(training);
      const tables = await targetsOf(training, encodings, counts);
      const columns = plan.flatMap((column, j): EncodedColumn[] => {
        const encoding = encodings[j]!;
        if (encoding === "drop") return [];
        return [encodeColumn(column, j, encoding, counts[j]!, params, training, tables.get(j))];
      });
      const state: FeatureEncoderState = { columns, warnings: warningsOf(plan, encodings, training) };
      if (tables.size === 0) return { state };
      return { state, training: programOf(state, params, training.source, (code) => crossed(code, tables)) };
    },
    program: (state: FeatureEncoderState, params: FeatureEncoderOptions, input) => programOf(state, params, input),
    validate({ columns }: FeatureEncoderState, _params, { plan }: InputSchema) {
      if (
        columns.every(
          ({ code, names }) => code.from < plan.length && names.length === ("width" in code ? code.width : 1),
        )
      )
        return;
      throw new KindredError({
        code: "BAD_DOCUMENT",
        where: "load",
        problem: "a FeatureEncoder's state does not fit its columns",
      });
    },
  });

/**
 * The border between Tables and numbers: every column of a Table becomes numbers, the same columns whatever a later file holds. Names,
 * source columns and categories travel with them.
 *
 * @example
 * ```ts
 * import { FeatureEncoder } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const fitted = await new FeatureEncoder().fit(parseCsv("AGE,ZONE\n30,north\n40,south\n"));
 * fitted.transform(parseCsv("AGE,ZONE\n50,west\n")).columns; // ["AGE", "ZONE=north", "ZONE=south"]
 * fitted.provenance[1]; // { sources: ["ZONE"], category: "north" }
 * ```
 */
export class FeatureEncoder extends FeatureEncoderBase {}

type Resolved = Encoding | { readonly encoding: "ordinal"; readonly order: readonly Label[] };

function chooseEncodings(training: Training, { columns, nominal }: FeatureEncoderOptions): Resolved[] {
  const { where, schema } = training;
  const { plan } = training.source;
  const byType = (column: ColumnPlan): Encoding =>
    schema.column(column.name).level === "nominal" && usual(column) === "passthrough" ? nominal : usual(column);
  const unknown = Object.keys(columns).filter((name) => !plan.some((column) => column.name === name));
  if (unknown.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `encodings are given for ${listed(unknown)}, which the data lack`,
      fix: "Correct the names, or take them off `columns`",
      column: unknown[0]!,
    });
  return plan.map((column) => {
    const chosen = Object.hasOwn(columns, column.name) ? columns[column.name]! : byType(column);
    if (chosen === "passthrough" && (column.labels !== undefined || column.shows === "date"))
      throw new KindredError({
        code: "NOT_A_NUMBER",
        where,
        problem: `column "${column.name}" holds ${column.labels === undefined ? "dates" : "text"} and cannot pass as numbers`,
        fix: `Encode it, for instance as "${usual(column)}"`,
        column: column.name,
      });
    if (chosen === "date" && column.shows !== "date")
      throw new KindredError({
        code: "RETYPED_COLUMN",
        where,
        problem: `column "${column.name}" is to be a date and holds ${column.labels === undefined ? "numbers" : "text"}`,
        fix: "Read it as a date, or encode it another way",
        column: column.name,
      });
    return chosen;
  });
}

function usual({ labels, shows }: ColumnPlan): Encoding {
  if (shows === "date") return "date";
  return labels !== undefined || shows === "boolean" ? "oneHot" : "passthrough";
}

async function targetsOf(
  training: Training,
  encodings: readonly Resolved[],
  counts: readonly DistinctValues[],
): Promise<ReadonlyMap<number, TargetTable>> {
  const columns = encodings.flatMap((encoding, j) =>
    encoding === "target" ? [{ from: j, values: counts[j]!.values }] : [],
  );
  if (columns.length === 0) return new Map();
  if (training.classes === undefined)
    throw new KindredError({
      code: "MISSING_TARGET",
      where: training.where,
      problem: `column "${training.source.plan[columns[0]!.from]!.name}" is to be encoded by a target and there is none`,
      fix: "Fit with a target",
    });
  const tables = await targetTables(training, columns);
  return new Map(columns.map(({ from }, k) => [from, tables[k]!]));
}

function encodeColumn(
  column: ColumnPlan,
  from: number,
  encoding: Resolved,
  counts: DistinctValues,
  params: FeatureEncoderOptions,
  training: Training,
  target: TargetTable | undefined,
): EncodedColumn {
  const { name } = column;
  const known = Array.from(counts.values, (value) => readable(column, value));
  const single: Pick<EncodedColumn, "names" | "categories"> = { names: [name], categories: [undefined] };
  if (encoding === "passthrough" || encoding === "date")
    return { code: { kind: encoding === "date" ? "days" : "pass", from }, ...single, known: [] };
  const table = (numbers: ArrayLike<number>, other: number): EncodedColumn => ({
    code: {
      kind: "table",
      from,
      values: counts.values,
      numbers: Float64Array.from(numbers),
      width: 1,
      parts: 1,
      missing: Float64Array.of(encoding === "frequency" ? shareOf(counts.missing, counts) : Number.NaN),
      other: Float64Array.of(other),
      refuseOther: params.unseen === "error",
    },
    ...single,
    known,
  });
  if (encoding === "frequency")
    return table(
      counts.weights.map((weight) => shareOf(weight, counts)),
      0,
    );
  if (typeof encoding === "object") return table(givenOrder(column, known, encoding.order, training.where), Number.NaN);
  if (encoding === "ordinal")
    return table(
      counts.values.map((_, k) => k),
      Number.NaN,
    );
  if (encoding === "binary") {
    if (known.length > 2)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: training.where,
        problem: `column "${name}" is to be binary and has ${known.length} values`,
        fix: 'Encode it as "oneHot" or "ordinal"',
        column: name,
        got: known.length,
      });
    return table(
      counts.values.map((_, k) => k),
      Number.NaN,
    );
  }
  if (encoding === "target") return targetColumn(column, from, counts, params, training.classes!, target!, known);
  return oneHotColumn(column, from, counts, params, known, training.source.rows);
}

function targetColumn(
  { name }: ColumnPlan,
  from: number,
  { values }: DistinctValues,
  params: FeatureEncoderOptions,
  classes: readonly Label[],
  { whole, prior }: TargetTable,
  known: readonly (Label | null)[],
): EncodedColumn {
  const width = prior.length;
  const names = width === 1 ? [name] : classes.map((label) => `${name}=>${String(label)}`);
  return {
    code: {
      kind: "table",
      from,
      values,
      numbers: whole,
      width,
      parts: 1,
      missing: prior,
      other: prior,
      refuseOther: params.unseen === "error",
    },
    names,
    categories: names.map(() => undefined),
    known,
  };
}

function oneHotColumn(
  column: ColumnPlan,
  from: number,
  counts: DistinctValues,
  params: FeatureEncoderOptions,
  known: readonly (Label | null)[],
  rows: number,
): EncodedColumn {
  const groups = oneHotGroups(counts, params, known, rows, column.shows === "boolean");
  const code: OneHotCode = { kind: "oneHot", from, values: counts.values, ...groups.code };
  return {
    code,
    names: groups.categories.map((category) =>
      column.shows === "boolean" && category === "true" ? column.name : `${column.name}=${category}`,
    ),
    categories: groups.categories,
    known: counts.missing > 0 ? [...known, null] : known,
  };
}

function shareOf(weight: number, { weights, missing }: DistinctValues): number {
  let total = missing;
  for (let k = 0; k < weights.length; k++) total += weights[k]!;
  return weight / total;
}

function readable({ labels, shows }: ColumnPlan, value: number): Label {
  if (labels !== undefined) return labels[value]!;
  return shows === "boolean" ? value === 1 : value;
}

function givenOrder(
  { name }: ColumnPlan,
  known: readonly (Label | null)[],
  order: readonly Label[],
  where: string,
): number[] {
  return known.map((value) => {
    const at = order.indexOf(value!);
    if (at >= 0) return at;
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `column "${name}" holds ${JSON.stringify(value)}, which its order does not list`,
      fix: "Add it to the order",
      column: name,
      got: value,
    });
  });
}

function programOf(
  { columns }: FeatureEncoderState,
  { precision }: FeatureEncoderOptions,
  input: Pick<InputSchema, "plan" | "provenance">,
  change: (code: ColumnCode) => ColumnCode = (code) => code,
): Program {
  const origins = columns.flatMap(({ code, categories }) =>
    categories.map(
      (category): Origin => ({ ...input.provenance[code.from]!, ...(category === undefined ? {} : { category }) }),
    ),
  );
  const words = new Map(input.plan.flatMap(({ labels }, j) => (labels === undefined ? [] : [[j, labels] as const])));
  const operation: EncodeOperation = {
    op: "encode",
    codes: columns.map(({ code }) => change(code)),
    names: columns.flatMap(({ names }) => names),
    origins,
    single: precision === "float32",
    words,
  };
  return [operation];
}

function crossed(code: ColumnCode, tables: ReadonlyMap<number, TargetTable>): ColumnCode {
  const table = tables.get(code.from);
  return table === undefined || code.kind !== "table" ? code : { ...code, numbers: table.crossed, parts: PARTS };
}

function warningsOf(plan: readonly ColumnPlan[], encodings: readonly Resolved[], { schema }: Training): string[] {
  return plan.flatMap(({ name }, j) =>
    encodings[j] === "passthrough" && schema.column(name).level === "nominal"
      ? [
          `Column "${name}" is nominal, and its codes pass as if they were amounts: encode it as "oneHot" ({ nominal: "oneHot" } does so for all), "target" or "frequency".`,
        ]
      : [],
  );
}
