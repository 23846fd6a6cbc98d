/**
 * Reads documents that are damaged, or changed and sealed again with a right checksum: `npm run fuzz:documents -- [runs] [seed]`, a million runs by
 * default. Prints what was neither read nor refused with a KindredError, what took more than two seconds, and the memory that was used.
 */
import { Random } from "../src/engine/numeric/random/index.js";
import { fuzzDocuments } from "../test/document/fuzz-documents.js";
import { goldenFiles } from "../test/document/golden.js";

const [runs = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);
const golden = [...goldenFiles().values()];
const random = new Random(seed);
const BATCH = 10_000;
let faults = 0;
for (let done = 0; done < runs; done += BATCH) {
  const start = performance.now();
  const found = fuzzDocuments(golden, Math.min(BATCH, runs - done), () => random.uniform());
  faults += found.length;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${Math.min(runs, done + BATCH)} runs, ${seconds} s for the last ${BATCH}, up to ${memory} MB, ${faults} faults`,
  );
  for (const fault of found.slice(0, 5)) console.log(`  ${fault}`);
}
process.exitCode = faults === 0 ? 0 : 1;
