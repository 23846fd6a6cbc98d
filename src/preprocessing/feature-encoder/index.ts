import type { ColumnCode, EncodeOperation, Program } from "../../engine/program/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";
import { KindredError, listed } from "../../errors/index.js";
import {
  countValues,
  defineTransformer,
  type InputSchema,
  type TableToMatrix,
  type Training,
  type TransformerClass,
} from "../../estimator/index.js";
import type { ColumnPlan, Origin } from "../../matrix/index.js";
import { type EncodedColumn, encodeColumn, type Resolved } from "./encode-column.js";
import { encodedSchema } from "./encoded-schema.js";
import { FittedFeatureEncoder } from "./fitted.js";
import { type Encoding, encoderParams, type FeatureEncoderOptions } from "./options.js";
import { encoderState, type FeatureEncoderState } from "./state.js";
import { FOLDS, type TargetTable, targetTables } from "./target-encoding.js";

const FeatureEncoderBase: TransformerClass<FeatureEncoderOptions, FittedFeatureEncoder, TableToMatrix> =
  defineTransformer({
    kind: "FeatureEncoder",
    version: 1,
    params: encoderParams,
    accepts: "table",
    fitted: FittedFeatureEncoder,
    async learn(training, params: FeatureEncoderOptions) {
      const { plan } = training.source;
      const counts = await countValues(training);
      const chosen = chooseEncodings(training, params);
      const distinct = distinctTexts(training, params, chosen, counts);
      const names = new Set(distinct.filter((j) => counts[j]!.values.length >= MIN_NAMED_ROWS));
      const encodings = chosen.map((encoding, j) => (names.has(j) ? "drop" : encoding));
      const tables = await targetsOf(training, encodings, counts);
      const columns = plan.flatMap((column, j): EncodedColumn[] => {
        const encoding = encodings[j]!;
        if (encoding === "drop") return [];
        return [encodeColumn(column, j, encoding, counts[j]!, params, training, tables.get(j))];
      });
      refuseTwins(
        columns.flatMap(({ names }) => names),
        training.where,
      );
      const warnings = [
        ...distinct.map((j) => (names.has(j) ? leftOut(plan[j]!) : keptNames(plan[j]!, counts[j]!.values.length))),
        ...warningsOf(plan, encodings, training),
        ...wideOnes(columns, plan),
      ];
      for (const warning of warnings) training.warn("COLUMNS", warning);
      const state: FeatureEncoderState = { columns, warnings };
      if (tables.size === 0) return { state };
      return { state, training: programOf(state, params, training.source, (code) => crossed(code, tables)) };
    },
    program: (state: FeatureEncoderState, params: FeatureEncoderOptions, input) => programOf(state, params, input),
    state: encoderState,
    outputSchema: ({ columns }: FeatureEncoderState, params: FeatureEncoderOptions, input) =>
      encodedSchema(columns, params, input),
  });

/**
 * The border between Tables and numbers: every column of a Table becomes numbers, the same columns whatever a later file holds. Names,
 * source columns and categories travel with them, and so does what a Schema knows: a one-hot column is an indicator that says which category it stands for
 * and what that means.
 *
 * **Formula.** A value x becomes, by encoding:
 *
 * - `"passthrough"`: x; `"date"`: the whole days since 1970-01-01;
 * - `"oneHot"`: 1 in the column of its category, 0 in the others; of a boolean, one column that is 1 where it is true;
 * - `"ordinal"`, `"binary"`: the number of known values before it, in rising order (text by code point) or in the order
 *   given;
 * - `"frequency"`: its share of the weight of the training rows;
 * - `"target"`: t m + (1 − t) p, where p is the share of a class in all rows, m that in the rows of this category, w
 *   the weight of these, v = p (1 − p) and t = v w / (v w + m (1 − m)). Of two classes it is the second; for more there
 *   is a column for each class. Later rows get this value. Training rows are divided into five parts by their ids, each
 *   of which gets the value that the other four give.
 *
 * A missing value stays missing where x passes or is a place in an order; it is a category under `"oneHot"`, if
 * training rows missed any, a value like others under `"frequency"`, and p under `"target"`. A value that was not there
 * at fit is 0 in all columns under `"oneHot"`, 0 under `"frequency"`, p under `"target"`, and missing in an order,
 * unless `unseen` says otherwise.
 *
 * **Limits.** Amounts are rounded to float32 by default (`precision`), but no whole number is. A one-hot column takes a
 * byte a row; more than 500 of one source column are warned of. Refused are text and dates that are to pass, more than
 * two values under `"binary"`, values that a given order does not list, `"target"` without a target, two columns of one
 * name, and infinite values.
 *
 * **Source.** D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in classification
 * and prediction problems", 2001.
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

/** `A` with a value `x=y` and `A=x` with a value `y` would both give `A=x=y`. */
function refuseTwins(names: readonly string[], where: string): void {
  const twin = names.length === new Set(names).size ? undefined : names.find((name, k) => names.indexOf(name) < k);
  if (twin === undefined) return;
  throw new KindredError({
    code: "DUPLICATE_COLUMN",
    where,
    problem: `two columns would be called "${twin}"`,
    fix: "Rename one of the columns that they come from",
    column: twin,
  });
}

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
  return table === undefined || code.kind !== "table" ? code : { ...code, numbers: table.crossed, parts: FOLDS };
}

/** Fewer rows may all be different by chance: their columns are kept, with a warning. */
const MIN_NAMED_ROWS = 30;
/** One text alone differs from none. */
const MIN_WARNED_ROWS = 2;

/** Columns of text, encoded by their type, that hold another text in every row. */
function distinctTexts(
  { source }: Training,
  { columns }: FeatureEncoderOptions,
  encodings: readonly Resolved[],
  counts: readonly DistinctValues[],
): readonly number[] {
  return source.plan.flatMap(({ name, labels }, j) => {
    const isGuess = labels !== undefined && encodings[j] === "oneHot" && !Object.hasOwn(columns, name);
    const { values, missing } = counts[j]!;
    return isGuess && values.length >= MIN_WARNED_ROWS && values.length >= source.rows - missing ? [j] : [];
  });
}

function leftOut({ name }: ColumnPlan): string {
  return `Column "${name}" holds another text in every row and is left out: it tells rows apart and nothing else. To keep it, say how it is encoded ({ columns: { "${name}": … } }).`;
}

function keptNames({ name }: ColumnPlan, categories: number): string {
  return `Column "${name}" holds another text in every row and becomes ${categories} one-hot columns: where it tells rows apart and nothing else, leave it out ({ columns: { "${name}": "drop" } }).`;
}

/** A column of more one-hot columns is warned of: each is a byte a row. */
const MANY_CATEGORIES = 500;

function wideOnes(columns: readonly EncodedColumn[], plan: readonly ColumnPlan[]): string[] {
  return columns
    .filter(({ code, names }) => code.kind === "oneHot" && names.length > MANY_CATEGORIES)
    .map(
      ({ code, names }) =>
        `Column "${plan[code.from]!.name}" becomes ${names.length.toLocaleString("en-US")} columns, a byte a row each: limit them by minFrequency or maxCategories, or encode it as "target" or "frequency".`,
    );
}

function warningsOf(plan: readonly ColumnPlan[], encodings: readonly Resolved[], { schema }: Training): string[] {
  return plan.flatMap(({ name }, j) => {
    const { level, guessed = [] } = schema.column(name);
    if (encodings[j] !== "passthrough" || level !== "nominal") return [];
    const why = guessed.includes("level") ? "is taken for nominal, since its meanings have no order" : "is nominal";
    return `Column "${name}" ${why}, and its codes pass as if they were amounts: encode it as "oneHot" ({ nominal: "oneHot" } does so for all), "target" or "frequency".`;
  });
}
