import type { Table } from "apache-arrow";
import { readArrow, readCsv, readParquet } from "kindred/io";
import { serve, threads } from "../harness/serve.js";

const [path, how] = process.argv.slice(2) as [string, string];
const options = { separator: ";", ...(threads === undefined ? {} : { threads }) };
const CHOSEN = Array.from({ length: 20 }, (_, j) => `COLUMN_${j * 18}`);

const WAYS: Readonly<Record<string, () => Promise<Table>>> = {
  whole: () => readCsv(path, options),
  columns: () => readCsv(path, { ...options, columns: CHOSEN }),
  sample: () => readCsv(path, { ...options, sample: { rows: 10_000, seed: 1 } }),
  arrow: () => readArrow(path),
  parquet: () => readParquet(path),
};

await serve(async () => {
  const table = await WAYS[how]!();
  return {
    rows: table.numRows,
    tableMegabytes: table.batches.reduce((sum, { data }) => sum + data.byteLength, 0) / 1e6,
  };
});
