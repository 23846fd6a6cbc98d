import { readFileSync } from "node:fs";
import { RandomForest, rocAuc } from "kindred";
import { codesMatrix } from "../harness/matrix.js";
import { serve, threads } from "../harness/serve.js";

const [codes, answers, rowCount, columnCount] = process.argv.slice(2);
const x = codesMatrix(codes!, Number(rowCount), Number(columnCount));
const y = Uint8Array.from(readFileSync(answers!));
await serve(async () => {
  const fitted = await new RandomForest({ trees: 100 }).fit(x, y, threads === undefined ? {} : { threads });
  return { outOfBagScore: fitted.outOfBagScore, auc: rocAuc(y, fitted.predictProbabilities(x).column("1")) };
});
