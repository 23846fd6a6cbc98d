/** Online Retail: recency, frequency and monetary value of each customer, named segments, and how much of the revenue the best of four clusters brings. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { FeatureEncoder, KMeans, load, Pipeline, rfm, Scaler } from "kindred";
import { readCsv } from "kindred/io";

const folder = process.env["KINDRED_DATA"];
const files = ["online-retail.csv", "online-retail.csv.gz"].map((name) => join(folder ?? "", "online-retail", name));
const file = folder === undefined ? undefined : files.find((path) => existsSync(path));
if (file === undefined) {
  console.log(
    `skipped: ${folder === undefined ? "KINDRED_DATA is not set" : `there is no ${files[0]}`}. README.md says how to get the data.`,
  );
  process.exit(0);
}

const result = await rfm(await readCsv(file), {
  customer: "CustomerID",
  date: "InvoiceDate",
  amount: { quantity: "Quantity", price: "UnitPrice" },
  order: "InvoiceNo",
  returns: "ignore",
});
console.log(result.toText());

const clusters = 4;
const pipeline = new Pipeline([
  ["encode", new FeatureEncoder({ precision: "float64" })],
  // Amounts are skewed: unbent, a few customers would be clusters of their own.
  ["bend", new Scaler({ method: "log1p" })],
  ["cluster", new KMeans({ clusters, seed: 1 })],
]);
const fitted = await pipeline.fit(result.table);
const labels = load(JSON.stringify(fitted), { as: pipeline }).predict(result.table);
const spent = Array.from(result.table.getChild("monetary")!, Number);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const shares = Array.from({ length: clusters }, (_, k) => {
  const own = spent.filter((_, i) => labels[i] === k);
  return { customers: own.length / spent.length, revenue: sum(own) / sum(spent) };
});
const best = shares.reduce((top, one) => (one.revenue > top.revenue ? one : top));
console.log(
  `Of ${clusters} clusters the best holds ${(100 * best.customers).toFixed(1)} % of the customers and ${(100 * best.revenue).toFixed(1)} % of the revenue.`,
);
