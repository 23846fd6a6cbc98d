import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { missing } from "./harness/contender.js";

/** Seconds of each run, connections at once, and runs of each side, alternately. */
const SECONDS = Number(process.env["KINDRED_SECONDS"] ?? 5);
const CONNECTIONS = 8;
const ROUNDS = Number(process.env["KINDRED_ROUNDS"] ?? 3);
const COLUMNS = 30;
/** How much more requests of one row than FastAPI. */
const GOAL = 5;

interface Run {
  readonly perSecond: number;
  readonly p99: number;
}

interface Side {
  readonly name: string;
  readonly port: number;
  readonly process: ChildProcess;
}

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/**
 * One model of scikit-learn (fills, scaling, logistic regression on 30 columns) served by kindred in one process and by FastAPI with uvicorn in
 * another, loaded over loopback by autocannon, alternately.
 */
export async function run(): Promise<void> {
  const peer = "peers/serve_model.py";
  const absent = missing(peer);
  if (absent !== undefined) return console.log(`serve: left out: ${absent}`);
  const python = process.env["KINDRED_PYTHON"]!;
  const folder = mkdtempSync(join(tmpdir(), "kindred-bench-"));
  execFileSync(python, [path(peer), "fit", folder, path("../python")], { stdio: "inherit" });
  const start = (name: string, port: number, command: string, args: readonly string[]): Side => ({
    name,
    port,
    process: spawn(command, [...args, String(port)], { stdio: ["ignore", "ignore", "inherit"] }),
  });
  const sides = [
    start("kindred", 18080, process.execPath, ["--import", "tsx", path("ours/serve-model.ts"), folder]),
    start("FastAPI, uvicorn, scikit-learn", 18081, python, [path(peer), "serve", folder]),
  ];
  try {
    for (const side of sides) await ready(side);
    await sameScores(sides);
    for (const rows of [1, 1000]) {
      const runs = sides.map((): Run[] => []);
      for (const side of sides) await load(side, rows, 1);
      for (let round = 0; round < ROUNDS; round++)
        for (const [k, side] of sides.entries()) runs[k]!.push(await load(side, rows, SECONDS));
      print(rows, sides, runs);
    }
  } finally {
    for (const side of sides) side.process.kill();
    rmSync(folder, { recursive: true });
  }
}

function bodyOf(rows: number): string {
  const row = (i: number): (number | null)[] =>
    Array.from({ length: COLUMNS }, (_, j) => ((i + j) % 23 === 0 ? null : ((i * 7 + j * 3) % 8) + 1));
  return JSON.stringify({ instances: Array.from({ length: rows }, (_, i) => row(i)) });
}

async function ask({ port }: Side, rows: number): Promise<number[]> {
  const response = await fetch(`http://127.0.0.1:${port}/invocations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: bodyOf(rows),
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const { predictions } = (await response.json()) as { predictions: { score: number }[] };
  return predictions.map(({ score }) => score);
}

async function ready(side: Side): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const up = await fetch(`http://127.0.0.1:${side.port}/ping`).catch(() => undefined);
    if (up?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${side.name} does not answer`);
}

async function sameScores(sides: readonly Side[]): Promise<void> {
  const [ours, theirs] = await Promise.all(sides.map((side) => ask(side, 1000)));
  const apart = Math.max(...ours!.map((score, i) => Math.abs(score - theirs![i]!)));
  if (!(apart < 1e-9)) throw new Error(`the two models differ by ${apart}`);
}

async function load({ name, port }: Side, rows: number, seconds: number): Promise<Run> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}/invocations`,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: bodyOf(rows),
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${name}: ${result.non2xx + result.errors} failures`);
  return { perSecond: result.requests.average, p99: result.latency.p99 };
}

function print(rows: number, sides: readonly Side[], runs: readonly (readonly Run[])[]): void {
  const goal = rows === 1 ? ` (goal: ${GOAL} x FastAPI)` : "";
  console.log(
    `\nserve: requests of ${rows} row${rows === 1 ? "" : "s"} x ${COLUMNS}, ${CONNECTIONS} connections${goal}`,
  );
  const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
  const medians = runs.map((list) => middle(list.map(({ perSecond }) => perSecond)));
  sides.forEach(({ name }, k) => {
    const all = runs[k]!.map(({ perSecond }) => perSecond.toFixed(0)).join(", ");
    const p99 = middle(runs[k]!.map((one) => one.p99));
    const ratio = k === 0 ? "" : `  ours is ${(medians[0]! / medians[k]!).toFixed(1)} x`;
    console.log(`  ${name.padEnd(32)} ${medians[k]!.toFixed(0)} a second (${all}), p99 ${p99} ms${ratio}`);
  });
}
