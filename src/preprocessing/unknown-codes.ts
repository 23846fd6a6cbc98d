import { type Form, forms } from "../document/index.js";
import { KindredError } from "../errors/index.js";
import {
  converted,
  countValues,
  defineTransformer,
  FittedTransformer,
  recordSchema,
  type TableToTable,
  type TransformerClass,
} from "../estimator/index.js";
import * as z from "../options/schemas.js";
import { DataDictionary, type DictionaryDocument } from "../table/index.js";

/** Options of UnknownCodes. */
export interface UnknownCodesOptions {
  /** Says by column which codes mean "unknown". */
  readonly dictionary?: DataDictionary | DictionaryDocument | undefined;
  /** Further codes by column, as the table shows them. */
  readonly codes: Readonly<Record<string, readonly (string | number)[]>>;
  /** Codes for "there was nothing": kept, since that is known, or missing as well. */
  readonly noActivity: "keep" | "null";
}

/** What UnknownCodes learned. */
export interface UnknownCodesState {
  /** By column the values that become missing. */
  readonly values: readonly Float64Array[];
  /** By column in how many training rows each was found. */
  readonly found: readonly Float64Array[];
}

/** What a document may hold of it. */
const unknownCodesState: Form<UnknownCodesState> = forms.checked(
  forms.record({
    values: forms.list(forms.float64("codes", { infinite: true }), "inputs"),
    found: forms.list(forms.float64("codes", { min: 0 }), "inputs"),
  }),
  ({ values, found }) => {
    const odd = values.findIndex((list, j) => list.length !== found[j]!.length);
    return odd < 0 ? undefined : `has ${values[odd]!.length} codes of column ${odd} and found ${found[odd]!.length}`;
  },
);

/** How many cells of a column became missing at fit. */
export interface UnknownCount {
  /** The column. */
  readonly column: string;
  /** The code as the table shows it. */
  readonly code: string;
  /** Training rows that hold it (their weight, where weights were given). */
  readonly rows: number;
}

/** Fitted UnknownCodes. */
export class FittedUnknownCodes extends FittedTransformer<UnknownCodesOptions, UnknownCodesState, TableToTable> {
  /** The codes that became missing at fit, with their rows. */
  get counts(): readonly UnknownCount[] {
    const { plan } = this.spec.input;
    return this.state.values.flatMap((values, j) =>
      Array.from(values, (value, k) => ({
        column: plan[j]!.name,
        code: plan[j]!.labels?.[value] ?? String(value),
        rows: this.state.found[j]![k]!,
      })).filter(({ rows }) => rows > 0),
    );
  }
}

const dictionarySchema = converted(
  z.custom<DataDictionary | DictionaryDocument>(
    (value) => typeof value === "object" && value !== null && "columns" in value,
    { error: "expected a DataDictionary" },
  ),
  (given): DictionaryDocument =>
    given instanceof DataDictionary ? given.toJSON() : DataDictionary.fromJSON(given).toJSON(),
);

const unknownParams: z.ZodType<UnknownCodesOptions, object> = z.strictObject({
  dictionary: dictionarySchema.optional(),
  codes: recordSchema(z.array(z.union([z.string(), z.number()]))).default({}),
  noActivity: z.enum(["keep", "null"]).default("keep"),
});

const UnknownCodesBase: TransformerClass<UnknownCodesOptions, FittedUnknownCodes, TableToTable> = defineTransformer({
  kind: "UnknownCodes",
  version: 1,
  params: unknownParams,
  accepts: "table",
  gives: "same",
  fitted: FittedUnknownCodes,
  async learn(training, params: UnknownCodesOptions) {
    const { plan } = training.source;
    const lost = Object.keys(params.codes).find((name) => !plan.some((column) => column.name === name));
    if (lost !== undefined)
      throw new KindredError({
        code: "MISSING_COLUMN",
        where: training.where,
        problem: `codes are given for "${lost}", which the data lack`,
        fix: "Correct the name, or take it off `codes`",
        column: lost,
      });
    const wanted = unknownByColumn(params);
    const counts = await countValues(training);
    const values = plan.map((column, j) => {
      const codes = wanted(column.name);
      const seen = counts[j]!.values;
      // Words that no row holds have no place among the column's words; numbers may still come later.
      const fixed = column.labels === undefined ? codes.map(Number).filter((code) => !Number.isNaN(code)) : [];
      const held = seen.filter((value) => codes.includes(column.labels?.[value] ?? String(value)));
      return Float64Array.from(new Set([...held, ...fixed])).sort();
    });
    const found = values.map((list, j) =>
      list.map((value) => {
        const at = counts[j]!.values.indexOf(value);
        return at < 0 ? 0 : counts[j]!.weights[at]!;
      }),
    );
    return { state: { values, found } };
  },
  program: ({ values }: UnknownCodesState) => [{ op: "nullify", values }],
  state: unknownCodesState,
});

/**
 * Codes that say "unknown" become missing: -1, 0, 9, X or XX, another one for each column, as a dictionary has them. Codes for "no
 * activity" say something and are kept, unless asked otherwise.
 *
 * A word that no training row holds is no word of its column: in a later table it counts as an unseen category, not as missing.
 *
 * **Formula.** None: a value that is among the codes of its column becomes missing, every other value stays as it is.
 * The codes of a column are those of `dictionary` that mean "unknown", under `noActivity: "null"` also those that mean
 * "no activity", and those of `codes`.
 *
 * **Limits.** Codes are compared as the table shows values, so "1" and 1 are the same code. Without `dictionary` and
 * `codes` nothing changes. Columns that `codes` names must be there; those that only the dictionary knows are passed
 * over. Infinite values are refused. Codes that are numbers are found in later tables also where no training row held
 * them.
 *
 * **Source.** None: which codes mean "unknown" is for the data's dictionary to say.
 *
 * @example
 * ```ts
 * import { UnknownCodes } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("AGE,ZONE\n1,A\n-1,X\n9,B\n");
 * const fitted = await new UnknownCodes({ codes: { AGE: [-1, 9], ZONE: ["X"] } }).fit(table);
 * fitted.transform(table).toArray().map((row) => row.toJSON()); // [{ AGE: 1, ZONE: "A" }, { AGE: null, ZONE: null }, { AGE: null, ZONE: "B" }]
 * fitted.counts[0]; // { column: "AGE", code: "-1", rows: 1 }
 * ```
 */
export class UnknownCodes extends UnknownCodesBase {}

/** The codes of each column that become missing, as text. */
function unknownByColumn({ dictionary, codes, noActivity }: UnknownCodesOptions): (name: string) => string[] {
  const known =
    dictionary === undefined
      ? undefined
      : dictionary instanceof DataDictionary
        ? dictionary
        : DataDictionary.fromJSON(dictionary);
  return (name) => [
    ...(known?.unknownCodes(name) ?? []),
    ...(noActivity === "null" ? (known?.noActivityCodes(name) ?? []) : []),
    ...(Object.hasOwn(codes, name) ? codes[name]!.map(String) : []),
  ];
}
