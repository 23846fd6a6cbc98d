import type * as zod from "zod";
import * as mini from "zod/mini";
import en from "zod/v4/locales/en.js";

/**
 * The schemas of zod that the library is made of, on zod's small build: a fifth of the size in bundles, and nothing is compiled from text, which a
 * page's policy may forbid. They are written as in zod, `number().min(1).default(3)`; of its methods there are those of {@link METHODS}, and one that
 * is missing there fails as the module is loaded. Their types are zod's own, which the small build's differ from in methods alone.
 */
export type {
  RefinementCtx,
  ZodDefault,
  ZodError,
  ZodNumber,
  ZodObject,
  ZodOptional,
  ZodRawShape,
  ZodType,
} from "zod";
export { iso, NEVER } from "zod/mini";

type Schema = mini.ZodMiniType & { readonly def: { readonly type: string } };
/** zod says what is wrong in English once it is imported whole, for all of a program. The library says it for its own schemas. */
const ENGLISH = { error: en().localeError };

/** The methods of schemas; each gives a schema that has them, too. */
const METHODS = {
  parse(this: Schema, value: unknown) {
    return mini.parse(this, value, ENGLISH);
  },
  safeParse(this: Schema, value: unknown) {
    return mini.safeParse(this, value, ENGLISH);
  },
  optional(this: Schema) {
    return withMethods(mini.optional(this));
  },
  nullable(this: Schema) {
    return withMethods(mini.nullable(this));
  },
  readonly(this: Schema) {
    return withMethods(mini.readonly(this));
  },
  default(this: Schema, value: unknown) {
    return withMethods(mini._default(this, value as never));
  },
  transform(this: Schema, change: Parameters<typeof mini.transform>[0]) {
    return withMethods(mini.pipe(this, mini.transform(change)));
  },
  refine(this: Schema, ...given: Parameters<typeof mini.refine>) {
    return withMethods(this.check(mini.refine(...given)));
  },
  meta(this: Schema, about: zod.GlobalMeta) {
    return withMethods(mini.clone(this, undefined, { parent: true }).register(mini.globalRegistry, about));
  },
  min(this: Schema, least: number) {
    return withMethods(this.check(this.def.type === "number" ? mini.gte(least) : mini.minLength(least)));
  },
  max(this: Schema, most: number) {
    return withMethods(this.check(this.def.type === "number" ? mini.lte(most) : mini.maxLength(most)));
  },
  gt(this: Schema, limit: number) {
    return withMethods(this.check(mini.gt(limit)));
  },
  lt(this: Schema, limit: number) {
    return withMethods(this.check(mini.lt(limit)));
  },
  positive(this: Schema) {
    return withMethods(this.check(mini.positive()));
  },
  int(this: Schema) {
    return withMethods(this.check(mini.int()));
  },
  regex(this: Schema, ...given: Parameters<typeof mini.regex>) {
    return withMethods(this.check(mini.regex(...given)));
  },
};

function withMethods<S extends object>(schema: S): S {
  return Object.assign(schema, METHODS);
}

/** A function of the small build, under the type that it has in zod. */
function made<F>(make: (...given: never[]) => object): F {
  return ((...given: never[]) => withMethods(make(...given))) as F;
}

export const array: typeof zod.array = /* @__PURE__ */ made(mini.array);
export const boolean: typeof zod.boolean = /* @__PURE__ */ made(mini.boolean);
export const custom: typeof zod.custom = /* @__PURE__ */ made(mini.custom);
export const date: typeof zod.date = /* @__PURE__ */ made(mini.date);
export const discriminatedUnion: typeof zod.discriminatedUnion = /* @__PURE__ */ made(mini.discriminatedUnion);
export const int: typeof zod.int = /* @__PURE__ */ made(mini.int);
export const lazy: typeof zod.lazy = /* @__PURE__ */ made(mini.lazy);
export const literal: typeof zod.literal = /* @__PURE__ */ made(mini.literal);
export const number: typeof zod.number = /* @__PURE__ */ made(mini.number);
export const record: typeof zod.record = /* @__PURE__ */ made(mini.record);
export const strictObject: typeof zod.strictObject = /* @__PURE__ */ made(mini.strictObject);
export const string: typeof zod.string = /* @__PURE__ */ made(mini.string);
export const tuple: typeof zod.tuple = /* @__PURE__ */ made(mini.tuple);
export const union: typeof zod.union = /* @__PURE__ */ made(mini.union);
export const unknown: typeof zod.unknown = /* @__PURE__ */ made(mini.unknown);
const enumeration: typeof zod.enum = /* @__PURE__ */ made(mini.enum);
const nothing: typeof zod.null = /* @__PURE__ */ made(mini.null);

export { enumeration as enum, nothing as null };
