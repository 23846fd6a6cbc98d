import { FeatureMatrix, PCA, Pipeline, Scaler } from "kindred";
import { codesMatrix, floatsMatrix } from "../harness/matrix.js";
import { serve, threads } from "../harness/serve.js";

const [path, rows, columns, storage, work] = process.argv.slice(2) as [string, string, string, string, string];
const x = (storage === "codes" ? codesMatrix : floatsMatrix)(path, Number(rows), Number(columns));
const pca = new PCA({ components: 150 });
const options = threads === undefined ? {} : { threads };

const fitted = work === "transform" ? await pca.fit(FeatureMatrix.from(x.take(everyNth(20)))) : undefined;

await serve(async () => {
  if (fitted !== undefined) {
    const { rows: scored } = await fitted.bulk("transform", x, options).collect();
    return { rows: scored };
  }
  if (work === "fit") return { first: (await pca.fit(x, options)).explainedVariance[0]! };
  const pipeline = new Pipeline([
    ["scale", new Scaler()],
    ["reduce", pca],
  ]);
  return { first: (await pipeline.fit(x, options)).steps.reduce.explainedVariance[0]! };
});

function everyNth(n: number): number[] {
  return Array.from({ length: Math.floor(x.rows / n) }, (_, i) => i * n);
}
