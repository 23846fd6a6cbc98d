import { eigenTeam } from "../eigen/eigen-team.js";
import { addBlocks } from "../folds/add-blocks.js";
import { foldBlock } from "../folds/fold-block.js";
import { runRows } from "../source/run-rows.js";
import { boostTeam } from "../trees/boost-team.js";
import { forestTree } from "../trees/forest-tree.js";
import type { Task, TeamTask } from "./task.js";

/** The tasks of crews that workers know, by name. */
export const TASKS: ReadonlyMap<string, Task<never, never, unknown>> = byName([foldBlock, forestTree, runRows]);

/** The tasks of teams that workers know, by name. */
export const TEAM_TASKS: ReadonlyMap<string, TeamTask<never, unknown>> = byName([addBlocks, boostTeam, eigenTeam]);

function byName<T extends { readonly name: string }>(tasks: readonly T[]): ReadonlyMap<string, T> {
  return new Map(tasks.map((task) => [task.name, task]));
}
