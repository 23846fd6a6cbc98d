import { listen } from "../../engine/threads/index.js";
import { readCsvRange } from "./range-task.js";

/** A worker that reads ranges of CSV files. */
listen({ tasks: new Map([[readCsvRange.name, readCsvRange]]), groupTasks: new Map() });
