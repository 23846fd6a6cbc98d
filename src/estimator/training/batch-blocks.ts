import type { Table } from "apache-arrow";
import type { Block } from "../../engine/rows/index.js";
import { type FeatureMatrix, type Label, type Labels, labelAt, type Numbers } from "../../matrix/index.js";
import { type InputSchema, readBatch } from "./input.js";
import { checkedWeight, type RowParts } from "./row-parts.js";
import { batchColumn } from "./row-survey.js";
import { checkedLabel } from "./target.js";

/** What the batches of a source have in common. */
export interface BatchReading {
  readonly input: InputSchema;
  readonly parts: RowParts;
  /** The distinct labels of the target and of the groups, in order; codes are positions in them. */
  readonly classes: readonly Label[] | undefined;
  readonly groups: readonly Label[];
  readonly where: string;
}

/**
 * How a batch becomes a block that starts at `row`: features, and what belongs to the rows beside them. Errors name the batch where `at` does.
 */
export function batchReader({
  input,
  parts: { target, sampleWeight, groups },
  where,
  ...labels
}: BatchReading): (batch: Table | FeatureMatrix, row: number, at?: string) => Block {
  const positions = new Map(labels.classes?.map((label, code) => [label, code]));
  const groupCodes = new Map<Label, number>(labels.groups.map((label, code) => [label, code]));
  return (batch, row, at = where) => {
    const x = readBatch(batch, input, at);
    const read = (part: Labels | Numbers | string, i: number): unknown =>
      typeof part === "string" ? labelAt(batchColumn(batch, part, where), i) : labelAt(part as Labels, row + i);
    return {
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
  };
}

function numbers(length: number, at: (i: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, i) => at(i));
}
