import { isPortable, runProgram } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import { plainRow } from "../../matrix/index.js";
import type { Fitted } from "./fitted.js";
import { VERBS } from "./spec.js";

/** Runs every verb of a model on one row, so that a state that does not fit shows now. Opaque operations are not run, and refusing the row is fine. */
export function smokeTest(model: Fitted): void {
  const x = plainRow(model.spec.input.plan, model.spec.input.provenance);
  for (const verb of VERBS.filter((one) => model.has(one))) {
    const { program, finish } = model.compiled(verb);
    if (!isPortable(program)) continue;
    try {
      finish(runProgram(program, { x, row: 0 }), false);
    } catch (error) {
      if (!(error instanceof KindredError)) throw error;
    }
  }
}
