import { type Form, forms } from "../../document/index.js";

/** What KMeans learned. */
export interface KMeansState {
  /** Clusters x columns, row by row. */
  readonly centroids: Float64Array;
  /** The weighted sum of squared distances of the training rows to their centroids. */
  readonly inertia: number;
  /** How many iterations the best start took. */
  readonly iterations: number;
  /** How many training rows each cluster has. */
  readonly counts: Float64Array;
  /** Are distances rounded to float32? */
  readonly single: boolean;
  /** What looked doubtful at fit; absent where nothing did. */
  readonly warnings?: readonly string[];
}

/** What a document may hold of it. */
export const kmeansState: Form<KMeansState> = forms.record({
  counts: forms.checked(forms.float64("clusters", { min: 0 }), ({ length }) => (length > 0 ? undefined : "is empty")),
  centroids: forms.float64(["clusters", "inputs"]),
  inertia: forms.number({ min: 0, infinite: true }),
  iterations: forms.number({ min: 0, whole: true }),
  single: forms.boolean(),
  warnings: forms.optional(forms.list(forms.text())),
});
