import { listen } from "../engine/threads/index.js";
import { readers } from "../registry.js";
import { fitTask } from "../selection/evaluate/fit-task.js";
import { searchTask } from "../selection/search/search-task.js";

/** A worker that fits: it knows every estimator of the registry. */
const tasks = [fitTask(readers), searchTask(readers)];
listen({ tasks: new Map(tasks.map((task) => [task.name, task])), groupTasks: new Map() });
