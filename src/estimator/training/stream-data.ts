import type { Table } from "apache-arrow";
import { type Block, batchSource } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { type FeatureMatrix, isTable, type Label, type Labels, labelAt, type Numbers } from "../../matrix/index.js";
import {
  type ColumnSurvey,
  childOf,
  columnNames,
  matrixFromTable,
  ownTable,
  planFrom,
  Schema,
  type Source,
  startSurvey,
  surveyTable,
} from "../../table/index.js";
import { featuresOf, matrixFeatures, type Reading, refuseEmpty } from "./features.js";
import { type InputSchema, inputOfSource, readBatch } from "./input.js";
import { checkedWeight, wrongLength } from "./row-parts.js";
import { checkedLabel, sortedLabels } from "./target.js";
import type { TrainingData } from "./training.js";

/** A Source is read once to fix its storage, its rows and its classes; every later pass reads it again. */
export async function streamData(data: Source, reading: Reading): Promise<TrainingData> {
  const { parts, where, known } = reading;
  for (const [what, part] of Object.entries(parts))
    if (part !== undefined && typeof part !== "string") checkLengthLater(what, part as ArrayLike<unknown>);
  const survey = await surveySource(data, reading);
  const input = known === undefined ? survey.input : inputOfSource(known);
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
    schema: input.schema,
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

async function surveySource(data: Source, { parts, accepts, where, known, yieldNow }: Reading): Promise<SourceSurvey> {
  const labels = { target: new Set<Label>(), groups: new Set<Label>() };
  let surveys: Map<string, ColumnSurvey> | undefined;
  let schema = new Schema();
  let matrix: FeatureMatrix | undefined;
  let rows = 0;
  for await (const batch of data.open()) {
    if (isTable(batch)) {
      const table = ownTable(batch, where);
      if (surveys === undefined) {
        schema = Schema.of(table);
        const features = columnNames(table).filter(featuresOf(parts, schema));
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
    await yieldNow();
  }
  const input = matrix === undefined ? surveyedInput(surveys ?? new Map(), schema) : matrixFeatures(matrix, parts);
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
