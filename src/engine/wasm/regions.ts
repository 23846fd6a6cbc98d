// Where arrays lie in the memory of kernels. Here they are not tracked. In the build that checks every access (`npm run test:checked`) the
// module of the same exports in test/checked stands in for this one: its kernels may touch what was added here and nothing else.

/** A memory that kernels, or their reference, work on. */
export type KernelMemory = WebAssembly.Memory | ArrayBufferLike;

/** Bytes that are left free behind every array. */
export const GAP: number = 0;

/** What a module of kernels imports. */
export function importsOf(memory: WebAssembly.Memory): WebAssembly.Imports {
  return { env: { memory } };
}

/** Forgets the arrays of a memory; what is added next may take `bytes` bytes in a number of arrays, where that is known. */
export function clearRegions(
  _memory: KernelMemory,
  _room?: { readonly bytes: number; readonly arrays: number },
): void {}

/** An array of this many bytes. */
export function addRegion(_memory: KernelMemory, _start: number, _bytes: number): void {}
