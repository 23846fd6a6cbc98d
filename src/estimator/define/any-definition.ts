import type { Fitted } from "../fitted/fitted.js";
import type { FittedSpec } from "../fitted/spec.js";
import type { FittedDefinition, Mixed } from "./definition.js";
import type { FitOptionChecks } from "./options.js";

/** A definition of any role. */
export interface AnyDefinition extends FittedDefinition {
  /** The options that the arguments of its constructor stand for; the first argument by default. */
  fromArguments?(...args: Mixed[]): object;
  /** Options of `fit` that it has beside all others. */
  readonly fitOptions?: FitOptionChecks;
  /** The class of fitted models; the role's own by default. */
  readonly fitted?: new (
    spec: FittedSpec<Mixed, Mixed>,
  ) => Fitted<Mixed, Mixed>;
}
