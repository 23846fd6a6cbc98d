/** Can memory be shared with workers here? In browsers only under cross-origin isolation. */
export const SHAREABLE: boolean =
  typeof SharedArrayBuffer !== "undefined" &&
  (globalThis.crossOriginIsolated === true || (typeof process !== "undefined" && process.versions?.node !== undefined));

/** Zeroed memory that workers can read without a copy, where the platform allows it. */
export function allocate(bytes: number): ArrayBufferLike {
  return SHAREABLE ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

/** Can workers see this memory? */
export function isShared(memory: ArrayBufferLike): boolean {
  return SHAREABLE && memory instanceof SharedArrayBuffer;
}

/** An array of the same type and values that workers can see: itself where they can already. */
export function shared<A extends Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint8Array>(
  array: A,
): A {
  if (isShared(array.buffer)) return array;
  const copy = new (array.constructor as new (memory: ArrayBufferLike) => A)(allocate(array.byteLength));
  copy.set(array);
  return copy;
}
