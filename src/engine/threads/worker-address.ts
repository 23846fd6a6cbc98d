/** Where the compiled code of a worker lies: beside this module. */
export const WORKER_ADDRESS: URL = new URL("../../workers/reducer-worker.js", import.meta.url);
