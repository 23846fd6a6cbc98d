import type { ZodType } from "zod";
import * as zod from "zod";

/**
 * The schemas of zod, but for those of objects, which are not compiled. zod tries whether it may compile when a schema of an object is made; where a
 * page's policy forbids it, that is caught, and the browser reports a violation all the same. Whether it tries is a setting of the program as a
 * whole, which other code may rely on: here it holds while a schema of ours is made, and no longer.
 */
export * from "zod";

/** A schema of an object, as of zod. */
export const object: typeof zod.object = ((...given: Parameters<typeof zod.object>) =>
  uncompiled(() => zod.object(...given))) as typeof zod.object;

/** A schema of an object that has no other keys, as of zod. */
export const strictObject: typeof zod.strictObject = ((...given: Parameters<typeof zod.strictObject>) =>
  uncompiled(() => zod.strictObject(...given))) as typeof zod.strictObject;

/** A schema of an object that may have other keys, as of zod. */
export const looseObject: typeof zod.looseObject = ((...given: Parameters<typeof zod.looseObject>) =>
  uncompiled(() => zod.looseObject(...given))) as typeof zod.looseObject;

/** Makes a schema while nothing is compiled; so will be those that are made of it by `refine`, `meta`, `extend` and the like. */
function uncompiled<S extends ZodType>(make: () => S): S {
  const settings = zod.config();
  const given = Object.getOwnPropertyDescriptor(settings, "jitless");
  settings.jitless = true;
  try {
    const schema = make();
    const { _zod: inner } = schema;
    const Schema = inner.constr;
    inner.constr = function Uncompiled(definition: unknown) {
      return uncompiled(() => new Schema(definition) as S);
    } as unknown as typeof Schema;
    return schema;
  } finally {
    if (given === undefined) delete settings.jitless;
    else Object.defineProperty(settings, "jitless", given);
  }
}
