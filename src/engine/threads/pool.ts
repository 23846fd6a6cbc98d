import { SHAREABLE } from "../../matrix/index.js";
import { PoolWorker } from "./pool-worker.js";
import { WORKER_ADDRESS } from "./worker-address.js";

/** Workers by the address of their code. */
const pools = new Map<string, readonly PoolWorker[]>();
/** Workers could not be started here: no later call tries again. */
let unavailable = !SHAREABLE;

/** The default number of threads: the machine's cores. */
export function defaultThreads(): number {
  if (typeof process !== "undefined" && typeof process.getBuiltinModule === "function")
    return process.getBuiltinModule("node:os").availableParallelism();
  return typeof navigator === "undefined" ? 1 : (navigator.hardwareConcurrency ?? 1);
}

/** Could work go to workers at all? */
export function canUseWorkers(threads: number): boolean {
  return threads > 1 && !unavailable;
}

/**
 * That many workers, started where there were fewer; those that ended are replaced. None where there are no workers here, or where
 * one thread is all that was asked for: then the calling thread does the work.
 */
export async function acquireWorkers(threads: number, address: URL = WORKER_ADDRESS): Promise<readonly PoolWorker[]> {
  if (!canUseWorkers(threads)) return [];
  const there = (pools.get(address.href) ?? []).filter((member) => !member.gone);
  while (there.length < threads) there.push(new PoolWorker(address));
  pools.set(address.href, there);
  const chosen = there.slice(0, threads);
  const came = await Promise.all(chosen.map((member) => member.ready));
  // One that never came will not come next time either; the others stay for calls that need fewer.
  if (address === WORKER_ADDRESS) unavailable = came.every((one) => !one);
  return chosen.filter((member) => !member.gone);
}

/** Ends all workers. The next job starts new ones. */
export function endPool(): void {
  for (const member of [...pools.values()].flat()) member.end();
  pools.clear();
}
