import type { ClusterKernels } from "./cluster-exports.js";
import type { LinearExports } from "./linear-exports.js";
import type { TreeKernels } from "./tree-exports.js";

/** What the module of kernels exports. Pointers are byte offsets into its memory; see `../assembly` for what each kernel does. */
export interface KernelExports extends LinearExports, TreeExports, ClusterKernels {}

/** What a module over a memory of its own exports. */
export interface TreeExports extends TreeKernels {
  heapBase(): number;
}
