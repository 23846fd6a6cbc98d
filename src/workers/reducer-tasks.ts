import { eigenGroup } from "../engine/numeric/eigen/eigen-group.js";
import { reduceBlock } from "../engine/reducers/block-task.js";
import { reduceRows } from "../engine/reducers/memory-task.js";
import { reducerNamed } from "../engine/reducers/registry.js";
import { runRows } from "../engine/rows/transform-task.js";
import type { GroupTask, Task } from "../engine/threads/task.js";
import { boostGroup } from "../engine/trees/boost-group.js";
import { forestTree } from "../engine/trees/forest-tree.js";

/** The tasks of queues that workers know, by name. */
export const TASKS: ReadonlyMap<string, Task<never, never, unknown>> = byName([
  reduceBlock(reducerNamed),
  forestTree,
  runRows,
]);

/** The tasks of groups that workers know, by name. */
export const GROUP_TASKS: ReadonlyMap<string, GroupTask<never, unknown>> = byName([
  reduceRows(reducerNamed),
  boostGroup,
  eigenGroup,
]);

function byName<T extends { readonly name: string }>(tasks: readonly T[]): ReadonlyMap<string, T> {
  return new Map(tasks.map((task) => [task.name, task]));
}
