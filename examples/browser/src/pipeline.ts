import {
  BlockWeights,
  ColumnFilter,
  DropSparseRows,
  FeatureEncoder,
  Imputer,
  KMeans,
  PCA,
  Pipeline,
  Scaler,
} from "kindred";

/** Rows that miss more than this share of their columns are not learned from, and are set aside in comparisons. */
export const SPARSE = 0.5;
const SEED = 1;

/** What stands before the clusters: table in, components out. */
const sparse = ["sparse", new DropSparseRows({ maxMissing: SPARSE })] as const;
const filter = ["filter", new ColumnFilter({ maxMissing: 0.3 })] as const;
const impute = ["impute", new Imputer()] as const;
const encode = ["encode", new FeatureEncoder({ minFrequency: 0.01, nominal: "oneHot" })] as const;
const scale = ["scale", new Scaler()] as const;
const weigh = ["weigh", new BlockWeights()] as const;
const reduce = ["reduce", new PCA({ components: 0.8 })] as const;

export const preparation = new Pipeline([sparse, filter, impute, encode, scale, weigh, reduce]);

/** The whole way from a table to segments. */
export function segmentation(clusters: number) {
  const cluster = ["cluster", new KMeans({ clusters, seed: SEED })] as const;
  return new Pipeline([sparse, filter, impute, encode, scale, weigh, reduce, cluster]);
}
