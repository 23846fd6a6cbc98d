import { algorithms } from "./classifier/index.js";
import { GaussianMixture, KMeans, KPrototypes, SegmentGroups } from "./cluster/index.js";
import { PCA } from "./decomposition/index.js";
import { CalibratedClassifier, Ensemble, StackingClassifier, ThresholdClassifier } from "./ensemble/index.js";
import type { DocumentReaders } from "./estimator/index.js";
import { NeuralNetwork } from "./neural/index.js";
import { createLoader, documentReaders, type Load, type Loadable, type LoadEstimator } from "./persistence/index.js";
import { ColumnTransformer, FeatureUnion, Pipeline } from "./pipeline/index.js";
import {
  BlockWeights,
  ColumnFilter,
  Combiner,
  FeatureEncoder,
  Imputer,
  Recoder,
  Scaler,
  UnknownCodes,
} from "./preprocessing/index.js";
import { DropSparseRows, RandomOverSampler, RandomUnderSampler, Smote } from "./resampling/index.js";
import { announceFoldWorkers, GridSearch, HalvingSearch, ParzenSearch, RandomSearch } from "./selection/index.js";
import { FIT_WORKER } from "./workers/fit-worker-address.js";

/** Every estimator of this library: what documents may name, and what the common checks run over. */
export const registry: readonly Loadable[] = [
  Pipeline,
  ColumnTransformer,
  FeatureUnion,
  UnknownCodes,
  ColumnFilter,
  Recoder,
  Combiner,
  DropSparseRows,
  RandomOverSampler,
  RandomUnderSampler,
  Smote,
  Imputer,
  FeatureEncoder,
  Scaler,
  BlockWeights,
  PCA,
  KMeans,
  KPrototypes,
  GaussianMixture,
  SegmentGroups,
  ...Object.values(algorithms),
  NeuralNetwork,
  GridSearch,
  RandomSearch,
  HalvingSearch,
  ParzenSearch,
  CalibratedClassifier,
  ThresholdClassifier,
  Ensemble,
  StackingClassifier,
];

const loader = createLoader(registry);

/** The readers of documents, for workers that fit. */
export const readers: DocumentReaders = documentReaders(registry);

// A network trains on a backend of the caller's, which workers do not have.
announceFoldWorkers({
  address: FIT_WORKER,
  types: registry.filter((type) => type !== NeuralNetwork),
  readers,
});

/** {@inheritDoc Load} */
export const load: Load = loader.load;
/** {@inheritDoc LoadEstimator} */
export const loadEstimator: LoadEstimator = loader.loadEstimator;
