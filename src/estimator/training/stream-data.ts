import { type Block, batchSource } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { batchesOf, type Source } from "../../table/index.js";
import { batchReader } from "./batch-blocks.js";
import { type Reading, refuseEmpty } from "./features.js";
import { columnsOf, inputOfSource } from "./input.js";
import { wrongLength } from "./row-parts.js";
import { RowSurvey } from "./row-survey.js";
import type { TrainingData } from "./training.js";

/** A Source is read once to fix its storage, its rows and its classes; every later pass reads it again. */
export async function streamData(data: Source, reading: Reading): Promise<TrainingData> {
  const { parts, where, known, yieldNow } = reading;
  for (const [what, part] of Object.entries(parts))
    if (part !== undefined && typeof part !== "string") checkLengthLater(what, part as ArrayLike<unknown>);
  const found = new RowSurvey(reading);
  const columns = known && columnsOf(known.source);
  for await (const { data: batch } of batchesOf(data, where, columns)) {
    found.add(batch);
    await yieldNow();
  }
  const survey = found.finish();
  const input = known === undefined ? survey.input : inputOfSource(known);
  const classes = parts.target === undefined ? undefined : (known?.classes ?? survey.classes);
  for (const [what, part] of Object.entries(parts))
    if (typeof part === "object" && part.length !== survey.rows)
      throw wrongLength(what, part.length, survey.rows, where);
  refuseEmpty(survey.rows, input.plan.length, where);
  const read = batchReader({ input, parts, classes, groups: survey.groups, where });
  async function* open(): AsyncIterable<Block> {
    let row = 0;
    for await (const { data: batch, where: at } of batchesOf(data, where, columns)) {
      const block = read(batch, row, at);
      yield block;
      row += block.x.rows;
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
