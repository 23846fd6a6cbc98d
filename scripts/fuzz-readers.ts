/**
 * Reads damaged files of all formats, many of them: `npm run fuzz -- [runs of each format] [seed]`. Prints what was neither read nor refused with a KindredError,
 * what took more than ten seconds, and the memory that was used.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../src/engine/numeric/random/index.js";
import { formats, fuzz } from "../test/io/fuzz.js";

const [runs = 5000, seed = 1] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "kindred-fuzz-"));
let faults = 0;
for (const format of await formats(folder)) {
  const start = performance.now();
  const found = await fuzz(
    format,
    runs,
    (() => {
      const random = new Random(seed);
      return () => random.uniform();
    })(),
    10_000,
  );
  faults += found.length;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${format.name}: ${runs} runs in ${((performance.now() - start) / 1000).toFixed(1)} s, up to ${memory} MB, ${found.length} faults`,
  );
  for (const fault of found.slice(0, 5)) console.log(`  ${fault}`);
}
rmSync(folder, { recursive: true });
process.exitCode = faults === 0 ? 0 : 1;
