import { eigenTeam } from "../engine/numeric/eigen/eigen-group.js";
import { foldBlock } from "../engine/reducers/block-task.js";
import { addBlocks } from "../engine/reducers/memory-task.js";
import { runRows } from "../engine/rows/transform-task.js";
import type { Task, TeamTask } from "../engine/threads/task.js";
import { boostTeam } from "../engine/trees/boost-group.js";
import { forestTree } from "../engine/trees/forest-tree.js";

/** The tasks of crews that workers know, by name. */
export const TASKS: ReadonlyMap<string, Task<never, never, unknown>> = byName([foldBlock, forestTree, runRows]);

/** The tasks of teams that workers know, by name. */
export const TEAM_TASKS: ReadonlyMap<string, TeamTask<never, unknown>> = byName([addBlocks, boostTeam, eigenTeam]);

function byName<T extends { readonly name: string }>(tasks: readonly T[]): ReadonlyMap<string, T> {
  return new Map(tasks.map((task) => [task.name, task]));
}
