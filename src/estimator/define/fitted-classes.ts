import { Fitted } from "../fitted/fitted.js";
import { FittedClassifier } from "../fitted/fitted-classifier.js";
import { FittedClusterer, FittedTransformer } from "../fitted/fitted-transformer.js";
import type { AnyDefinition } from "./any-definition.js";
import type { Role } from "./definition.js";

/** The fitted class of each role, where a definition names none of its own. */
export const fittedClasses: { readonly [R in Role]: NonNullable<AnyDefinition["fitted"]> } = {
  transformer: FittedTransformer,
  clusterer: FittedClusterer,
  classifier: FittedClassifier,
  resampler: Fitted,
};
