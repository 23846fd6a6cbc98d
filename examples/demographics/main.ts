import { parseArgs } from "node:util";
import { makeDemographics } from "./index.js";

/** Makes the files from the command line: `npx tsx examples/demographics/main.ts --population 891221 --folder files`. */
const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "demographics" },
    population: { type: "string", default: "891221" },
    customers: { type: "string", default: "191652" },
    mailing: { type: "string", default: "42962" },
    test: { type: "string", default: "42833" },
    seed: { type: "string", default: "1" },
  },
});
const files = await makeDemographics({
  folder: values.folder,
  seed: Number(values.seed),
  rows: {
    population: Number(values.population),
    customers: Number(values.customers),
    mailing: Number(values.mailing),
    test: Number(values.test),
  },
  onProgress: (done, total) =>
    process.stderr.write(`\r${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} rows`),
});
process.stderr.write("\n");
console.log(JSON.stringify(files, null, 2));
