// One process: stops one job at some moments, then runs it whole. Says what it saw as JSON on its last line, and ends by itself.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setOffloadDelay } from "../../dist/engine/threads/index.js";
import { JOBS } from "./jobs.mjs";

const [name, count, seed] = process.argv.slice(2);
const [make, run] = JOBS[name];
let unhandled = 0;
process.on("unhandledRejection", () => unhandled++);
setOffloadDelay(0);

let state = Number(seed) * 7919 + 1;
const uniform = () => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};

const folder = await mkdtemp(join(tmpdir(), "kindred-aborts-"));
const made = await make(folder);
const threads = 2;
const whole = JSON.stringify(await run(made, { threads }));
const start = performance.now();
await run(made, { threads });
const usual = performance.now() - start;
const moments = [];
const faults = [];
// Moments that come after the end strike nothing: others are drawn in their place, a few times over.
for (let tries = 0; moments.length < Number(count) && tries < 3 * Number(count); tries++) {
  const due = uniform() * usual;
  const stop = new AbortController();
  const reason = new DOMException("stopped", "AbortError");
  const from = performance.now();
  setTimeout(() => stop.abort(reason), due);
  const outcome = await run(made, { threads, signal: stop.signal }).then(
    (answer) => ({ answer: JSON.stringify(answer) }),
    (error) => ({ error }),
  );
  const end = performance.now();
  // What was done before its moment came is a whole answer; so is one whose last step its moment fell into.
  if (outcome.error === undefined && outcome.answer !== whole)
    faults.push(`it gave ${outcome.answer} where ${whole} is due`);
  if (outcome.error !== undefined && outcome.error !== reason) faults.push(`it ended with ${outcome.error}`);
  if (end > from + due) moments.push(Math.round(end - from - due));
}
const again = JSON.stringify(await run(made, { threads }));
if (again !== whole) faults.push(`afterwards it gave ${again} where ${whole} is due`);
await rm(folder, { recursive: true });
await new Promise((resolve) => setTimeout(resolve, 50));
if (unhandled > 0) faults.push(`${unhandled} rejections that nobody waits for`);
console.log(JSON.stringify({ usual: Math.round(usual), moments, faults }));
