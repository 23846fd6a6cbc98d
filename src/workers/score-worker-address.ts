/** Where the worker that scores requests lies. */
export const SCORE_WORKER: URL = new URL("./score-worker.js", import.meta.url);
