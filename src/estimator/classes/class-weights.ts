import { KindredError, listed } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import * as z from "../../options/schemas.js";

/**
 * How much the rows of each class count: `"balanced"` makes all classes weigh the same (the weight of all rows / (classes x the weight of the
 * class)); a Map, or for words a plain object, says it label by label. Labels that it leaves out count once.
 */
export type ClassWeight = "balanced" | ReadonlyMap<Label, number> | Readonly<Record<string, number>>;

/** The option `classWeight` of a classifier. */
export const classWeightSchema: z.ZodType<ClassWeight, ClassWeight> = z.custom<ClassWeight>(isClassWeight, {
  error: 'expected "balanced", or a Map or object of finite weights of at least 0 by label',
});

function isClassWeight(value: unknown): boolean {
  if (value === "balanced") return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const weights: unknown[] = value instanceof Map ? [...value.values()] : Object.values(value);
  return weights.every((weight) => typeof weight === "number" && weight >= 0 && Number.isFinite(weight));
}

/**
 * The factor on the weight of the rows of each class, in the order of the classes.
 *
 * @param option - The option `classWeight`; every class counts once where it is undefined.
 * @param classes - The distinct labels.
 * @param totals - The weight of the rows of each class.
 * @throws KindredError where the option names a label that no row has.
 */
export function classWeightsOf(
  option: ClassWeight | undefined,
  classes: readonly Label[],
  totals: ArrayLike<number>,
  where: string,
): Float64Array {
  if (option === undefined) return new Float64Array(classes.length).fill(1);
  if (option === "balanced") {
    const all = Array.from(totals).reduce((sum, weight) => sum + weight, 0);
    return Float64Array.from(totals, (weight) => (weight === 0 ? 0 : all / (classes.length * weight)));
  }
  const weights = new Map<Label, number>(
    option instanceof Map
      ? (option as ReadonlyMap<Label, number>)
      : classes.flatMap((label): [Label, number][] =>
          Object.hasOwn(option, String(label)) ? [[label, (option as Record<string, number>)[String(label)]!]] : [],
        ),
  );
  const named = option instanceof Map ? [...option.keys()].map(String) : Object.keys(option);
  const unknown = named.filter((name) => !classes.some((label) => String(label) === name));
  const retyped = [...weights.keys()].filter((label) => !classes.includes(label)).map(String);
  if (unknown.length + retyped.length > 0)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where,
      problem: `classWeight names ${listed([...new Set([...unknown, ...retyped])])}, which no row has as its label`,
      fix: `The labels are ${classes.map((label) => JSON.stringify(label)).join(", ")}`,
      expected: classes,
      got: named,
    });
  return Float64Array.from(classes, (label) => weights.get(label) ?? 1);
}
