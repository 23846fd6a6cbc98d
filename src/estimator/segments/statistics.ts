import { type Form, forms } from "../../document/index.js";

/** How source columns of the training rows lie in each segment of a clusterer: what explanations quote. Arrays hold one column after the other. */
export interface SegmentStatistics {
  /** People by segment: training rows, whatever they weigh. */
  readonly people: Int32Array;
  /** The weight of the rows by segment, where rows have weights. */
  readonly weight?: Float64Array;
  /** The columns: those that come in, less what the first steps take away or say is unknown. */
  readonly columns: readonly string[];
  /** What numbers stand for in columns of true and false and of dates. */
  readonly shows: readonly ("boolean" | "date" | null)[];
  /** By column and segment: the people of whom it is known. */
  readonly known: Int32Array;
  /** By column and segment: their weight, where rows have weights. */
  readonly knownWeight?: Float64Array;
  /** By column and segment: the mean of what is known, NaN where nothing is. */
  readonly means: Float64Array;
  /** By column and segment, and behind them over all: the middle of what is known. Of columns of many values it is that of sampled rows. */
  readonly medians: Float64Array;
  /** By column: mean and standard deviation over all rows, smallest and largest value. */
  readonly overall: Float64Array;
  /** Where each column's listed values begin; one more than there are columns. */
  readonly starts: Int32Array;
  /** Values of columns of few, or the most frequent names of columns of many, rising. */
  readonly values: Float64Array;
  /** The words that values stand for, where a column holds words: in the order of `values`, null for numbers. */
  readonly words: readonly (string | null)[];
  /** By value and segment: the people who hold it. */
  readonly counts: Int32Array;
  /** By value and segment: their weight, where rows have weights. */
  readonly countWeight?: Float64Array;
  /** By column: the block of columns that say much the same, by the number of its first. */
  readonly blocks: Int32Array;
  /** The components that segments were found in, where something projected. */
  readonly components?: SegmentComponents;
  /** Names given by people, by segment; null where none was. */
  readonly names?: readonly (string | null)[];
}

/** How segments lie along components. */
export interface SegmentComponents {
  /** Their names. */
  readonly names: readonly string[];
  /** By component: mean and standard deviation over all rows. */
  readonly overall: Float64Array;
  /** By segment and component: the mean. */
  readonly means: Float64Array;
}

const known = { missing: true, infinite: true } as const;

const componentsForm: Form<SegmentComponents> = forms.record({
  names: forms.list(forms.text(), "components"),
  overall: forms.float64(["components", 2], known),
  means: forms.float64(["segments", "components"], known),
});

/** What a document may hold of them. */
export const segmentsForm: Form<SegmentStatistics> = forms.record({
  people: forms.int32("segments", { min: 0 }),
  weight: forms.optional(forms.float64("segments", { min: 0 })),
  columns: forms.list(forms.text(), "columns"),
  shows: forms.list(forms.nullable(forms.oneOf("boolean", "date")), "columns"),
  known: forms.int32(["columns", "segments"], { min: 0 }),
  knownWeight: forms.optional(forms.float64(["columns", "segments"], { min: 0 })),
  means: forms.float64(["columns", "segments"], known),
  medians: forms.checked(forms.float64("medians", known), ({ length }, size) =>
    length === size("columns") * (size("segments") + 1) ? undefined : "has not one for each segment and one over all",
  ),
  overall: forms.float64(["columns", 4], known),
  values: forms.float64("values", { infinite: true }),
  starts: forms.checked(forms.int32("starts", { min: 0, rising: "weakly" }), (starts, size) =>
    starts.length === size("columns") + 1 && starts[0] === 0 && starts.at(-1) === size("values")
      ? undefined
      : "does not divide the values among the columns",
  ),
  words: forms.list(forms.nullable(forms.text()), "values"),
  counts: forms.int32(["values", "segments"], { min: 0 }),
  countWeight: forms.optional(forms.float64(["values", "segments"], { min: 0 })),
  blocks: forms.int32("columns"),
  components: forms.optional(componentsForm),
  names: forms.optional(forms.list(forms.nullable(forms.text()), "segments")),
});
