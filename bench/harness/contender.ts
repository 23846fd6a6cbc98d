import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What one timed run gives: how long it took, and what else it is worth knowing (inertia, AUC, …). */
export interface Timed {
  readonly seconds: number;
  readonly [fact: string]: number;
}

/** One side of a comparison: a process of its own, which has loaded its data and runs the work whenever it is asked to. */
export interface Contender {
  readonly name: string;
  /** Runs the work once. */
  run(): Promise<Timed>;
  /** The most memory that the process held, in megabytes. */
  close(): Promise<number>;
}

/** How a contender's process is started. */
export interface Start {
  readonly name: string;
  /** A TypeScript file of `bench/ours`, or a Python or JavaScript file of `bench/peers`, that serves runs (see `serve.ts` and `serve.py`). */
  readonly script: string;
  readonly args?: readonly string[];
  /** How many threads it may use; all cores by default. */
  readonly threads?: number;
}

/** The Python that has the peers: KINDRED_PYTHON. */
const PYTHON = process.env["KINDRED_PYTHON"];

/** Where the peers in JavaScript are installed, by a lock file of their own: nobody but the benchmarks needs them. */
const JAVASCRIPT = "peers/javascript/";

/** What a contender needs that is not there, or undefined. */
export function missing(script: string): string | undefined {
  if (script.endsWith(".py")) return PYTHON === undefined ? "KINDRED_PYTHON names no Python" : undefined;
  if (!script.startsWith(JAVASCRIPT) || existsSync(new URL(`../${JAVASCRIPT}node_modules`, import.meta.url)))
    return undefined;
  return `npm ci --prefix bench/${JAVASCRIPT.slice(0, -1)} --ignore-scripts has not been run`;
}

/** Starts a contender, and waits until its data are loaded. Undefined where something is missing that it needs. */
export async function contender({ name, script, args = [], threads }: Start): Promise<Contender | undefined> {
  if (missing(script) !== undefined) return undefined;
  const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
  const command = script.endsWith(".py") ? [PYTHON!, path] : [process.execPath, "--import", "tsx", "--expose-gc", path];
  const child = spawn(command[0]!, [...command.slice(1), ...args], { env: environment(threads) });
  child.stderr.pipe(process.stderr);
  const replies = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, number>> => {
    const line = await replies.next();
    if (line.done === true) throw new Error(`${name} ended without an answer`);
    return JSON.parse(line.value) as Record<string, number>;
  };
  const ask = (what: string): Promise<Record<string, number>> => {
    child.stdin.write(`${what}\n`);
    return next();
  };
  await next();
  return {
    name,
    run: async () => (await ask("run")) as unknown as Timed,
    close: async () => {
      const { megabytes } = await ask("close");
      await ended(child);
      return megabytes!;
    },
  };
}

/** Numerical libraries take their number of threads from the environment, and choose their kernels themselves. */
function environment(threads: number | undefined): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  if (threads === undefined) return env;
  const count = String(threads);
  return {
    ...env,
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    KINDRED_THREADS: count,
  };
}

function ended(child: ChildProcessWithoutNullStreams): Promise<void> {
  child.stdin.end();
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
}
