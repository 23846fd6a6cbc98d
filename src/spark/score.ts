import { type Table, tableToIPC } from "apache-arrow";
import { runProgram } from "../engine/program/index.js";
import { KindredError } from "../errors/index.js";
import { batchReader } from "../estimator/index.js";
import { allFinite } from "../matrix/index.js";
import { Schema } from "../table/index.js";
import { answersOf } from "./answers.js";
import type { Work, WorkResult } from "./work.js";

/** Answers about the rows of each batch, as a stream of Arrow. */
export async function* score(
  work: Extract<Work, { mode: "score" }>,
  batches: AsyncIterable<Table>,
): AsyncGenerator<WorkResult> {
  const { plan, program, where } = work;
  const input = {
    plan,
    provenance: plan.map(({ name }) => ({ sources: [name] })),
    schema: new Schema(),
  };
  const read = batchReader({ input, parts: {}, classes: undefined, groups: [], where });
  let row = 0;
  for await (const batch of batches) {
    const block = read(batch, row);
    const result = runProgram(program, block);
    if (work.refusesMissing && !allFinite(result))
      throw new KindredError({
        code: "MISSING_VALUE",
        where,
        problem: "there are rows without an answer: a value is missing or infinite where a step needs a number",
        fix: "Put an Imputer before that step",
      });
    yield { row, rows: result.rows, data: tableToIPC(answersOf(result, work), "stream") };
    row += result.rows;
  }
}
