import { KindredError } from "../../errors/index.js";
import { countValues, defineTransformer, type TableToTable, type TransformerClass } from "../../estimator/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import * as z from "../../options/schemas.js";
import { type ColumnSchema, Schema } from "../../table/index.js";
import { type CompiledRecoding, compileRecoding } from "./compile-recoding.js";
import { FittedRecoder } from "./fitted.js";
import type { RecoderOptions } from "./options.js";
import { type RecodeRule, recodeRule } from "./rule.js";
import { type RecoderState, recoderState, type UnmatchedValue } from "./state.js";

const recoderParams: z.ZodType<RecoderOptions, object> = z.strictObject({ rules: z.array(recodeRule).default([]) });

const RecoderBase: TransformerClass<RecoderOptions, FittedRecoder, TableToTable> = defineTransformer({
  kind: "Recoder",
  version: 1,
  params: recoderParams,
  accepts: "table",
  gives: "same",
  fitted: FittedRecoder,
  traits: {
    checkParams: {
      rules: [
        { column: "code", into: { last: { kind: "reverse", from: 0, to: 4 } }, keep: true },
        { column: "zone", into: { side: { kind: "map", values: { north: "up", south: "down" } } } },
      ],
    },
  },
  async learn(training, { rules }: RecoderOptions) {
    const { plan } = training.source;
    const ruled = ruleByColumn(rules, plan, training.where);
    const counts = await countValues(training);
    const about: [string, ColumnSchema][] = [];
    const unmatched: UnmatchedValue[] = [];
    const columns = plan.flatMap((column, from): RecoderState["columns"][number][] => {
      const rule = ruled.get(column.name);
      const own = { from, name: column.name, storage: column.storage, refuse: false };
      if (rule === undefined) return [own];
      const made = Object.entries(rule.into).map(([name, how]) => {
        const known = training.schema.column(column.name);
        const compiled = compileRecoding(how, column, counts[from]!.values, known, name, training.where);
        if (how.other === "error") refuseUnmatched(compiled, column, name, training.where);
        about.push([name, compiled.about]);
        for (const value of compiled.unmatched)
          unmatched.push({
            column: column.name,
            into: name,
            value: column.labels?.[value] ?? String(value),
            rows: counts[from]!.weights[counts[from]!.values.indexOf(value)]!,
          });
        const { recoding, storage, labels } = compiled;
        const words = labels === undefined ? {} : { labels };
        return { from, name, recoding, storage, ...words, refuse: how.other === "error" };
      });
      return rule.keep === true ? [own, ...made] : made;
    });
    refuseTwice(columns, training.where);
    return { state: { columns, about, unmatched } };
  },
  program: ({ columns }: RecoderState, _params, { provenance }) => [
    {
      op: "recode",
      columns: columns.map((column) => {
        const origin = provenance[column.from]!;
        return { ...column, origin: column.recoding === undefined ? origin : { ...origin, column: column.name } };
      }),
    },
  ],
  outputSchema: ({ columns, about }: RecoderState, _params, { plan, schema }) => {
    const stay = new Set(columns.flatMap(({ recoding, from }) => (recoding === undefined ? [plan[from]!.name] : [])));
    const inputs = new Set(plan.map(({ name }) => name));
    const others = schema.toJSON().filter(([name]) => stay.has(name) || !inputs.has(name));
    return new Schema([...others, ...about]);
  },
  state: recoderState,
});

/**
 * Makes columns of others by declared rules: maps, digits and ranges of codes, parts and ages of dates, scales turned round; also several
 * columns of one. Rules are data: they are saved with the model. Missing values stay missing, and every new column knows what it was
 * made of. What no rule names passes as it is.
 *
 * A word that no training row holds is no word of its column: rules say nothing of it.
 *
 * **Formula.** A value x becomes, by the kind of the rule:
 *
 * - `map`: what is listed for x;
 * - `ranges`: the `value` of the first range with from ≤ x ≤ to;
 * - `number`: x; `tens`: ⌊x / 10⌋; `units`: x − 10 ⌊x / 10⌋, both for whole x from 0 up;
 * - `reverse`: from + to − x, for from ≤ x ≤ to;
 * - `recency`: oldest + 1 − x, for 1 ≤ x ≤ oldest, and 0 for codes in `never`;
 * - `datePart`: the year, quarter, month, day or weekday (1 is Monday) of a date; `daysBefore`: the days from it to
 *   `date`.
 *
 * Every other x is missing, an error under `other: "error"`, or itself under a map's `other: "keep"`. `unmatched` of
 * the fitted Recoder lists those of the training rows.
 *
 * **Limits.** A column has one rule, which makes any number of columns. Dates are read by `datePart` and `daysBefore`
 * alone, in UTC, also from text that starts as `2015-04-21` does. Two columns of one name, rules for columns that the
 * data lack, and infinite values are refused. Without rules every column passes.
 *
 * **Source.** None: rules are the caller's own.
 *
 * @example
 * ```ts
 * import { Recoder, recode } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("STATUS,SIDE,SINCE\n51,O,1992-02-10\n14,W,\n,W,2004-12-31\n");
 * const recoder = new Recoder({
 *   rules: [
 *     recode("STATUS").tens("WEALTH", { about: { direction: "down" } }).units("LIFE_STAGE"),
 *     recode("SIDE").map("EAST", { O: 1, W: 0 }),
 *     { column: "SINCE", into: { YEAR: { kind: "datePart", part: "year" }, DAYS: { kind: "daysBefore", date: "2005-01-01" } } },
 *   ],
 * });
 * const fitted = await recoder.fit(table);
 * fitted.outputColumns; // ["WEALTH", "LIFE_STAGE", "EAST", "YEAR", "DAYS"]
 * fitted.transform(table).get(0)!.toJSON(); // { WEALTH: 5, LIFE_STAGE: 1, EAST: 1, YEAR: 1992, DAYS: 4709 }
 * fitted.transform(table).get(2)!.toJSON(); // { WEALTH: null, LIFE_STAGE: null, EAST: 0, YEAR: 2004, DAYS: 1 }
 * fitted.provenance[0]; // { sources: ["STATUS"], column: "WEALTH" }
 * ```
 */
export class Recoder extends RecoderBase {}

function ruleByColumn(
  rules: readonly RecodeRule[],
  plan: readonly ColumnPlan[],
  where: string,
): ReadonlyMap<string, RecodeRule> {
  const lost = rules.find(({ column }) => !plan.some(({ name }) => name === column));
  if (lost !== undefined)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `a rule reads column "${lost.column}", which the data lack`,
      fix: "Correct the name, or take the rule out",
      column: lost.column,
    });
  const twice = rules.find(({ column }, i) => rules.findIndex((rule) => rule.column === column) < i);
  if (twice !== undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `there are two rules for column "${twice.column}"`,
      fix: "Make all of its columns in one rule",
      column: twice.column,
    });
  return new Map(rules.map((rule) => [rule.column, rule]));
}

function refuseUnmatched({ unmatched }: CompiledRecoding, column: ColumnPlan, name: string, where: string): void {
  if (unmatched.length === 0) return;
  const got = column.labels?.[unmatched[0]!] ?? unmatched[0]!;
  throw new KindredError({
    code: "UNSEEN_CATEGORY",
    where,
    problem: `column "${column.name}" holds ${JSON.stringify(got)}, of which the rule for "${name}" says nothing`,
    fix: 'Add it to the rule, or use { other: "missing" }',
    column: column.name,
    got,
  });
}

function refuseTwice(columns: RecoderState["columns"], where: string): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new KindredError({
    code: "DUPLICATE_COLUMN",
    where,
    problem: `the rules would make a second column "${twice}"`,
    fix: "Give it another name, or do not keep the column that it is made of",
    column: twice,
  });
}
