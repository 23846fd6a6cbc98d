import { SHAREABLE } from "../../matrix/index.js";
import type { Answer, Order } from "./messages.js";
import { WORKER_ADDRESS } from "./worker-address.js";

/** A worker, wherever this runs. */
export interface Peer {
  post(order: Order, owned: readonly ArrayBuffer[]): void;
  /** Does the process stay alive for it? */
  hold(on: boolean): void;
  end(): void;
}

/** How a worker is heard. */
export interface Ears {
  answer(answer: Answer): void;
  /** It is gone. */
  failed(error: unknown): void;
}

/**
 * Starts a worker; undefined where there are none, or none that could see this thread's memory. Browsers have those of the pool alone: a
 * bundler finds no other address.
 */
export function startPeer(ears: Ears, address: URL): Peer | undefined {
  if (!SHAREABLE) return undefined;
  if (typeof process !== "undefined" && typeof process.getBuiltinModule === "function") return nodePeer(ears, address);
  return typeof Worker === "function" && address === WORKER_ADDRESS ? browserPeer(ears) : undefined;
}

function nodePeer(ears: Ears, address: URL): Peer {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  // Flags of this process, such as loaders, are of no use to compiled code and would make it start later.
  const worker = new Worker(address, { name: "kindred", execArgv: [] });
  worker.unref();
  worker.on("message", (answer: Answer) => ears.answer(answer));
  worker.on("error", (error) => ears.failed(error));
  worker.on("exit", (code) => ears.failed(new Error(`a worker ended with code ${code}`)));
  return {
    post: (order, owned) => worker.postMessage(order, owned),
    hold: (on) => (on ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

function browserPeer(ears: Ears): Peer {
  // Bundlers look for a worker's address in just this form.
  const worker = new Worker(new URL("../../workers/reducer-worker.js", import.meta.url), {
    type: "module",
    name: "kindred",
  });
  worker.onmessage = ({ data }: MessageEvent<Answer>) => ears.answer(data);
  worker.onerror = (event) => ears.failed(event.error ?? new Error(event.message || "a worker could not be started"));
  return {
    post: (order, owned) => worker.postMessage(order, [...owned]),
    hold: () => undefined,
    end: () => worker.terminate(),
  };
}
