import type { InputSchema } from "../training/input.js";
import type { Fitted } from "./fitted.js";

/** What a fitted model asks of later data. Public types of fitted models do not show it. */
export function inputOf(fitted: { readonly kind: string; readonly inputColumns: readonly string[] }): InputSchema {
  return (fitted as unknown as Fitted).spec.input;
}
