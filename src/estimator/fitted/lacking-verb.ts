import { KindredError } from "../../errors/index.js";
import { shown } from "../../options/index.js";
import type { Verb } from "./spec.js";

/** Refuses a verb that a fitted model has not, and says which it has. */
export function lackingVerb(kind: string, verbs: readonly Verb[], verb: Verb): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where: kind,
    problem: `a fitted ${kind} has no ${typeof verb === "string" ? verb : `verb ${shown(verb)}`}`,
    fix: verbs.length === 0 ? "It changes rows at fit only" : `It has ${verbs.join(" and ")}`,
    got: verb,
  });
}
