import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compiledFolder } from "../compile-rooms.js";

/** Stands for the module of the same name in `src`: workers of tests load what the global setup has compiled. */
export const SCORE_WORKER: URL = pathToFileURL(join(compiledFolder("workers"), "workers/score-worker.js"));
