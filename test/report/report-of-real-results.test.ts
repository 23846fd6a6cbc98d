import {
  chooseClusters,
  compareSegments,
  FeatureEncoder,
  Imputer,
  KMeans,
  matchSegments,
  migration,
  Pipeline,
  profileSegments,
  renameSegments,
  Scaler,
  segmentRules,
  stability,
} from "kindred";
import { parseCsv } from "kindred/io";
import { segmentationReport } from "kindred/report";
import { expect, it } from "vitest";
import { drawer } from "./made-results.js";

/** A file of three kinds of people, of whom each has its share; some do not say how old they are. */
function fileOf(shares: readonly [number, number, number], rows: number, seed: number): string {
  const random = drawer(seed);
  const normal = (): number => random() + random() + random() - 1.5;
  const lines = Array.from({ length: rows }, () => {
    const place = random();
    const kind = place < shares[0] ? 0 : place < shares[0] + shares[1] ? 1 : 2;
    const age = [25, 45, 70][kind]! + Math.round(5 * normal());
    return `${random() < 0.02 ? "" : age},${Math.round([0, 3, 1][kind]! + 0.6 * normal())},${"abc"[kind]}`;
  });
  return `AGE,CARS,ZONE\n${lines.join("\n")}\n`;
}

it("A fitted pipeline goes through choice, stability, migration and rules into one page, from the results and from their JSON", async () => {
  const population = parseCsv(fileOf([0.5, 0.3, 0.2], 1500, 1));
  const customers = parseCsv(fileOf([0.2, 0.3, 0.5], 500, 2));
  const steps = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
  ]);
  const prepared = await steps.fit(population);
  const X = prepared.transform(population);
  const choice = await chooseClusters(X, { to: 5, bootstraps: 3, customers: prepared.transform(customers) });
  expect(choice.advice.clusters).toBe(3);
  const pipeline = new Pipeline([
    ["prepare", steps],
    ["cluster", new KMeans({ clusters: 3, seed: 1 })],
  ]);
  const former = renameSegments(await pipeline.fit(population), { 0: "Students" });
  const again = await pipeline.fit(parseCsv(fileOf([0.3, 0.4, 0.3], 1500, 3)));
  const match = matchSegments(former, again, population);
  const model = renameSegments(again, match.names(former));
  const labels = { population: model.predict(population), customers: model.predict(customers) };
  const results = {
    model,
    comparison: compareSegments({ ...labels, overlap: "none" }),
    profile: profileSegments(population, labels.population),
    rules: segmentRules(population, labels.population).rules,
    choice,
    stability: await stability(model, population, { draws: 3 }),
    migration: migration(former, model, population),
    names: Object.fromEntries(Object.entries(match.names(former))),
  };
  expect(results.rules).toHaveLength(3);
  for (const { coverage, precision } of results.rules) expect(Math.min(coverage, precision)).toBeGreaterThan(0.9);
  const page = segmentationReport({ ...results, audience: "operator" });
  const text = page
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
  expect(text).toContain("Make 3 segments");
  expect(text).toContain("Students");
  expect(text).toContain("Found by:");
  expect(text).toContain("Does each segment come out again");
  expect(text).toContain("Who moved since the former model");
  expect(text).toContain("Customers expected and found");
  expect(text).not.toMatch(/NaN|undefined|null/);
  // What was said of the files is known to the page.
  expect(text).not.toContain("does not know whether customers are part of the population");
  // Results and their JSON give the same shared page, whose JSON hides what the page would.
  const { model: own, ...plain } = results;
  const json = JSON.parse(JSON.stringify(plain)) as typeof plain;
  const shared = segmentationReport({ ...json, model: own });
  expect(shared).not.toMatch(/NaN|undefined|>null</);
  expect(shared.length).toBeGreaterThan(10_000);
});
