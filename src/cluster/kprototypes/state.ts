import { type Form, forms } from "../../document/index.js";
import type { OneHotCode, PassCode } from "../../engine/program/index.js";

/** What KPrototypes learned. */
export interface KPrototypesState {
  /** How each column becomes numbers: as it is, or one column of 0 and 1 a category. */
  readonly codes: readonly (PassCode | OneHotCode)[];
  /** What is subtracted from each of those numbers, and what they are then multiplied with. */
  readonly center: Float64Array;
  /** What each amount is divided by. */
  readonly scale: Float64Array;
  /** Clusters x those numbers, row by row. */
  readonly centroids: Float64Array;
  /** What a nominal column that differs adds to the squared distance. */
  readonly gamma: number;
  /** The weighted sum of squared distances of the training rows to their prototypes. */
  readonly cost: number;
  /** How many iterations the best start took. */
  readonly iterations: number;
  /** How many training rows each cluster has. */
  readonly counts: Float64Array;
}

const from = forms.number({ min: 0, below: "inputs", whole: true });
const output = forms.number({ min: -1, below: "width", whole: true });

/** What a document may hold of it. */
export const kPrototypesState: Form<KPrototypesState> = forms.checked(
  forms.record({
    codes: forms.list(
      forms.variants("kind", {
        pass: { from },
        oneHot: {
          from,
          width: forms.size("width"),
          values: forms.float64("values", { rising: "strictly", infinite: true }),
          outputs: forms.int32("values", { min: -1, below: "width" }),
          missing: output,
          other: output,
        },
      }),
      "inputs",
    ),
    center: forms.float64("numbers"),
    scale: forms.float64("numbers", { min: 0 }),
    counts: forms.checked(forms.float64("clusters", { min: 0 }), ({ length }) => (length > 0 ? undefined : "is empty")),
    centroids: forms.float64(["clusters", "numbers"]),
    gamma: forms.number({ min: 0 }),
    cost: forms.number({ min: 0 }),
    iterations: forms.number({ min: 0, whole: true }),
  }),
  ({ codes, center }) => {
    const numbers = codes.reduce((sum, code) => sum + (code.kind === "pass" ? 1 : code.width), 0);
    if (center.length !== numbers) return `has ${center.length} numbers where its columns make ${numbers}`;
    return codes.every((code, j) => code.from === j) ? undefined : "has columns in another order";
  },
);
