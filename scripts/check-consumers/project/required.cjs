const { FeatureMatrix, KMeans, load, LogisticRegression, Pipeline, Scaler } = require("kindred");
const { parseCsv } = require("kindred/io");

(async () => {
  const people = FeatureMatrix.from(parseCsv("a,b\n1,2\n2,1\n8,9\n9,8\n"));
  const fitted = await new Pipeline([
    ["scale", new Scaler()],
    ["cluster", new KMeans({ clusters: 2, seed: 1 })],
  ]).fit(people);
  const again = load(JSON.stringify(fitted));
  const model = await new LogisticRegression().fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
  console.log(model.predict([[9]])[0], new Set(again.predict(people)).size, again.kind);
})();
