import { isPortable, runProgram } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import { plainRow } from "../../matrix/index.js";
import { type Fitted, VERBS } from "./fitted.js";

/** Lets a model answer for one row, so that what does not fit shows now. Code of others is not run, and refusing the row is an answer. */
export function tryOut(model: Fitted): void {
  const x = plainRow(model.model.input.plan, model.model.input.provenance);
  for (const verb of VERBS.filter((one) => model.has(one))) {
    const { program, finish } = model.answer(verb);
    if (!isPortable(program)) continue;
    try {
      finish(runProgram(program, { x, row: 0 }), false);
    } catch (error) {
      if (!(error instanceof KindredError)) throw error;
    }
  }
}
