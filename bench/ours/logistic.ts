import { readFileSync } from "node:fs";
import { LogisticRegression } from "kindred";
import { codesMatrix } from "../harness/matrix.js";
import { serve, threads } from "../harness/serve.js";

const [path, labels, rows, columns] = process.argv.slice(2) as [string, string, string, string];
const x = codesMatrix(path, Number(rows), Number(columns));
const y = Int32Array.from(readFileSync(labels));

await serve(async () => {
  const fitted = await new LogisticRegression().fit(x, y, threads === undefined ? {} : { threads });
  return { first: fitted.coefficients.column(0)[0]!, intercept: fitted.intercepts[0]!, steps: fitted.iterations };
});
