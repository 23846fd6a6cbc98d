import { compiledModule } from "./csv-kernels.js";
import { type Exports, MODULE } from "./generated/parquet-module.js";
import { isReference } from "./kernels.js";
import { importsOf } from "./regions.js";

/** The kernels that unpack pages of Parquet, over a memory of their own; see `../assembly/parquet.ts`. */
export interface ParquetKernels {
  readonly run: Exports;
  readonly memory: WebAssembly.Memory;
}

let found: ParquetKernels | null | undefined;

/** The kernels of this thread; undefined where the engine has no SIMD, or a test wants the reference. */
export function parquetKernels(): ParquetKernels | undefined {
  if (isReference()) return undefined;
  if (found === undefined) found = instance();
  return found ?? undefined;
}

function instance(): ParquetKernels | null {
  const module = compiledModule(MODULE);
  if (module === null) return null;
  const memory = new WebAssembly.Memory({ initial: 16 });
  const run = new WebAssembly.Instance(module, importsOf(memory)).exports as unknown as Exports;
  return { run, memory };
}
