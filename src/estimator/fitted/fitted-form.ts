import { type Form, forms } from "../../document/index.js";
import { isPortable } from "../../engine/program/index.js";
import type { Label } from "../../matrix/index.js";
import { Fitted } from "./fitted.js";

/** A fitted model within a state. */
export const fittedForm: Form<Fitted> = forms.instance(Fitted as new (...args: never[]) => Fitted, "a fitted model");

/** What a model within another must be. */
export interface ExpectedModel {
  /** The kind of estimator that was fitted. */
  readonly kind: string;
  /** The columns that it gets; not looked at where they are not known. */
  readonly columns?: readonly string[] | undefined;
  /** The classes that it tells apart, where it classifies. */
  readonly classes?: readonly Label[];
}

/** What is wrong with a model within another, as a clause. */
export function faultOfModel(
  model: Fitted,
  name: string,
  { kind, columns, classes }: ExpectedModel,
): string | undefined {
  if (model.kind !== kind) return `has a ${model.kind} as "${name}" and not a ${kind}`;
  if (columns !== undefined && !sameItems(model.inputColumns, columns))
    return `has a ${kind} as "${name}" that was fitted on other columns than it gets`;
  if (classes === undefined) return undefined;
  if (!model.has("predictProbabilities")) return `has a ${kind} as "${name}" that gives no probabilities`;
  const own = (model as { readonly classes?: readonly Label[] }).classes ?? [];
  return sameItems(own, classes) ? undefined : `has a ${kind} as "${name}" that tells other classes apart`;
}

/** The names of the columns that a model's `transform` gives; undefined where only running a function of the caller's would show them. */
export function outputNames(model: Fitted): readonly string[] | undefined {
  return isPortable(model.program) ? model.outputs.columns : undefined;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => Object.is(item, b[i]));
}
