import { KindredError } from "../../errors/index.js";
import { type Form, Misfit, Place } from "./form.js";
import { type FormRange, number, numbers, size, typedArray } from "./numbers.js";
import { type Size, Sizes } from "./sizes.js";
import {
  anything,
  boolean,
  checked,
  dictionary,
  type Fields,
  instance,
  label,
  list,
  map,
  matrix,
  nothing,
  nullable,
  oneOf,
  optional,
  pair,
  type RecordOf,
  record,
  text,
  variants,
} from "./structures.js";

export { type Form, type Formed, form, misfit, type OptionalForm, type Place } from "./form.js";
export type { FormRange } from "./numbers.js";
export type { Size } from "./sizes.js";
export type { Fields, RecordOf } from "./structures.js";

/** Makes forms: see each for what it lets pass. */
export interface Forms {
  /** A Float64Array, whose length is the product of sizes. */
  float64(size: Size | readonly Size[], range?: FormRange): Form<Float64Array<ArrayBuffer>>;
  /** A Float32Array. */
  float32(size: Size | readonly Size[], range?: FormRange): Form<Float32Array<ArrayBuffer>>;
  /** An Int32Array. */
  int32(size: Size | readonly Size[], range?: FormRange): Form<Int32Array<ArrayBuffer>>;
  /** A Uint32Array. */
  uint32(size: Size | readonly Size[], range?: FormRange): Form<Uint32Array<ArrayBuffer>>;
  /** A Uint8Array. */
  uint8(size: Size | readonly Size[], range?: FormRange): Form<Uint8Array<ArrayBuffer>>;
  /** A list of numbers. */
  numbers(size: Size | readonly Size[], range?: FormRange): Form<number[]>;
  /** A number. */
  number(range?: FormRange): Form<number>;
  /** A whole number from 0 that is a size, and settles it where it is not known. */
  size(name: string): Form<number>;
  /** Text. */
  text(): Form<string>;
  /** True or false. */
  boolean(): Form<boolean>;
  /** A label: text, a number, true or false. */
  label: typeof label;
  /** One of these words. */
  oneOf<W extends string>(...words: readonly W[]): Form<W>;
  /** An object of these properties and no others. They are looked at in this order, which settles the sizes that they share. */
  record<R extends Fields>(fields: R): Form<RecordOf<R>>;
  /** An object of one of several forms, told apart by the word under `key`. */
  variants: typeof variants;
  /** A property that may be absent. */
  optional: typeof optional;
  /** A value, or null. */
  nullable<T>(inner: Form<T>): Form<T | null>;
  /** A list of items of one form. Sizes that are settled within an item are its own. */
  list<T>(item: Form<T>, size?: Size | readonly Size[]): Form<readonly T[]>;
  /** A list of two. */
  pair<A, B>(first: Form<A>, second: Form<B>): Form<readonly [A, B]>;
  /** An object of any properties, whose values are of one form. */
  dictionary<T>(item: Form<T>): Form<Readonly<Record<string, T>>>;
  /** A Map. */
  map<K, V>(key: Form<K>, item: Form<V>): Form<ReadonlyMap<K, V>>;
  /** A FeatureMatrix of this many columns. */
  matrix: typeof matrix;
  /** An instance of a class: a model within a model. */
  instance: typeof instance;
  /** Anything that documents hold: for parts that are shown and not computed with. */
  anything(): Form<unknown>;
  /** No state at all. */
  nothing(): Form<undefined>;
  /** A form whose values must also keep a rule, which says what is wrong with them, as a clause: `has two columns of one name`. */
  checked: typeof checked;
}

/**
 * The forms of what documents hold. A definition declares by them what its learned state is: types, lengths, ranges. A length is a product of
 * sizes, numbers or names; `inputs` (columns at fit) and `classes` (of the target) are known, others are settled by the first part that has them.
 *
 * @example
 * ```ts
 * import { forms } from "kindred";
 *
 * const state = forms.record({
 *   counts: forms.float64("clusters", { min: 0 }),
 *   centroids: forms.float64(["clusters", "inputs"]),
 *   converged: forms.boolean(),
 * });
 * ```
 */
export const forms: Forms = {
  float64: typedArray(Float64Array),
  float32: typedArray(Float32Array),
  int32: typedArray(Int32Array),
  uint32: typedArray(Uint32Array),
  uint8: typedArray(Uint8Array),
  numbers,
  number,
  size,
  text,
  boolean,
  label,
  oneOf,
  record,
  variants,
  optional,
  nullable,
  list,
  pair,
  dictionary,
  map,
  matrix,
  instance,
  anything,
  nothing,
  checked,
};

/** Of what a value is checked to be: words for the error, and the sizes that are known. */
export interface FormSubject {
  /** Whose part it is: `PCA`. */
  readonly of: string;
  /** What the part is called: `state`. */
  readonly part: string;
  /** The sizes that are known. */
  readonly sizes?: Readonly<Record<string, number>>;
}

/** @throws KindredError that names the part which is not of the form. */
export function checkForm<T>(form: Form<T>, value: unknown, { of, part, sizes }: FormSubject): asserts value is T {
  try {
    form.check(value, new Place(part, new Sizes(sizes)));
  } catch (cause) {
    if (!(cause instanceof Misfit)) throw cause;
    throw new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: `the document of ${of} cannot be read: ${cause.path} ${cause.message}`,
      fix: "Pass what JSON.stringify wrote, whole and unchanged",
      cause,
    });
  }
}
