import type { Table } from "apache-arrow";
import { memorySource, runWithYields } from "../../engine/rows/index.js";
import { readGiven } from "../../errors/index.js";
import { FeatureMatrix, isTable, type MatrixLike } from "../../matrix/index.js";
import { childOf, readingTable } from "../../table/index.js";
import { matrixFeatures, type Reading, refuseEmpty, tableFeatures } from "./features.js";
import { alignInput, columnsOf, type InputSchema, inputOfSource, readMatrix } from "./input.js";
import { readParts } from "./row-parts.js";
import { refuseTargetColumn } from "./target-column.js";
import type { TrainingData } from "./training.js";

/** Rows in memory, ready to learn from. */
export function memoryData(data: Table | MatrixLike, reading: Reading): Promise<TrainingData> {
  return isTable(data)
    ? tableData(data as Table, reading)
    : matrixData(readMatrix(data as MatrixLike, reading.where), reading);
}

async function tableData(table: Table, reading: Reading): Promise<TrainingData> {
  const { parts, where, known, yieldNow } = reading;
  const input = known === undefined ? await tableFeatures(table, reading) : inputOfSource(known);
  const { target } = parts;
  if (known === undefined && target !== undefined && typeof target !== "string")
    refuseTargetColumn(table, columnsOf(input), target, where);
  const x = await runWithYields(readingTable(table, input.plan, where, input.provenance), yieldNow);
  return joined(
    x,
    input,
    readGiven(where, () =>
      readParts(parts, table.numRows, (name) => childOf(table, name, where), where, known?.classes),
    ),
    where,
  );
}

async function matrixData(matrix: FeatureMatrix, { parts, where, known }: Reading): Promise<TrainingData> {
  const input = known === undefined ? matrixFeatures(matrix, parts) : inputOfSource(known);
  const x = known === undefined ? selectColumns(matrix, input) : alignInput(matrix, input, "either", where);
  return joined(
    x,
    input,
    readGiven(
      where,
      () => readParts(parts, matrix.rows, (name) => matrix.column(name), where, known?.classes),
      "FeatureMatrix",
    ),
    where,
  );
}

function joined(
  x: FeatureMatrix,
  { plan, schema }: InputSchema,
  { classes, ...parts }: ReturnType<typeof readParts>,
  where: string,
): TrainingData {
  refuseEmpty(x.rows, plan.length, where);
  return { source: memorySource({ x, row: 0, ...parts }), schema, ...(classes === undefined ? {} : { classes }) };
}

function selectColumns(matrix: FeatureMatrix, { plan }: InputSchema): FeatureMatrix {
  if (plan.length === matrix.columns.length) return matrix;
  const positions = plan.map((column) => matrix.indexOf(column.name));
  return new FeatureMatrix(
    matrix.rows,
    positions.map((j) => matrix.columns[j]!),
    positions.map((j) => matrix.stores[j]!),
    positions.map((j) => matrix.provenance[j]!),
  );
}
