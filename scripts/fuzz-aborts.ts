/**
 * Stops searches, pipelines, readers and `bulk` at random moments, each kind of job in processes of its own: `npm run fuzz:aborts -- [moments]
 * [seed]`, 220 moments by default. Each must end with the signal's reason within 300 ms of its moment (later moments of a busy machine are told,
 * not counted as faults, with `--busy`), leave no rejection that nobody waits for, leave workers that do the same job whole at once with the
 * same answer, and the process must end by itself.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const WITHIN_MS = 300;
const END_MS = 5000;
const MOMENTS_A_PROCESS = 10;
const JOBS = [
  "GridSearch",
  "RandomSearch",
  "HalvingSearch",
  "ParzenSearch",
  "Pipeline.fit",
  "bulk transform",
  "bulk predict",
  "readCsv",
  "readArrow",
  "readParquet",
  "readXlsx",
];

interface Found {
  readonly usual: number;
  readonly moments: readonly number[];
  readonly faults: readonly string[];
}

const busy = process.argv.includes("--busy");
const [moments = 220, seed = 1] = process.argv
  .slice(2)
  .filter((arg) => arg !== "--busy")
  .map(Number);
const SCRIPT = fileURLToPath(new URL("aborts/moments.mjs", import.meta.url));

/** One process of its own; how long it lived on after its last word. */
async function inProcess(job: string, count: number, from: number): Promise<{ found: Found; ended: number }> {
  const child = spawn(process.execPath, [SCRIPT, job, String(count), String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  let last = 0;
  child.stdout.on("data", (part: Buffer) => {
    text += part.toString();
    last = performance.now();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on("exit", resolve);
  });
  if (code !== 0) return { found: { usual: 0, moments: [], faults: [`the process ended with ${code}`] }, ended: 0 };
  const line = text.trimEnd().split("\n").at(-1)!;
  return { found: JSON.parse(line) as Found, ended: performance.now() - last };
}

let faults = 0;
const each = Math.ceil(moments / JOBS.length);
for (const job of JOBS) {
  const late: number[] = [];
  const wrong: string[] = [];
  let usual = 0;
  for (let done = 0; done < each; done += MOMENTS_A_PROCESS) {
    const { found, ended } = await inProcess(job, Math.min(MOMENTS_A_PROCESS, each - done), seed + done);
    usual = found.usual;
    late.push(...found.moments);
    wrong.push(...found.faults);
    if (ended > END_MS) wrong.push(`the process lived on for ${Math.round(ended)} ms`);
  }
  const worst = Math.max(0, ...late);
  if (worst > WITHIN_MS && !busy) wrong.push(`it ended ${worst} ms after its moment`);
  late.sort((a, b) => a - b);
  faults += wrong.length;
  console.log(
    `${job}: ${late.length} of ${each} moments in ${usual} ms; ended after ${late[late.length >> 1] ?? 0} ms in the middle, ${worst} ms at worst; ${wrong.length} faults`,
  );
  for (const fault of wrong) console.log(`  ${fault}`);
}
process.exitCode = faults === 0 ? 0 : 1;
