import { type Form, forms } from "../../document/index.js";
import type { EncodedColumn } from "./encode-column.js";

/** What a FeatureEncoder learned. */
export interface FeatureEncoderState {
  /** Every column that is not dropped. */
  readonly columns: readonly EncodedColumn[];
  /** What a person should look at. */
  readonly warnings: readonly string[];
}

const from = forms.number({ min: 0, below: "inputs", whole: true });
const output = forms.number({ min: -2, below: "width", whole: true });
const width = forms.size("width");
const values = forms.float64("values", { rising: "strictly", infinite: true });

const columnForm: Form<EncodedColumn> = forms.checked(
  forms.record({
    code: forms.variants("kind", {
      pass: { from },
      days: { from },
      oneHot: {
        from,
        width,
        values,
        outputs: forms.int32("values", { min: -1, below: "width" }),
        missing: output,
        other: output,
      },
      table: {
        from,
        width,
        values,
        // Tables for parts of the rows are of use at fit alone.
        parts: forms.number({ min: 1, max: 1 }),
        numbers: forms.float64(["values", "width"]),
        missing: forms.float64("width", { missing: true }),
        other: forms.float64("width", { missing: true }),
        refuseOther: forms.boolean(),
      },
    }),
    names: forms.list(forms.text(), "width"),
    categories: forms.list(forms.optional(forms.text()), "width"),
    known: forms.list(forms.nullable(forms.label())),
  }),
  ({ code, names }) => ("width" in code || names.length === 1 ? undefined : `has ${names.length} names for one column`),
);

/** What a document may hold of it. */
export const encoderState: Form<FeatureEncoderState> = forms.record({
  columns: forms.checked(forms.list(columnForm), (columns) => {
    const names = columns.flatMap((column) => column.names);
    return new Set(names).size === names.length ? undefined : "gives two columns of one name";
  }),
  warnings: forms.list(forms.text()),
});
