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
