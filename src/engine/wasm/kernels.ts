import { type Exports, MODULE } from "./generated/module.js";
import { importsOf } from "./regions.js";
import { Scratch } from "./scratch.js";

/** The kernels that scoring needs, as they run on this thread. */
export interface Kernels {
  readonly run: Exports;
  readonly scratch: Scratch;
}

let found: Kernels | null | undefined;
let allowed = true;

/**
 * The WebAssembly kernels, made on first use; undefined where the engine has no SIMD, and the reference has to run. Synchronous, so
 * that a model runs the same kernels from its first row on.
 */
export function kernels(): Kernels | undefined {
  if (found === undefined) found = instantiated();
  return allowed ? (found ?? undefined) : undefined;
}

/** Runs the reference instead of the kernels (or no longer), on this thread: for tests that compare the two. */
export function useReference(on: boolean): void {
  allowed = !on;
}

/** Does the reference run on this thread because a test wants it? */
export function isReference(): boolean {
  return !allowed;
}

/** What a module exports when it works on a memory. */
export function exportsOf<E>(module: WebAssembly.Module, memory: WebAssembly.Memory): E {
  return new WebAssembly.Instance(module, importsOf(memory)).exports as unknown as E;
}

function instantiated(): Kernels | null {
  if (typeof WebAssembly !== "object") return null;
  const memory = new WebAssembly.Memory({ initial: 16 });
  try {
    const run = exportsOf<Exports>(new WebAssembly.Module(bytesOf(MODULE)), memory);
    return { run, scratch: new Scratch(memory, run.heapBase()) };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}

/** The bytes of a module. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
