import { listen } from "../engine/threads/index.js";
import { readers } from "../registry.js";
import { foldTask } from "../selection/evaluate/fold-task.js";

/** A worker that fits: it knows every estimator of the registry. */
const task = foldTask(readers);
listen({ tasks: new Map([[task.name, task]]), groupTasks: new Map() });
