import type { AnyDefinition, Role } from "../estimator/index.js";

/** A class of estimators that documents may name. */
export interface Loadable {
  /** The name in documents. */
  readonly kind: string;
  /** @internal */
  readonly definition: AnyDefinition;
  /** An estimator under options. */
  new (params: never): LoadableInstance;
}

/** As much of an estimator as documents look at. */
export interface LoadableInstance {
  /** What it is good for in a Pipeline. */
  readonly role: Role;
}
