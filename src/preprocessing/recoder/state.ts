import { type Form, forms } from "../../document/index.js";
import type { RecodedColumn, Recoding } from "../../engine/program/index.js";
import { columnSchemaForm } from "../../estimator/index.js";
import { STORAGE_NAMES } from "../../matrix/index.js";
import type { ColumnSchema } from "../../table/index.js";

/** What a Recoder learned. */
export interface RecoderState {
  /** The columns that go out, in order. */
  readonly columns: readonly Omit<RecodedColumn, "origin">[];
  /** Roles, levels and directions of the columns that were made. */
  readonly about: readonly (readonly [string, ColumnSchema])[];
  /** Values of which a rule says nothing. */
  readonly unmatched: readonly UnmatchedValue[];
}

/** A value of the training rows of which a rule says nothing. */
export interface UnmatchedValue {
  /** The column that is read. */
  readonly column: string;
  /** The column that is made. */
  readonly into: string;
  /** The value, as the table shows it. */
  readonly value: string;
  /** Training rows that hold it (their weight, where weights were given). */
  readonly rows: number;
}

const results = { missing: true } as const;
const bound = { infinite: true } as const;

const recodingForm: Form<Recoding> = forms.variants("kind", {
  table: {
    values: forms.float64("values", { missing: true, infinite: true }),
    results: forms.float64("values", results),
    keep: forms.boolean(),
  },
  ranges: {
    from: forms.float64("ranges", bound),
    to: forms.float64("ranges", bound),
    results: forms.float64("ranges", results),
  },
  number: {},
  tens: {},
  units: {},
  reverse: { from: forms.number(), to: forms.number() },
  recency: { oldest: forms.number({ min: 1, whole: true }), never: forms.float64("never") },
  datePart: { part: forms.oneOf("year", "quarter", "month", "day", "weekday") },
  daysBefore: { day: forms.number() },
});

const madeForm: Form<RecoderState["columns"][number]> = forms.checked(
  forms.record({
    from: forms.number({ min: 0, below: "inputs", whole: true }),
    name: forms.text(),
    recoding: forms.optional(recodingForm),
    storage: forms.oneOf(...STORAGE_NAMES),
    labels: forms.optional(forms.list(forms.text())),
    refuse: forms.boolean(),
  }),
  ({ recoding, labels }) => {
    if (recoding === undefined || labels === undefined || !("results" in recoding)) return undefined;
    const isWord = (at: number): boolean => Number.isNaN(at) || (Number.isInteger(at) && at >= 0 && at < labels.length);
    return recoding.results.every(isWord) ? undefined : `gives other words than its ${labels.length}`;
  },
);

/** What a document may hold of it. */
export const recoderState: Form<RecoderState> = forms.record({
  columns: forms.checked(forms.list(madeForm), (columns) =>
    new Set(columns.map(({ name }) => name)).size === columns.length ? undefined : "has two columns of one name",
  ),
  about: forms.list(forms.pair(forms.text(), columnSchemaForm)),
  unmatched: forms.list(
    forms.record({ column: forms.text(), into: forms.text(), value: forms.text(), rows: forms.number({ min: 0 }) }),
  ),
});
