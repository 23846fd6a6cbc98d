import { type FeatureMatrix, isFeatureMatrix, type Label } from "../../matrix/index.js";
import { type Form, type Formed, form, itemOf, misfit, type OptionalForm, type Place, shown, within } from "./form.js";
import { checkLength } from "./numbers.js";
import type { Size } from "./sizes.js";

/** Forms by property. */
export type Fields = Readonly<Record<string, Form<unknown>>>;

type OptionalKeys<R extends Fields> = { [K in keyof R]: R[K] extends OptionalForm<unknown> ? K : never }[keyof R];

/** The type of objects whose properties have these forms. */
export type RecordOf<R extends Fields> = { readonly [K in Exclude<keyof R, OptionalKeys<R>>]: Formed<R[K]> } & {
  readonly [K in OptionalKeys<R>]?: Exclude<Formed<R[K]>, undefined>;
};

/** Objects of these properties and no others. They are looked at in this order, which settles the sizes that they share. */
export function record<R extends Fields>(fields: R): Form<RecordOf<R>> {
  const known = Object.entries(fields);
  return form((value, at) => {
    const given = plainObject(value, at);
    for (const [key, field] of known) {
      const own = Object.hasOwn(given, key) ? given[key] : undefined;
      if (own !== undefined) field.check(own, within(at, key));
      else if (!("optional" in field)) misfit(within(at, key), "is missing");
    }
    const odd = Object.keys(given).find((key) => !Object.hasOwn(fields, key));
    if (odd !== undefined) misfit(within(at, odd), "is not known");
  });
}

/** Objects of one of several forms, told apart by the word under `key`, which each of them has. */
export function variants<K extends string, V extends Readonly<Record<string, Fields>>>(
  key: K,
  byWord: V,
): Form<{ [W in keyof V & string]: { readonly [Key in K]: W } & RecordOf<V[W]> }[keyof V & string]> {
  const known = new Map(
    Object.entries(byWord).map(([word, fields]) => [word, record({ [key]: oneOf(word), ...fields })]),
  );
  return form((value, at) => {
    const word = plainObject(value, at)[key];
    const found = typeof word === "string" ? known.get(word) : undefined;
    if (found === undefined)
      misfit(within(at, key), `is ${shown(word)} and not one of ${[...known.keys()].join(", ")}`);
    found.check(value, at);
  });
}

/** A property that may be absent, or an item that may be undefined. */
export function optional<T>(inner: Form<T>): OptionalForm<T> {
  return {
    check: (value, at) => {
      if (value !== undefined) inner.check(value, at);
    },
    optional: true,
  };
}

/** A value, or null. */
export function nullable<T>(inner: Form<T>): Form<T | null> {
  return form((value, at) => {
    if (value !== null) inner.check(value, at);
  });
}

/** Lists of items of one form. Sizes that are settled within an item are its own. */
export function list<T>(item: Form<T>, size?: Size | readonly Size[]): Form<readonly T[]> {
  return form((value, at) => {
    if (!Array.isArray(value)) misfit(at, `is ${shown(value)} and not a list`);
    if (size !== undefined) checkLength(value.length, size, at);
    for (const [i, one] of (value as unknown[]).entries()) item.check(one, itemOf(at, i));
  });
}

/** Lists of two. */
export function pair<A, B>(first: Form<A>, second: Form<B>): Form<readonly [A, B]> {
  return form((value, at) => {
    if (!Array.isArray(value) || value.length !== 2) misfit(at, `is ${shown(value)} and not a pair`);
    first.check(value[0], within(at, 0));
    second.check(value[1], within(at, 1));
  });
}

/** Objects of any properties, whose values are of one form. */
export function dictionary<T>(item: Form<T>): Form<Readonly<Record<string, T>>> {
  return form((value, at) => {
    for (const [key, one] of Object.entries(plainObject(value, at))) item.check(one, itemOf(at, key));
  });
}

/** Maps. */
export function map<K, V>(key: Form<K>, item: Form<V>): Form<ReadonlyMap<K, V>> {
  return form((value, at) => {
    if (!(value instanceof Map)) misfit(at, `is ${shown(value)} and not a Map`);
    for (const [k, v] of value as Map<unknown, unknown>) {
      const own = itemOf(at, `get(${shown(k)})`);
      key.check(k, own);
      item.check(v, own);
    }
  });
}

/** Text. */
export function text(): Form<string> {
  return form((value, at) => {
    if (typeof value !== "string") misfit(at, `is ${shown(value)} and not text`);
  });
}

/** True or false. */
export function boolean(): Form<boolean> {
  return form((value, at) => {
    if (typeof value !== "boolean") misfit(at, `is ${shown(value)} and not true or false`);
  });
}

/** One of these words. */
export function oneOf<W extends string>(...words: readonly W[]): Form<W> {
  return form((value, at) => {
    if (!(words as readonly unknown[]).includes(value)) misfit(at, `is ${shown(value)} and not ${words.join(" or ")}`);
  });
}

/** A label: text, a number, true or false. */
export function label(): Form<Label> {
  return form((value, at) => {
    if (!["string", "number", "boolean"].includes(typeof value)) misfit(at, `is ${shown(value)} and not a label`);
  });
}

/** A FeatureMatrix of this many columns. */
export function matrix(columns: Size): Form<FeatureMatrix> {
  return form((value, at) => {
    if (!isFeatureMatrix(value)) misfit(at, `is ${shown(value)} and not a matrix`);
    const expected = at.sizes.settle([columns], value.columns.length, at);
    if (expected !== undefined) misfit(at, `has ${value.columns.length} columns and not ${expected}`);
  });
}

/** An instance of a class. */
export function instance<T>(Type: abstract new (...args: never[]) => T, name: string): Form<T> {
  return form((value, at) => {
    if (!(value instanceof Type)) misfit(at, `is ${shown(value)} and not ${name}`);
  });
}

/** Anything that documents hold: for parts that are shown and not computed with. */
export function anything(): Form<unknown> {
  return form(() => {});
}

/** No state at all. */
export function nothing(): Form<undefined> {
  return form((value, at) => {
    if (value !== undefined) misfit(at, `is ${shown(value)}, and nothing is learned`);
  });
}

/** A form whose values must also keep a rule, which says what is wrong with them: `holds 3 at 1 and not a column of words`. */
export function checked<T>(
  inner: Form<T>,
  rule: (value: T, size: (name: Size) => number) => string | undefined,
): Form<T> {
  return form((value, at) => {
    inner.check(value, at);
    const fault = rule(value as T, (name) => {
      const size = at.sizes.get(name);
      if (size === undefined) throw new TypeError(`the size ${name} is not known`);
      return size;
    });
    if (fault !== undefined) misfit(at, fault);
  });
}

function plainObject(value: unknown, at: Place): Readonly<Record<string, unknown>> {
  const isPlain = typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
  if (!isPlain || value instanceof Map || value instanceof Set) misfit(at, `is ${shown(value)} and not an object`);
  return value as Readonly<Record<string, unknown>>;
}
