import { copyValues } from "./copy-values.js";
import { allocate, isShared } from "./shared-memory.js";
import type { Store } from "./store.js";

/** An array of the same type and values that workers can see: itself where they can already. */
export function shared<A extends Store>(array: A): A {
  if (isShared(array.buffer)) return array;
  const copy = new (array.constructor as new (memory: ArrayBufferLike) => A)(allocate(array.byteLength));
  copyValues(array, 0, 1, array.length, copy, 0);
  return copy;
}
