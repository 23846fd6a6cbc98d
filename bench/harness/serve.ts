import { createInterface } from "node:readline";

/** Threads that this side may use: KINDRED_THREADS; undefined for all cores. */
export const threads: number | undefined = process.env["KINDRED_THREADS"]
  ? Number(process.env["KINDRED_THREADS"])
  : undefined;

/**
 * Serves runs of some work to the harness: says when it is ready, runs whenever it is asked to, and says at the end how much memory
 * the process took. Only the work is timed; what it gives back beside is handed on.
 */
export async function serve(work: () => Promise<Readonly<Record<string, number>> | undefined>): Promise<void> {
  const say = (answer: object): void => console.log(JSON.stringify(answer));
  say({ ready: 1 });
  for await (const line of createInterface(process.stdin)) {
    if (line === "close") {
      say({ megabytes: process.resourceUsage().maxRSS / 1024 });
      break;
    }
    globalThis.gc?.();
    const from = performance.now();
    const facts = await work();
    say({ seconds: (performance.now() - from) / 1000, ...facts });
  }
}
