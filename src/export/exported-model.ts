import { KindredError } from "../errors/index.js";
import type { Fitted, Verb } from "../estimator/index.js";
import type { ColumnPlan, Label } from "../matrix/index.js";
import { type Decision, decisionOf } from "./decision.js";
import type { Program } from "./program.js";

/** What the columns of a program's result mean. */
export type Answer =
  /** The probability of each class, and how a class is chosen. */
  | { readonly kind: "classes"; readonly classes: readonly Label[]; readonly decision: Decision }
  /** The position of a cluster. */
  | { readonly kind: "cluster" }
  /** Transformed columns. */
  | { readonly kind: "columns"; readonly names: readonly string[] };

/** As much of a fitted model as an export reads. */
export interface ExportedModel {
  readonly kind: string;
  readonly plan: readonly ColumnPlan[];
  readonly program: Program;
  readonly answer: Answer;
  /** Must every value that goes in be a finite number? */
  readonly refusesMissing: boolean;
}

/** What a fitted model looks like from outside. */
export interface ExportableModel {
  /** The kind of estimator that was fitted. */
  readonly kind: string;
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** One JSON document. */
  toJSON(): object;
}

/** The program behind a verb of a fitted model: by default what it predicts, or where it does not, what it transforms to. */
export function exportedModel(
  given: ExportableModel,
  verb: "predict" | "transform" | undefined,
  where: string,
): ExportedModel {
  const fitted = given as unknown as Fitted;
  if (typeof fitted?.has !== "function")
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "got no fitted model",
      fix: "Pass what fit or load gave",
      got: given,
    });
  const { kind, refusesMissing } = fitted;
  const { plan } = fitted.spec.input;
  const asked: Verb = verb ?? (fitted.has("predict") ? "predict" : "transform");
  if (!fitted.has(asked))
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: `a fitted ${kind} has no ${asked}${asked === "transform" ? "" : " and no transform"}`,
      fix: "Export a model that answers about rows; steps that change rows at fit alone have nothing to export",
      got: asked,
    });
  if (asked === "transform")
    return {
      kind,
      plan,
      program: fitted.program,
      refusesMissing,
      answer: { kind: "columns", names: fitted.outputs.columns },
    };
  const { predictor: program } = fitted;
  const { classes = [] } = fitted as unknown as { readonly classes?: readonly Label[] };
  if (classes.length === 0) return { kind, plan, program, refusesMissing, answer: { kind: "cluster" } };
  return {
    kind,
    plan,
    program,
    refusesMissing,
    answer: { kind: "classes", classes, decision: decisionOf(fitted, where) },
  };
}
