import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Work } from "../../src/spark/work.js";

/** A Node for executors that can be made slow. */
export interface SlowNode {
  /** The program that executors start. */
  readonly path: string;
  /** The next process that gets a work of a mode holds its results back until it is told to go on, or a minute has passed. */
  hold(mode: Work["mode"]): void;
  /** Does a process hold results of such a work back, or has it done so? */
  isHeld(mode: Work["mode"]): boolean;
  goOn(): void;
}

/** Stands between executors and Node, hands on what goes in, and holds back what comes out where a file says so. One process takes it away. */
const PROGRAM = (folder: string): string => `#!${process.execPath}
const { spawn } = require("node:child_process");
const { existsSync, renameSync } = require("node:fs");
const node = spawn(process.execPath, process.argv.slice(2), { stdio: ["pipe", "pipe", "inherit"] });
let held = Promise.resolve();
let last = "";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
async function hold(end) {
  while (Date.now() < end && !existsSync(${JSON.stringify(join(folder, "go"))})) await wait(50);
}
process.stdin.on("data", (data) => {
  const text = last + data.toString("latin1");
  last = text.slice(-40);
  const mode = /"mode":"(\\w+)"/.exec(text)?.[1];
  try {
    if (mode !== undefined) {
      renameSync(${JSON.stringify(folder)} + "/hold-" + mode, ${JSON.stringify(folder)} + "/held-" + mode);
      held = hold(Date.now() + 60000);
    }
  } catch {}
  if (!node.stdin.write(data)) {
    process.stdin.pause();
    node.stdin.once("drain", () => process.stdin.resume());
  }
});
process.stdin.on("end", () => node.stdin.end());
(async () => {
  for await (const data of node.stdout) {
    await held;
    if (!process.stdout.write(data)) await new Promise((go) => process.stdout.once("drain", go));
  }
})();
for (const stream of [node.stdin, process.stdout]) stream.on("error", () => process.exit(1));
node.on("exit", (code) => (process.exitCode = code ?? 1));
`;

/** Makes one below a folder. */
export function slowNode(below: string): SlowNode {
  mkdirSync(below, { recursive: true });
  const folder = mkdtempSync(join(below, "slow-"));
  const path = join(folder, "node.cjs");
  writeFileSync(path, PROGRAM(folder));
  chmodSync(path, 0o755);
  return {
    path,
    hold: (mode) => writeFileSync(join(folder, `hold-${mode}`), ""),
    isHeld: (mode) => existsSync(join(folder, `held-${mode}`)),
    goOn: () => writeFileSync(join(folder, "go"), ""),
  };
}
