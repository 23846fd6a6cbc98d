import type { Random } from "../../engine/numeric/random/index.js";
import * as z from "../../options/schemas.js";
import { type Dimension, isRange, sampleFrom } from "./distributions.js";

/** As much of a classifier, or of a Pipeline that ends in one, as the types of a search look at. */
export interface Tunable {
  /** The name in documents. */
  readonly kind: string;
  /** It predicts. */
  readonly role: "classifier";
  /** What it takes and gives, for the compiler alone. */
  readonly io?: readonly [unknown, unknown];
  /** Hyper-parameters. */
  readonly params: object;
  /** Learns from rows and labels. */
  fit(...args: never[]): Promise<unknown>;
}

/** Every hyper-parameter of an estimator by its path: `"step.option"` for a Pipeline, `"option"` for others. */
export type PathsFor<E> = "paths" extends keyof E
  ? NonNullable<E["paths"]>
  : E extends Pick<Tunable, "params">
    ? { readonly [K in keyof E["params"]]?: E["params"][K] }
    : never;

/** Values to try, by path. */
export type Grid<E> = { readonly [K in keyof PathsFor<E>]?: readonly PathsFor<E>[K][] };

/** Values or ranges to draw from, by path. */
export type Space<E> = { readonly [K in keyof PathsFor<E>]?: Dimension<PathsFor<E>[K]> };

/** One value a path. */
export type Candidate = Readonly<Record<string, unknown>>;

const values = z.array(z.unknown()).min(1).readonly();
const numberRange = z.strictObject({
  distribution: z.enum(["uniform", "integers"]),
  from: z.number(),
  to: z.number(),
  log: z.boolean(),
});

/** The check of a grid. */
export const gridSchema: z.ZodType<Readonly<Record<string, readonly unknown[]>>, object> = z.record(z.string(), values);
/** The check of a space. */
export const spaceSchema: z.ZodType<Readonly<Record<string, Dimension>>, object> = z.record(
  z.string(),
  z.union([values, numberRange]),
);

/** Every combination of the values, of ranges of whole numbers too; those of the last path change fastest. */
export function combinations(space: Readonly<Record<string, Dimension>>): Candidate[] {
  return Object.entries(space).reduce<Candidate[]>(
    (some, [path, dimension]) =>
      some.flatMap((candidate) => valuesOf(dimension).map((value) => ({ ...candidate, [path]: value }))),
    [{}],
  );
}

/** How many combinations there are; infinite where there is a range of other than whole numbers. */
export function sizeOf(space: Readonly<Record<string, Dimension>>): number {
  return Object.values(space).reduce<number>((product, dimension) => product * countOf(dimension), 1);
}

function countOf(dimension: Dimension): number {
  if (!isRange(dimension)) return new Set(dimension).size;
  return dimension.distribution === "integers" ? dimension.to - dimension.from + 1 : Number.POSITIVE_INFINITY;
}

/** The different values of a list, or of a range of whole numbers. */
function valuesOf(dimension: Dimension): readonly unknown[] {
  if (!isRange(dimension)) return [...new Set(dimension)];
  return Array.from({ length: countOf(dimension) }, (_, k) => dimension.from + k);
}

/** Candidates drawn, no two of them alike: all there are where they are few. */
export function sampleCandidates(
  space: Readonly<Record<string, Dimension>>,
  count: number,
  random: Random,
): Candidate[] {
  if (sizeOf(space) <= count) return combinations(space);
  const places = new Map<unknown, number>();
  const placeOf = (value: unknown): number => {
    if (!places.has(value)) places.set(value, places.size);
    return places.get(value)!;
  };
  const known = new Set<string>();
  const candidates: Candidate[] = [];
  while (candidates.length < count) {
    const entries = Object.entries(space).map(([path, dimension]) => [path, sampleFrom(dimension, random)] as const);
    const key = entries.map(([, value]) => placeOf(value)).join();
    if (known.has(key)) continue;
    known.add(key);
    candidates.push(Object.fromEntries(entries));
  }
  return candidates;
}
