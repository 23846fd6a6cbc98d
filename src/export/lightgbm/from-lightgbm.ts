import type { Label } from "../../matrix/index.js";
import { check, optionsCheck } from "../../options/index.js";
import type { LoadedModel } from "../../persistence/index.js";
import { takenModel } from "../sklearn/taken-model.js";
import { inputPlan } from "../sklearn/words.js";
import { boosterOf } from "./booster.js";
import { malformedText, parseText } from "./parse.js";

/** Options of fromLightGbm. */
export interface FromLightGbmOptions {
  /** The labels of the classes, which the text does not hold, in LightGBM's order. Default: 0, 1, … */
  readonly classes?: readonly Label[];
}

const checkOptions = optionsCheck<FromLightGbmOptions>("fromLightGbm", { classes: check.labels });

/**
 * A classifier that LightGBM trained, from its text (`Booster.save_model`, `model_to_string`), as one of ours: a GradientBoosting, or where columns
 * are pandas' categories a Pipeline that encodes them and ends in one. Probabilities agree to 1e-9.
 *
 * It takes the objectives binary and multiclass, missing values, categories (at most 255 named by the splits of a column) and random forests
 * (`boosting="rf"`); linear trees, other objectives and `zero_as_missing` where it matters are refused by name.
 *
 * @param text - The text of the model.
 * @param options - The labels of the classes.
 * @returns A fitted classifier.
 * @throws KindredError BAD_DOCUMENT where the text is cut or no model; UNSUPPORTED for what has no counterpart.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { fromLightGbm } from "kindred/export";
 *
 * async function scorer(path: string) {
 *   const model = fromLightGbm(await readFile(path, "utf8"), { classes: ["no", "yes"] });
 *   return model.row("predictProbabilities");
 * }
 * ```
 */
export function fromLightGbm(text: string, options: FromLightGbmOptions = {}): LoadedModel {
  checkOptions(options);
  if (typeof text !== "string") throw malformedText("another type than text");
  const { features, classes: count } = boosterOf(parseText(text));
  if (new Set(features).size !== features.length) throw malformedText("a feature twice");
  const classes = options.classes ?? Array.from({ length: count }, (_, k) => k);
  if (classes.length !== count || new Set(classes).size !== count)
    throw malformedText(`${count} classes, and ${classes.length} labels are given for them`);
  const model = { kind: "LGBMClassifier", classes, text } as const;
  const provenance = features.map((name) => ({ sources: [name] }));
  return takenModel(model, { plan: inputPlan(model, features), provenance }).fitted as unknown as LoadedModel;
}
