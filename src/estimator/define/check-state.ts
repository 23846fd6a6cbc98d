import { checkForm } from "../../document/index.js";
import { KindredError } from "../../errors/index.js";
import type { FittedDefinition, StateFacts } from "./definition.js";

/**
 * Checks a learned state by the form that its definition declares.
 *
 * @param of - Whose state it is, for the error.
 * @throws KindredError that names the field.
 */
export function checkState(
  { state: form, learn, fit }: FittedDefinition,
  state: unknown,
  of: string,
  facts: StateFacts<unknown>,
): void {
  if (learn === undefined && fit === undefined)
    throw new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: `the document of ${of} cannot be read: it learns nothing, and has a state`,
      fix: "Pass what JSON.stringify wrote, whole and unchanged",
    });
  if (form === undefined) return;
  const classes = facts.classes.length;
  const sizes = { inputs: facts.input.plan.length, classes, scores: classes === 2 ? 1 : classes };
  checkForm(typeof form === "function" ? form(facts) : form, state, { of, part: "state", sizes });
}
