import type { FittedOf } from "./fitted-of.js";
import type { Loadable } from "./loadable.js";
import { checkAs, type LoadedModel, Loader, type LoadOptions } from "./loader.js";

/** An estimator, as far as loading looks at one. */
export interface Expected {
  readonly kind: string;
  readonly params?: object;
  fit(...args: never[]): Promise<unknown>;
}

/** Reads fitted models. */
export interface Load {
  /** The fitted model of a document, verified to be one of the estimator `as`, and typed so. */
  <E extends Expected>(json: string | object, options: LoadOptions & { readonly as: E }): FittedOf<E>;
  /** The fitted model of a document, verified to be of the class `as`, and typed so. */
  <E extends Expected>(
    json: string | object,
    options: LoadOptions & { readonly as: new (params?: never) => E },
  ): FittedOf<E>;
  /** The fitted model of a document: it has every verb, and throws on those it lacks. */
  (json: string | object, options?: LoadOptions): LoadedModel;
}

/** Reads estimators that were not fitted. */
export type LoadEstimator = (json: string | object, options?: LoadOptions) => LoadedEstimator;

/** An estimator of which only the document knows what it is. */
export interface LoadedEstimator {
  readonly kind: string;
  readonly role: string;
  readonly params: object;
  with(partial: object): LoadedEstimator;
  fit(data: unknown, ...rest: unknown[]): Promise<LoadedModel>;
  toJSON(): object;
}

/** `load` and `loadEstimator` over a closed list of kinds. */
export function createLoader(types: readonly Loadable[]): { load: Load; loadEstimator: LoadEstimator } {
  const loader = new Loader(types);
  const load = (json: string | object, options: LoadOptions & { readonly as?: Expected } = {}): unknown => {
    const model = loader.load(json, options);
    if (options.as !== undefined) checkAs(model, options.as);
    return model;
  };
  return {
    load: load as Load,
    loadEstimator: (json, options) => loader.loadEstimator(json, options) as unknown as LoadedEstimator,
  };
}
