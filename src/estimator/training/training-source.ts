import type { Table } from "apache-arrow";
import { type Block, memorySource, runWithYields, yieldToEventLoop } from "../../engine/rows/index.js";
import { FeatureMatrix, isTable, type Labels, labelAt, type Numbers } from "../../matrix/index.js";
import { childOf, isSource, readingTable } from "../../table/index.js";
import type { FitOptions } from "../define/options.js";
import { type Accepts, checkDataKind, type DataInput, type FitInput, type InputSchema } from "./input.js";
import { streamedTraining } from "./streamed-training.js";
import { encodeLabels } from "./target.js";
import {
  checkedWeight,
  inputSchema,
  refuseEmpty,
  type TrainingParts,
  type TrainingSource,
  wrongLength,
} from "./training-parts.js";

/** Rows to learn from, with target, weights and groups beside them. `known` fixes classes and columns for validation rows. */
export async function trainingSource(
  data: FitInput,
  { target: labels, sampleWeight, groups: groupLabels, signal }: TrainingParts & Pick<FitOptions, "signal">,
  accepts: Accepts,
  where: string,
  known?: TrainingSource,
): Promise<TrainingSource> {
  const parts: TrainingParts = {
    ...(labels === undefined ? {} : { target: labels }),
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
    ...(groupLabels === undefined ? {} : { groups: groupLabels }),
  };
  const yieldNow = yieldToEventLoop(signal);
  if (isSource(data)) return streamedTraining(data, parts, accepts, where, known, yieldNow);
  checkDataKind(data, accepts, where);
  const all = isTable(data) ? undefined : FeatureMatrix.from(data as Exclude<DataInput, Table>);
  const rows = isTable(data) ? data.numRows : all!.rows;
  const column = (name: string): Labels => (isTable(data) ? childOf(data as Table, name, where) : all!.column(name));
  const input = known?.input ?? (await inputSchema(data, all, parts, accepts, where, yieldNow));
  const x = isTable(data)
    ? await runWithYields(readingTable(data as Table, input.plan, where, input.provenance), yieldNow)
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
