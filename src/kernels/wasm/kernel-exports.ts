import type { TreeKernels } from "../trees/tree-kernels.js";
import type { ClusterKernels } from "./cluster-kernels.js";
import type { LinearExports } from "./linear-exports.js";

/** What the module of kernels exports. Pointers are byte offsets into its memory; see `../assembly` for what each kernel does. */
export interface KernelExports extends LinearExports, TreeExports, ClusterKernels {}

/** What a module over a memory of its own exports. */
export interface TreeExports extends TreeKernels {
  heapBase(): number;
}
