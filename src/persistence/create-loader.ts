import type { DocumentReaders } from "../estimator/index.js";
import { check, checkArguments } from "../options/index.js";
import { checkAs } from "./check-as.js";
import type { FittedOf } from "./fitted-of.js";
import type { Loadable } from "./loadable.js";
import type { LoadedModel } from "./loaded-model.js";
import { Loader, type LoadOptions } from "./loader.js";

/** An estimator, as far as loading looks at one. */
export interface Expected {
  /** Its name in documents. */
  readonly kind: string;
  /** Its hyper-parameters. */
  readonly params?: object;
  /** Gives the model that loading gives. */
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
  /** Its name in documents. */
  readonly kind: string;
  /** What it is good for in a Pipeline. */
  readonly role: string;
  /** Its hyper-parameters. */
  readonly params: object;
  /** A copy with some hyper-parameters changed. */
  with(partial: object): LoadedEstimator;
  /** Learns, as its own `fit` does. */
  fit(data: unknown, ...rest: unknown[]): Promise<LoadedModel>;
  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string;
  /** One JSON document that `loadEstimator` reads back. */
  toJSON(): object;
}

/** The two readers of documents. */
export interface Loaders {
  /** Reads fitted models. */
  readonly load: Load;
  /** Reads estimators that were not fitted. */
  readonly loadEstimator: LoadEstimator;
}

/** The readers of a closed list of kinds, as estimators use them. */
export function documentReaders(types: readonly Loadable[]): DocumentReaders {
  const loader = new Loader(types);
  return { load: (json) => loader.load(json), loadEstimator: (json) => loader.loadEstimator(json) };
}

/** `load` and `loadEstimator` over a closed list of kinds. */
export function createLoader(types: readonly Loadable[]): Loaders {
  checkArguments("createLoader", {
    types: [
      types,
      check.expected(
        (value) => Array.isArray(value) && value.every((type) => check.estimatorClass.safeParse(type).success),
        "a list of estimator classes",
      ),
    ],
  });
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
