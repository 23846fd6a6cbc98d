import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { compiledFolder } from "../compile-rooms.js";

/** The command `kindred serve` as a process of its own. */
export interface CommandProcess {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Everything that it logged. */
  readonly logs: readonly { readonly event: string; readonly [fact: string]: unknown }[];
  /** Resolves once something is logged. */
  logged(event: string): Promise<void>;
  /** Bytes that the heap holds, garbage aside. */
  heap(): Promise<number>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

const PROBE = fileURLToPath(new URL("./heap-probe.mjs", import.meta.url));

/** Starts the command on a model's file, and waits until it listens. */
export async function serveProcess(model: string, ...flags: readonly string[]): Promise<CommandProcess> {
  const main = join(compiledFolder("workers"), "serve/command/main.js");
  const args = ["--expose-gc", "--import", PROBE, main, "serve", model, "--port", "0", ...flags];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const logs: { event: string; message?: string }[] = [];
  const waiting = new Map<string, () => void>();
  let errors = "";
  child.stderr!.on("data", (data) => {
    errors += String(data);
  });
  createInterface(child.stdout!).on("line", (line) => {
    const entry = JSON.parse(line) as { event: string };
    logs.push(entry);
    waiting.get(entry.event)?.();
  });
  const ended = once(child, "exit").then(([code, signal]) => (code ?? signal) as number | string);
  const logged = (event: string): Promise<void> =>
    new Promise((resolve) => {
      if (logs.some((entry) => entry.event === event)) resolve();
      else waiting.set(event, resolve);
    });
  await Promise.race([
    logged("listening"),
    ended.then((code) => {
      throw new Error(`kindred serve ended with ${code}: ${errors}`);
    }),
  ]);
  const url = logs.find(({ event }) => event === "listening")!.message!;
  return {
    url,
    port: Number(new URL(url).port),
    child,
    logs,
    logged,
    heap: async () => {
      const answer = once(child, "message");
      child.send("heap");
      return (await answer)[0] as number;
    },
    ended,
  };
}
