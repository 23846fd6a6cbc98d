import { type Form, forms } from "../../document/index.js";
import type { NeighborsOperation, RegressionsOperation } from "../../engine/program/index.js";
import type { StateFacts } from "../../estimator/index.js";
import { STORAGE_NAMES } from "../../matrix/index.js";

/** What an Imputer learned. */
export interface ImputerState {
  /** By column: the value filled in, a word by its position; NaN where rows get values of their own. */
  readonly values: Float64Array;
  /** By column of text: the words after filling. */
  readonly words: ReadonlyMap<number, readonly string[]>;
  /** The columns that got an indicator. */
  readonly flagged: readonly number[];
  /** How rows get values of their own, in the order in which they do. */
  readonly own: readonly (NeighborsOperation | RegressionsOperation)[];
}

const position = forms.number({ min: 0, below: "inputs", whole: true });
const positions = (size: string): Form<number[]> => forms.numbers(size, { min: 0, below: "inputs", whole: true });
const storage = forms.oneOf(...STORAGE_NAMES);

const ownForm: Form<ImputerState["own"][number]> = forms.variants("op", {
  neighbors: {
    filled: forms.list(
      forms.record({
        position,
        storage,
        agreement: forms.oneOf("mean", "lowerMedian", "mostFrequent"),
        fallback: forms.number(),
      }),
    ),
    measured: positions("measured"),
    donors: forms.matrix("inputs"),
    neighbors: forms.number({ min: 1, whole: true }),
  },
  regressions: {
    chained: positions("chained"),
    filled: forms.list(
      forms.record({ position, storage, codes: forms.optional(forms.float64("codes", { rising: "strictly" })) }),
    ),
    guesses: forms.float64("chained"),
    bounds: forms.optional(forms.float64(["chained", 2])),
    targets: forms.int32("turns", { min: 0, below: "chained" }),
    intercepts: forms.float64("turns"),
    coefficients: forms.float64(["turns", "chained"]),
  },
});

/** What a document may hold of it. */
export function imputerState({ input: { plan } }: StateFacts<unknown>): Form<ImputerState> {
  const all = forms.record({
    values: forms.float64("inputs", { missing: true }),
    words: forms.map(position, forms.list(forms.text())),
    flagged: forms.numbers("flagged", { min: 0, below: "inputs", whole: true, rising: "strictly" }),
    own: forms.list(ownForm),
  });
  return forms.checked(all, ({ values, words, own }) => {
    for (const [j, { name, labels }] of plan.entries()) {
      const filled = words.get(j);
      if ((labels === undefined) !== (filled === undefined)) return `has words of column "${name}" where it holds none`;
      if (filled === undefined || Number.isNaN(values[j])) continue;
      if (!(Number.isInteger(values[j]) && values[j]! >= 0 && values[j]! < filled.length))
        return `fills column "${name}" with word ${values[j]} of ${filled.length}`;
    }
    const chains = own.every(
      (one) => one.op === "neighbors" || one.filled.every(({ position }) => one.chained.includes(position)),
    );
    return chains ? undefined : "fills a column that no regression is for";
  });
}
