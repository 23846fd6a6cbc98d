import { type Exports, MODULE } from "./generated/csv-module.js";
import { bytesOf, isReference } from "./kernels.js";
import { importsOf } from "./regions.js";

/** The kernels that cut CSV into cells, over a memory of their own; see `../assembly/csv.ts`. */
export interface CsvKernels {
  readonly run: Exports;
  readonly memory: WebAssembly.Memory;
}

let compiled: WebAssembly.Module | null | undefined;
/** One free memory, for the next reader: making one takes longer than reading a small file. */
let spare: CsvKernels | undefined;

/** The kernels for one parser; undefined where the engine has no SIMD, or a test wants the reference. */
export function csvKernels(): CsvKernels | undefined {
  if (isReference()) return undefined;
  if (compiled === undefined) compiled = compiledModule(MODULE);
  if (compiled === null) return undefined;
  const kernels = spare ?? instance(compiled);
  spare = undefined;
  return kernels;
}

/** Gives kernels back that are used no more. */
export function releaseCsvKernels(kernels: CsvKernels): void {
  spare = kernels;
}

function instance(module: WebAssembly.Module): CsvKernels {
  const memory = new WebAssembly.Memory({ initial: 32 });
  const { exports } = new WebAssembly.Instance(module, importsOf(memory));
  return { run: exports as unknown as Exports, memory };
}

/** A module in base64; null where the engine cannot run it. */
export function compiledModule(base64: string): WebAssembly.Module | null {
  if (typeof WebAssembly !== "object") return null;
  try {
    return new WebAssembly.Module(bytesOf(base64));
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return null;
    throw error;
  }
}
