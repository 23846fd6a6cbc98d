import { readFileSync } from "node:fs";
import { GradientBoosting, rocAuc } from "kindred";
import { codesMatrix } from "../harness/matrix.js";
import { serve, threads } from "../harness/serve.js";

const [codes, answers, rowCount, columnCount] = process.argv.slice(2);
const x = codesMatrix(codes!, Number(rowCount), Number(columnCount));
const y = Uint8Array.from(readFileSync(answers!));
await serve(async () => {
  const fitted = await new GradientBoosting({ learningRate: 0.1, maxLeaves: 31 }).fit(
    x,
    y,
    threads === undefined ? {} : { threads },
  );
  const few = x.slice(0, 4000);
  return { auc: rocAuc(y.subarray(0, 4000), fitted.predictProbabilities(few).column("1")) };
});
