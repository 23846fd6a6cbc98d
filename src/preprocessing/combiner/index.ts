import type { CombineOperation } from "../../engine/program/index.js";
import { KindredError } from "../../errors/index.js";
import { defineTransformer, type SameToSame, type TransformerClass } from "../../estimator/index.js";
import type { Origin } from "../../matrix/index.js";
import { type ColumnSchema, Schema } from "../../table/index.js";
import { compileRule, type RulePart } from "./compile-rule.js";
import { FittedCombiner } from "./fitted.js";
import { type CombineRule, type CombinerOptions, combinerParams } from "./options.js";
import { type CombinerState, combinerState } from "./state.js";

const CombinerBase: TransformerClass<CombinerOptions, FittedCombiner, SameToSame> = defineTransformer({
  kind: "Combiner",
  version: 1,
  params: combinerParams,
  accepts: "either",
  gives: "same",
  fitted: FittedCombiner,
  traits: {
    checkParams: {
      rules: [
        { name: "both", kind: "sum", of: ["height", "rate"] },
        { name: "share", kind: "ratio", of: ["code", "both"] },
        { name: "most", kind: "max", of: ["height", "code"], missing: "skip" },
        { name: "tall", kind: "compare", of: ["height", "rate"], by: ">" },
      ],
      keep: false,
    },
  },
  learn(training, { rules, keep }: CombinerOptions) {
    const { plan } = training.source;
    const known: RulePart[] = [...plan];
    const columns = rules.map((rule) => {
      const column = compileRule(rule, known, training.where);
      known.push({ name: column.name, ...(column.shows === undefined ? {} : { shows: column.shows }) });
      return column;
    });
    const used = new Set(columns.flatMap(({ parts }) => parts));
    const stays = plan.flatMap((_, j) => (keep || !used.has(j) ? [j] : []));
    refuseTwice([...stays.map((j) => plan[j]!.name), ...columns.map(({ name }) => name)], training.where);
    const about = rules.map((rule): [string, ColumnSchema] => [rule.name, aboutOf(rule)]);
    return Promise.resolve({ state: { keep: stays, columns, about } });
  },
  program: ({ keep, columns }: CombinerState, _params, { provenance }): [CombineOperation] => {
    const origins = [...provenance];
    const made = columns.map((column) => {
      const sources = [...new Set(column.parts.flatMap((position) => origins[position]!.sources))];
      const origin: Origin = { sources, column: column.name };
      origins.push(origin);
      return { ...column, origin };
    });
    return [{ op: "combine", keep, columns: made }];
  },
  outputSchema: ({ keep, about }: CombinerState, _params, { plan, schema }) => {
    const stays = new Set(keep.map((j) => plan[j]!.name));
    const inputs = new Set(plan.map(({ name }) => name));
    const others = schema.toJSON().filter(([name]) => stays.has(name) || !inputs.has(name));
    return new Schema([...others, ...about]);
  },
  state: combinerState,
});

/**
 * Makes columns out of several by declared rules: sums, means, ratios, differences, comparisons, the smallest or largest, any or all. Rules are data:
 * they are saved with the model and exported with it. What would be infinite is missing (a ratio over 0, or a sum too large), never
 * Infinity; what a missing part does, a rule says (`missing`). A rule may use what the rules before it made.
 *
 * **Formula.** Of parts v₁ … vₙ the result is, by the kind of the rule:
 *
 * - `sum`: Σ v; `mean`: Σ v / n; `min`, `max`: the smallest, the largest;
 * - `any`: 1 where some v is not 0, else 0; `all`: 1 where no v is 0, else 0;
 * - `difference`: v₁ − v₂, of dates in days;
 * - `ratio`: v₁ / v₂, and where v₂ is 0 the rule's `zero`, by default missing;
 * - `compare`: 1 where v₁ compares with v₂ as `by` states, else 0.
 *
 * Under `missing: "skip"` the parts are those that are known.
 *
 * **Limits.** Parts are numbers, booleans or dates; text is refused, and dates have a difference, a smallest, a largest
 * and a comparison among themselves alone. Results take 8 bytes a row, those of `any`, `all` and `compare` one. Two
 * columns of one name are refused. Nothing but names and types is learned, so rows need not fit into memory.
 *
 * **Source.** None: rules are the caller's own.
 *
 * @example
 * ```ts
 * import { Combiner } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("WINE,MEAT,ORDERS\n10,30,4\n5,,2\n7,1,0\n");
 * const combiner = new Combiner({
 *   rules: [
 *     { name: "SPENT", kind: "sum", of: ["WINE", "MEAT"], missing: "skip" },
 *     { name: "BASKET", kind: "ratio", of: ["SPENT", "ORDERS"] },
 *     { name: "MOSTLY_WINE", kind: "compare", of: ["WINE", "MEAT"], by: ">" },
 *   ],
 *   keep: false,
 * });
 * const fitted = await combiner.fit(table);
 * fitted.transform(table).get(0)!.toJSON(); // { SPENT: 40, BASKET: 10, MOSTLY_WINE: 0 }
 * fitted.transform(table).get(1)!.toJSON(); // { SPENT: 5, BASKET: 2.5, MOSTLY_WINE: null }
 * fitted.transform(table).get(2)!.toJSON(); // { SPENT: 8, BASKET: null, MOSTLY_WINE: 1 }
 * fitted.provenance[1]; // { sources: ["WINE", "MEAT", "ORDERS"], column: "BASKET" }
 * ```
 */
export class Combiner extends CombinerBase {}

/** What is known of a column that a rule makes: what it says, and what follows from its kind. */
function aboutOf({ kind, about }: CombineRule): ColumnSchema {
  const flag = kind === "compare" || kind === "any" || kind === "all";
  return { level: flag ? "binary" : "numeric", ...about };
}

function refuseTwice(names: readonly string[], where: string): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new KindredError({
    code: "DUPLICATE_COLUMN",
    where,
    problem: `the rules would make a second column "${twice}"`,
    fix: "Give it another name, or do not keep the columns that it is made of",
    column: twice,
  });
}
