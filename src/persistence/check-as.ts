import { listed } from "../errors/index.js";
import type { Fitted } from "../estimator/index.js";
import { badDocument } from "./bad-document.js";

/** Refuses a model that is not the one expected. */
export function checkAs(model: Fitted, expected: { readonly kind: string; readonly params?: object }): void {
  const steps = (params: object | undefined): string => {
    const list = (params as { steps?: readonly (readonly [string, { readonly kind: string }])[] } | undefined)?.steps;
    return list === undefined
      ? ""
      : ` of ${listed(
          list.map(([name, step]) => `${name}: ${step.kind}`),
          99,
        )}`;
  };
  const sameSteps = expected.params === undefined || steps(expected.params) === steps(model.params);
  if (model.kind === expected.kind && sameSteps) return;
  throw badDocument(
    "load",
    `the document holds a ${model.kind}${steps(model.params)}, and a ${expected.kind}${steps(expected.params)} was expected`,
    "Pass the estimator that the model was fitted with",
  );
}
