import { readCsv } from "kindred/io";
import { serve, threads } from "../harness/serve.js";

const path = process.argv[2]!;
await serve(async () => {
  const table = await readCsv(path, { separator: ";", ...(threads === undefined ? {} : { threads }) });
  return { rows: table.numRows };
});
