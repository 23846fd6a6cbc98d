import { type Exports, MODULE } from "./generated/learn-module.js";
import { MODULE as SHARED_MODULE, type Exports as SharedExports } from "./generated/shared-module.js";
import { bytesOf, exportsOf, type Kernels, kernels } from "./kernels.js";

/** All kernels as they run on this thread: those that scoring needs, and in the same memory those that only learning needs. */
export interface LearningKernels extends Kernels {
  readonly run: Kernels["run"] & Exports;
}

let compiled: WebAssembly.Module | undefined;
let compiledShared: WebAssembly.Module | undefined;
let found: LearningKernels | undefined;

/** All kernels; undefined where the reference has to run. A module of their own, which programs that only score do without. */
export function learningKernels(): LearningKernels | undefined {
  const scoring = kernels();
  if (scoring === undefined) return undefined;
  const { run, scratch } = scoring;
  found ??= { run: { ...run, ...exportsOf<Exports>(learningModule(), scratch.memory) }, scratch };
  return found;
}

/**
 * The kernels of trees over a memory of their own, for work whose data stay in it from call to call, and which threads may share; undefined
 * where the reference has to run. Everything below `heapBase()` is the kernels'.
 */
export function treeKernelsOver(memory: WebAssembly.Memory): SharedExports | undefined {
  if (kernels() === undefined) return undefined;
  if (memory.buffer instanceof ArrayBuffer) return exportsOf(learningModule(), memory);
  compiledShared ??= new WebAssembly.Module(bytesOf(SHARED_MODULE));
  return exportsOf(compiledShared, memory);
}

function learningModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(bytesOf(MODULE));
  return compiled;
}
