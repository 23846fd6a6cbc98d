/** Where the compiled code of workers that fit lies: beside this module. */
export const FIT_WORKER: URL = new URL("./fit-worker.js", import.meta.url);
