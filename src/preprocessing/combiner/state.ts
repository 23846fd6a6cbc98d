import { type Form, forms } from "../../document/index.js";
import type { Combination, CombinedColumn } from "../../engine/program/index.js";
import { columnSchemaForm } from "../../estimator/index.js";
import { STORAGE_NAMES } from "../../matrix/index.js";
import type { ColumnSchema } from "../../table/index.js";

/** What a Combiner learned: its rules, made ready for the columns that it met. */
export interface CombinerState {
  /** Positions of the columns that stay. */
  readonly keep: readonly number[];
  /** The columns that are made. */
  readonly columns: readonly Omit<CombinedColumn, "origin">[];
  /** Levels, directions and meanings of the columns that are made. */
  readonly about: readonly (readonly [string, ColumnSchema])[];
}

const skip = forms.boolean();
const combinationForm: Form<Combination> = forms.variants("kind", {
  sum: { skip },
  mean: { skip },
  min: { skip },
  max: { skip },
  any: { skip },
  all: { skip },
  difference: { unit: forms.number({ above: 0 }) },
  ratio: { zero: forms.number({ missing: true }) },
  compare: { by: forms.oneOf("<", "<=", "=", "!=", ">=", ">") },
});

/** What a document may hold of it. Parts are positions of columns that come in, and behind them of those made before. */
export const combinerState: Form<CombinerState> = forms.record({
  keep: forms.list(forms.number({ min: 0, below: "inputs", whole: true })),
  columns: forms.checked(
    forms.list(
      forms.record({
        name: forms.text(),
        parts: forms.list(forms.number({ min: 0, whole: true })),
        combination: combinationForm,
        storage: forms.oneOf(...STORAGE_NAMES),
        shows: forms.optional(forms.oneOf("date")),
      }),
    ),
    (columns, size) => {
      const isThere = (position: number, made: number): boolean => position < size("inputs") + made;
      const sound = columns.every(
        ({ parts }, made) => parts.length > 0 && parts.every((position) => isThere(position, made)),
      );
      return sound ? undefined : "reads columns that are not there";
    },
  ),
  about: forms.list(forms.pair(forms.text(), columnSchemaForm)),
});
