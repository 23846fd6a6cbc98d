import type { DistinctValues } from "../../engine/reducers/index.js";
import { KindredError, listed } from "../../errors/index.js";
import { countValues, defineTransformer, type SameToSame, type TransformerClass } from "../../estimator/index.js";
import * as z from "../../options/schemas.js";
import { correlatedColumns } from "./correlated-columns.js";
import { FittedColumnFilter } from "./fitted.js";
import type { ColumnFilterOptions } from "./options.js";
import { type ColumnFilterState, columnFilterState, type DroppedColumn } from "./state.js";

const share = z.number().min(0).max(1);

const filterParams: z.ZodType<ColumnFilterOptions, object> = z.strictObject({
  maxMissing: share.default(1),
  minDistinct: z.number().int().min(0).default(2),
  maxTopShare: share.default(0.95),
  maxDistinctShare: share.optional(),
  maxCorrelation: share.optional(),
  drop: z.array(z.string()).default([]),
  keep: z.array(z.string()).default([]),
});

const ColumnFilterBase: TransformerClass<ColumnFilterOptions, FittedColumnFilter, SameToSame> = defineTransformer({
  kind: "ColumnFilter",
  version: 1,
  params: filterParams,
  accepts: "either",
  gives: "same",
  fitted: FittedColumnFilter,
  async learn(training, params: ColumnFilterOptions) {
    const { plan } = training.source;
    refuseUnknown(
      plan.map((column) => column.name),
      params,
      training.where,
    );
    const counts = await countValues(training);
    const dropped = new Map<number, DroppedColumn>();
    const keep = new Set(params.keep);
    plan.forEach(({ name }, j) => {
      const reason = params.drop.includes(name) ? ({ reason: "asked", value: 1 } as const) : judged(counts[j]!, params);
      if (reason !== undefined && !keep.has(name)) dropped.set(j, { column: name, ...reason });
    });
    if (params.maxCorrelation !== undefined) {
      const left = plan.flatMap((_, j) => (dropped.has(j) ? [] : [j]));
      for (const found of await correlatedColumns(training, left, params.maxCorrelation, keep))
        dropped.set(found.position, {
          column: plan[found.position]!.name,
          reason: "correlated",
          value: found.value,
          with: plan[found.other]!.name,
        });
    }
    const kept = Int32Array.from(plan.flatMap((_, j) => (dropped.has(j) ? [] : [j])));
    if (kept.length === 0)
      throw new KindredError({
        code: "EMPTY_INPUT",
        where: training.where,
        problem: "every column would be dropped",
        fix: "Raise the limits, or name columns in `keep`",
      });
    return { state: { kept, dropped: [...dropped].sort(([a], [b]) => a - b).map(([, entry]) => entry) } };
  },
  program: ({ kept }: ColumnFilterState) => [{ op: "select", positions: Array.from(kept) }],
  state: columnFilterState,
});

/**
 * Leaves out columns that say little: mostly missing, constant or nearly so, nearly unique, or the same as another. What it learned on the
 * training rows holds for every later table, whatever that misses. Each dropped column is listed with its reason.
 *
 * **Formula.** Let a column miss the weight M, have the known weight K, d distinct values, and the weight m at its most
 * frequent value. It is dropped, for the first of these reasons that holds, where M / (M + K) is above `maxMissing`, d
 * below `minDistinct`, m / K above `maxTopShare`, or d / K above `maxDistinctShare`. Of the columns left, one is
 * dropped where its correlation with one before it that stays is above `maxCorrelation`: the size of Pearson's r, or,
 * where one of the two is nominal, Cramér's V = √(χ² / (n (min(a, b) − 1))) of their a × b table of n rows.
 *
 * **Limits.** Correlations are taken over the rows that know both columns, without weights, and of 40,000 rows and more
 * over evenly spaced ones, 20,000 up to 30,000 of them; their time grows with the square of the number of columns. Nominal columns of more than 64 values are not compared. Infinite values, names in `drop` and `keep` that the data
 * lack, and options that would drop every column are refused.
 *
 * **Source.** H. Cramér, "Mathematical methods of statistics", 1946, chapter 21.
 *
 * @example
 * ```ts
 * import { ColumnFilter } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("A,B,C\n1,7,\n2,7,\n3,7,5\n4,7,\n");
 * const fitted = await new ColumnFilter({ maxMissing: 0.3 }).fit(table);
 * fitted.outputColumns; // ["A"]
 * fitted.dropped; // [{ column: "B", reason: "constant", value: 1 }, { column: "C", reason: "missing", value: 0.75 }]
 * ```
 */
export class ColumnFilter extends ColumnFilterBase {}

function judged(
  counts: DistinctValues,
  params: ColumnFilterOptions,
): Pick<DroppedColumn, "reason" | "value"> | undefined {
  const known = counts.weights.reduce((sum, weight) => sum + weight, 0);
  const missing = counts.missing / (counts.missing + known);
  if (missing > params.maxMissing) return { reason: "missing", value: missing };
  const distinct = counts.values.length;
  const top = known === 0 ? 1 : Math.max(...counts.weights) / known;
  if (distinct < params.minDistinct) return { reason: "constant", value: distinct };
  if (top > params.maxTopShare) return { reason: "constant", value: top };
  if (params.maxDistinctShare !== undefined && distinct / known > params.maxDistinctShare)
    return { reason: "unique", value: distinct / known };
  return undefined;
}

function refuseUnknown(names: readonly string[], { drop, keep }: ColumnFilterOptions, where: string): void {
  const lost = [...drop, ...keep].filter((name) => !names.includes(name));
  if (lost.length === 0) return;
  throw new KindredError({
    code: "MISSING_COLUMN",
    where,
    problem: `\`drop\` and \`keep\` name ${listed(lost)}, which the data lack`,
    fix: "Correct the names",
    column: lost[0]!,
  });
}
