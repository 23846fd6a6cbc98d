import { listen } from "../engine/threads/index.js";
import { load, loadEstimator } from "../registry.js";
import { fitTask } from "../selection/evaluate/fit-task.js";
import { searchTask } from "../selection/search/search-task.js";

/** A worker that fits: it knows every estimator of the registry. */
const tasks = [fitTask({ load, loadEstimator }), searchTask({ load, loadEstimator })];
listen({ tasks: new Map(tasks.map((task) => [task.name, task])), groupTasks: new Map() });
