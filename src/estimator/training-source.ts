import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { type Block, batchSource, breather, inTurns, memorySource, type RowSource } from "../kernels/source/index.js";
import {
  type ColumnPlan,
  FeatureMatrix,
  isTable,
  type Label,
  type Labels,
  labelAt,
  type Numbers,
  planOf,
} from "../matrix/index.js";
import {
  type ColumnSurvey,
  childOf,
  columnNames,
  isSource,
  matrixFromTable,
  planFrom,
  planOfTable,
  readingTable,
  Schema,
  type Source,
  startSurvey,
  surveyTable,
} from "../table/index.js";
import {
  type Accepts,
  checkCurrency,
  type DataInput,
  type FitInput,
  type InputSchema,
  readBatch,
  schemaOf,
} from "./input.js";
import type { FitOptions } from "./options.js";
import { checkedLabel, encodeLabels, sortedLabels } from "./target.js";

/** What `fit` was given, as rows to learn from. */
export interface TrainingSource {
  readonly source: RowSource;
  readonly input: InputSchema;
  /** The distinct labels, where there is a target. */
  readonly classes?: readonly Label[];
}

/** Roles of columns that are never features. */
const ASIDE: ReadonlySet<string> = new Set(["id", "target", "weight", "group", "time"]);

/** Which part of the data is what. */
type Parts = Pick<FitOptions, "target" | "sampleWeight" | "groups">;

/** Rows to learn from, with target, weights and groups beside them. `known` fixes classes and columns for validation rows. */
export async function trainingSource(
  data: FitInput,
  { target: labels, sampleWeight, groups: groupLabels, signal }: Parts & Pick<FitOptions, "signal">,
  accepts: Accepts,
  where: string,
  known?: TrainingSource,
): Promise<TrainingSource> {
  const parts: Parts = {
    ...(labels === undefined ? {} : { target: labels }),
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
    ...(groupLabels === undefined ? {} : { groups: groupLabels }),
  };
  const breathe = breather(signal);
  if (isSource(data)) return streamed(data, parts, accepts, where, known, breathe);
  checkCurrency(data, accepts, where);
  const all = isTable(data) ? undefined : FeatureMatrix.from(data as Exclude<DataInput, Table>);
  const rows = isTable(data) ? data.numRows : all!.rows;
  const column = (name: string): Labels => (isTable(data) ? childOf(data as Table, name, where) : all!.column(name));
  const aside = new Set(Object.values(parts).filter((part): part is string => typeof part === "string"));
  const input = known?.input ?? (await inputSchema(data, all, aside, accepts, where, breathe));
  const x = isTable(data)
    ? await inTurns(readingTable(data as Table, input.plan, where, input.provenance), breathe)
    : picked(all!, input);
  const target = parts.target === undefined ? undefined : labelsOf(parts.target, column, rows, "target", where);
  const encoded = target && encodeLabels(target, where, known?.classes);
  const weights = parts.sampleWeight === undefined ? undefined : weightsOf(parts.sampleWeight, column, rows, where);
  const groups = parts.groups === undefined ? undefined : labelsOf(parts.groups, column, rows, "groups", where);
  const block: Block = {
    x,
    row: 0,
    ...(encoded === undefined ? {} : { y: encoded.codes }),
    ...(weights === undefined ? {} : { w: weights }),
    ...(groups === undefined ? {} : { groups: Int32Array.from(encodeLabels(groups, where).codes) }),
  };
  refuseEmpty(rows, input.plan.length, where);
  return { source: memorySource(block), input, ...(encoded === undefined ? {} : { classes: encoded.classes }) };
}

function refuseEmpty(rows: number, columns: number, where: string): void {
  if (rows > 0 && columns > 0) return;
  throw new KindredError({
    code: "EMPTY_INPUT",
    where,
    problem: rows === 0 ? "there are no rows to learn from" : "there are no feature columns to learn from",
    fix: rows === 0 ? "Pass at least one row" : "Pass at least one column that is a feature",
  });
}

async function inputSchema(
  data: DataInput,
  all: FeatureMatrix | undefined,
  aside: ReadonlySet<string>,
  accepts: Accepts,
  where: string,
  breathe: () => Promise<void>,
): Promise<InputSchema> {
  const schema = schemaOf(data);
  const isFeature = (name: string): boolean => !aside.has(name) && !ASIDE.has(schema.column(name).role ?? "feature");
  if (all !== undefined) {
    const chosen = all.columns.flatMap((name, j) => (isFeature(name) ? [j] : []));
    const plan = planOf(all);
    return { plan: chosen.map((j) => plan[j]!), provenance: chosen.map((j) => all.provenance[j]!), schema };
  }
  const names = columnNames(data as Table).filter(isFeature);
  if (accepts === "matrix") matrixFromTable((data as Table).select(names), where);
  const plan: ColumnPlan[] = [];
  for (const name of names) {
    plan.push(...planOfTable(data as Table, [name], where));
    await breathe();
  }
  return { plan, provenance: names.map((name) => ({ sources: [name] })), schema };
}

function picked(all: FeatureMatrix, { plan }: InputSchema): FeatureMatrix {
  if (plan.length === all.columns.length) return all;
  const positions = plan.map((column) => all.indexOf(column.name));
  return new FeatureMatrix(
    all.rows,
    positions.map((j) => all.columns[j]!),
    positions.map((j) => all.stores[j]!),
    positions.map((j) => all.provenance[j]!),
  );
}

function labelsOf(
  given: Labels | string,
  column: (name: string) => Labels,
  rows: number,
  what: string,
  where: string,
): Labels {
  const labels = typeof given === "string" ? column(given) : given;
  if (labels.length !== rows) throw wrongLength(what, labels.length, rows, where);
  return labels;
}

function weightsOf(
  given: Numbers | string,
  column: (name: string) => Labels,
  rows: number,
  where: string,
): Float64Array {
  const values = typeof given === "string" ? column(given) : given;
  if (values.length !== rows) throw wrongLength("sampleWeight", values.length, rows, where);
  return Float64Array.from({ length: rows }, (_, i) =>
    checkedWeight(Number(labelAt(values, i) ?? Number.NaN), i, where),
  );
}

function checkedWeight(weight: number, row: number, where: string): number {
  if (weight >= 0 && Number.isFinite(weight)) return weight;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the weight of row ${row} is ${weight}`,
    fix: "Use finite weights of at least 0",
    got: weight,
  });
}

function wrongLength(what: string, got: number, expected: number, where: string): KindredError {
  return new KindredError({
    code: "WRONG_LENGTH",
    where,
    problem: `${what} has ${got} values for ${expected} rows`,
    fix: "Give one value a row",
    expected,
    got,
  });
}

/** A Source is read once to fix its storage, its rows and its classes; every later pass reads it again. */
async function streamed(
  data: Source,
  parts: Parts,
  accepts: Accepts,
  where: string,
  known: TrainingSource | undefined,
  breathe: () => Promise<void>,
): Promise<TrainingSource> {
  for (const [what, part] of Object.entries(parts))
    if (part !== undefined && typeof part !== "string") checkLengthLater(what, part as ArrayLike<unknown>);
  const survey = await surveySource(data, parts, accepts, where, known, breathe);
  const input = known?.input ?? survey.input;
  const classes = parts.target === undefined ? undefined : (known?.classes ?? survey.classes);
  for (const [what, part] of Object.entries(parts))
    if (typeof part === "object" && part.length !== survey.rows)
      throw wrongLength(what, part.length, survey.rows, where);
  refuseEmpty(survey.rows, input.plan.length, where);
  const positions = new Map(classes?.map((label, code) => [label, code]));
  const groupCodes = new Map<Label, number>(survey.groups.map((label, code) => [label, code]));
  async function* open(): AsyncIterable<Block> {
    let row = 0;
    for await (const batch of data.open()) {
      const x = readBatch(batch, input, where);
      const read = (part: Labels | Numbers | string, i: number): unknown =>
        typeof part === "string" ? labelAt(batchColumn(batch, part, where), i) : labelAt(part as Labels, row + i);
      const { target, sampleWeight, groups } = parts;
      yield {
        x,
        row,
        ...(target === undefined
          ? {}
          : { y: numbers(x.rows, (i) => positions.get(checkedLabel(read(target, i), row + i, where))!) }),
        ...(sampleWeight === undefined
          ? {}
          : { w: numbers(x.rows, (i) => checkedWeight(Number(read(sampleWeight, i) ?? Number.NaN), row + i, where)) }),
        ...(groups === undefined
          ? {}
          : { groups: Int32Array.from(numbers(x.rows, (i) => groupCodes.get(read(groups, i) as Label)!)) }),
      };
      row += x.rows;
    }
  }
  return {
    source: batchSource(input.plan, input.provenance, survey.rows, open),
    input,
    ...(classes === undefined ? {} : { classes }),
  };
}

function checkLengthLater(what: string, part: ArrayLike<unknown>): void {
  if (typeof part.length !== "number")
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "fit",
      problem: `${what} is neither a column name nor a list`,
    });
}

function numbers(length: number, at: (i: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, i) => at(i));
}

function batchColumn(batch: Table | FeatureMatrix, name: string, where: string): Labels {
  return isTable(batch) ? childOf(batch as Table, name, where) : batch.column(name);
}

interface SourceSurvey {
  readonly input: InputSchema;
  readonly rows: number;
  readonly classes: readonly Label[];
  readonly groups: readonly Label[];
}

async function surveySource(
  data: Source,
  parts: Parts,
  accepts: Accepts,
  where: string,
  known: TrainingSource | undefined,
  breathe: () => Promise<void>,
): Promise<SourceSurvey> {
  const aside = new Set(Object.values(parts).filter((part): part is string => typeof part === "string"));
  const labels = { target: new Set<Label>(), groups: new Set<Label>() };
  let surveys: Map<string, ColumnSurvey> | undefined;
  let schema = new Schema();
  let matrix: FeatureMatrix | undefined;
  let rows = 0;
  for await (const batch of data.open()) {
    if (isTable(batch)) {
      const table = batch as Table;
      if (surveys === undefined) {
        schema = Schema.of(table);
        const features = columnNames(table).filter(
          (name) => !aside.has(name) && !ASIDE.has(schema.column(name).role ?? "feature"),
        );
        surveys = new Map(features.map((name) => [name, startSurvey()]));
        if (accepts === "matrix") matrixFromTable(table.select(features).slice(0, 0), where);
      }
      if (known === undefined) surveyTable(table, surveys, where);
    } else matrix ??= batch as FeatureMatrix;
    const count = isTable(batch) ? batch.numRows : (batch as FeatureMatrix).rows;
    for (const what of ["target", "groups"] as const) {
      const part = parts[what];
      if (part === undefined) continue;
      const column = typeof part === "string" ? batchColumn(batch as Table, part, where) : undefined;
      for (let i = 0; i < count; i++)
        labels[what].add(
          checkedLabel(column === undefined ? labelAt(part as Labels, rows + i) : labelAt(column, i), rows + i, where),
        );
    }
    rows += count;
    await breathe();
  }
  const input =
    matrix === undefined
      ? surveyedInput(surveys ?? new Map(), schema)
      : await inputSchema(matrix, matrix, aside, accepts, where, breathe);
  return {
    input,
    rows,
    classes: sortedLabels(labels.target, where),
    groups: sortedLabels(labels.groups, where),
  };
}

function surveyedInput(surveys: ReadonlyMap<string, ColumnSurvey>, schema: Schema): InputSchema {
  const plan = [...surveys].map(([name, survey]) => planFrom(name, survey));
  return { plan, provenance: plan.map(({ name }) => ({ sources: [name] })), schema };
}
