import { SHAREABLE } from "../../matrix/index.js";
import type { WorkerRequest, WorkerResponse } from "./messages.js";
import { WORKER_ADDRESS } from "./worker-address.js";

/** A worker, wherever this runs. */
export interface PlatformWorker {
  post(order: WorkerRequest): void;
  /** Does the process stay alive for it? */
  keepAlive(on: boolean): void;
  end(): void;
}

/** How a worker is heard. */
export interface WorkerHandlers {
  answer(answer: WorkerResponse): void;
  /** It is gone. */
  failed(error: unknown): void;
}

/**
 * Starts a worker; undefined where there are none, or none that could see this thread's memory. Browsers have those of the pool alone: a
 * bundler finds no other address.
 */
export function startWorker(ears: WorkerHandlers, address: URL): PlatformWorker | undefined {
  if (!SHAREABLE) return undefined;
  if (typeof process !== "undefined" && typeof process.getBuiltinModule === "function")
    return nodeWorker(ears, address);
  return typeof Worker === "function" && address === WORKER_ADDRESS ? browserWorker(ears) : undefined;
}

function nodeWorker(ears: WorkerHandlers, address: URL): PlatformWorker {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  // Flags of this process, such as loaders, are of no use to compiled code and would make it start later.
  const worker = new Worker(address, { name: "kindred", execArgv: [] });
  worker.unref();
  worker.on("message", (answer: WorkerResponse) => ears.answer(answer));
  worker.on("error", (error) => ears.failed(error));
  worker.on("exit", (code) => ears.failed(new Error(`a worker ended with code ${code}`)));
  return {
    post: (order) => worker.postMessage(order),
    keepAlive: (on) => (on ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

function browserWorker(ears: WorkerHandlers): PlatformWorker {
  // Bundlers look for a worker's address in just this form.
  const worker = new Worker(new URL("../../workers/reducer-worker.js", import.meta.url), {
    type: "module",
    name: "kindred",
  });
  worker.onmessage = ({ data }: MessageEvent<WorkerResponse>) => ears.answer(data);
  worker.onerror = (event) => ears.failed(event.error ?? new Error(event.message || "a worker could not be started"));
  return {
    post: (order) => worker.postMessage(order),
    keepAlive: () => undefined,
    end: () => worker.terminate(),
  };
}
