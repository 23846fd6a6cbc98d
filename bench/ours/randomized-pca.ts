import { PCA } from "kindred";
import { floatsMatrix } from "../harness/matrix.js";
import { serve, threads } from "../harness/serve.js";

const [path, rows, columns] = process.argv.slice(2) as [string, string, string];
const x = floatsMatrix(path, Number(rows), Number(columns));
const pca = new PCA({ components: 50, solver: "randomized" });

await serve(async () => {
  const { explainedVariance } = await pca.fit(x, threads === undefined ? {} : { threads });
  return { first: explainedVariance[0]!, tenth: explainedVariance[9]!, last: explainedVariance[49]! };
});
