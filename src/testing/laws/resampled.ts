import type { Table } from "apache-arrow";
import { type Block, collect, memorySource } from "../../engine/rows/index.js";
import { encodeLabels, type FitContext, type Training, trainingOf } from "../../estimator/index.js";
import { type FeatureMatrix, isTable } from "../../matrix/index.js";
import { planOfTable, readTable, Schema } from "../../table/index.js";
import { type Example, namesOf } from "../example-data.js";
import type { Subject } from "../subject.js";

/** The rows of an example as a resampler gets them. */
export function trainingOn({ type }: Subject, { data, labels }: Example): Training {
  const where = `${type.kind}.fit`;
  const { codes, classes } = encodeLabels(labels as string[], where);
  return trainingOf(
    { source: memorySource({ x: matrixOf(data, where), row: 0, y: codes }), classes, schema: new Schema() },
    {},
    type.kind,
  );
}

function matrixOf(data: Example["data"], where: string): FeatureMatrix {
  if (!isTable(data)) return data as FeatureMatrix;
  const table = data as Table;
  return readTable(table, planOfTable(table, namesOf(table), where), where);
}

/** What the in-memory form of a resampler sees beside the rows. */
export async function contextOf(training: Training): Promise<{ x: FeatureMatrix; context: FitContext }> {
  const { x, y } = await training.collect();
  return { x, context: { schema: training.schema, classes: training.classes!, y: y! } };
}

/** The rows that a resampler goes on with. */
export async function resample(subject: Subject, params: object, example: Example): Promise<Block> {
  const { source } = await subject.make(params).resampleFrom(trainingOn(subject, example));
  return collect(source, {});
}
