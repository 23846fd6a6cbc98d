import { readArrow, readParquet } from "kindred/io";
import { serve, threads } from "../harness/serve.js";

const [path, form] = process.argv.slice(2) as [string, "parquet" | "arrow"];
const options = { limits: { cells: 1e9 }, ...(threads === undefined ? {} : { threads }) };
const processor: number[] = [];

await serve(async () => {
  const before = process.cpuUsage();
  const { numRows } = form === "arrow" ? await readArrow(path) : await readParquet(path, options);
  const { user, system } = process.cpuUsage(before);
  processor.push((user + system) / 1e6);
  // The first run is not counted.
  const counted = (processor.length > 1 ? processor.slice(1) : processor).toSorted((a, b) => a - b);
  const middle = (counted[(counted.length - 1) >> 1]! + counted[counted.length >> 1]!) / 2;
  return { rows: numRows, processor: middle };
});
