import { KindredError } from "../errors/index.js";
import type { Label } from "../matrix/index.js";
import * as z from "../options/schemas.js";

/** The true share of each class, by label. */
export type ClassPriors = ReadonlyMap<Label, number> | Readonly<Record<string, number>>;

/** The check of the true shares. */
export const priorsSchema: z.ZodType<ClassPriors> = z.custom<ClassPriors>(
  (value) => typeof value === "object" && value !== null && sharesOf(value).every((share) => share > 0 && share < 1),
  { error: "expected the share of each class, between 0 and 1, by label" },
);

function sharesOf(priors: object): number[] {
  return [...(priors instanceof Map ? priors.values() : Object.values(priors))].map(Number);
}

/** True share over share among the rows, class by class. */
export function factorsOf(
  priors: ClassPriors,
  totals: Float64Array,
  classes: readonly Label[],
  where: string,
): Float64Array {
  const known = new Map<Label, number>(priors instanceof Map ? priors : Object.entries(priors));
  const named = classes.map((label) => known.get(label) ?? known.get(String(label)));
  const open = named.filter((share) => share === undefined).length;
  const sum = named.reduce<number>((total, share) => total + (share ?? 0), 0);
  if (known.size + open !== classes.length || open > 1 || (open === 0 ? Math.abs(sum - 1) > 1e-6 : sum >= 1))
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `priors names ${JSON.stringify([...known])} for the classes ${JSON.stringify(classes)}`,
      fix: "Give each class's share, or all but one, so that they add up to 1",
      got: priors,
    });
  const rows = totals.reduce((total, weight) => total + weight, 0);
  return Float64Array.from(named, (share, k) => (share ?? 1 - sum) / (totals[k]! / rows));
}
