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

/** Candidates, each once: two whose values are the same are one. */
export class CandidateSet {
  readonly #paths: readonly string[];
  readonly #places = new Map<unknown, number>();
  readonly #keys = new Set<string>();

  constructor(space: Readonly<Record<string, Dimension>>) {
    this.#paths = Object.keys(space);
  }

  /** How many there are. */
  get size(): number {
    return this.#keys.size;
  }

  has(candidate: Candidate): boolean {
    return this.#keys.has(this.#keyOf(candidate));
  }

  /** False where it was there already. */
  add(candidate: Candidate): boolean {
    const { size } = this;
    return this.#keys.add(this.#keyOf(candidate)).size > size;
  }

  #keyOf(candidate: Candidate): string {
    return this.#paths.map((path) => this.#placeOf(candidate[path])).join();
  }

  #placeOf(value: unknown): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    this.#places.set(value, this.#places.size);
    return this.#places.size - 1;
  }
}

/** Candidates drawn, no two of them alike: all there are where they are few. */
export function sampleCandidates(
  space: Readonly<Record<string, Dimension>>,
  count: number,
  random: Random,
): Candidate[] {
  if (sizeOf(space) <= count) return combinations(space);
  const known = new CandidateSet(space);
  const candidates: Candidate[] = [];
  while (candidates.length < count) {
    const candidate = sampled(space, random);
    if (known.add(candidate)) candidates.push(candidate);
  }
  return candidates;
}

/** A candidate drawn among those that were not tried, of which there is one at least. */
export function sampleUntried(
  space: Readonly<Record<string, Dimension>>,
  tried: CandidateSet,
  random: Random,
): Candidate {
  if (tried.size >= sizeOf(space) / 2) {
    const left = combinations(space).filter((candidate) => !tried.has(candidate));
    return left[random.below(left.length)]!;
  }
  let candidate = sampled(space, random);
  while (tried.has(candidate)) candidate = sampled(space, random);
  return candidate;
}

function sampled(space: Readonly<Record<string, Dimension>>, random: Random): Candidate {
  return Object.fromEntries(
    Object.entries(space).map(([path, dimension]) => [path, sampleFrom(dimension, random)] as const),
  );
}
