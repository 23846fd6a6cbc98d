import type { AnyDefinition, Role } from "../estimator/index.js";

/** A class of estimators that documents may name. */
export interface Loadable {
  /** The name in documents. */
  readonly kind: string;
  /** @internal */
  readonly definition: AnyDefinition;
  new (params: never): { readonly role: Role };
}
