import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { Imputer } from "../../src/index.js";
import { logged, startClient } from "./client.js";
import { answer, people, read, segments, source } from "./people.js";

const { folder } = inject("spark");
/** Where this file stores. */
const stage = join(folder, "resumed");

/** Folders of a job whose names end with a word. */
function stored(job: string, word: string): string[] {
  const names = readdirSync(join(stage, `kindred-${job}`)).filter((name) => name.endsWith(`-${word}`));
  return names.map((name) => join(stage, `kindred-${job}`, name));
}

it("goes on in the midst of k-means where a process was killed, and gives the same document by fewer jobs", async () => {
  const query = people(20_000);
  const options = { rowId: "LNR", stage, resume: "killed", schema: answer };
  const client = startClient(
    query,
    options,
    `
    const segments = new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 3 })],
      ["cluster", new KMeans({ clusters: 3, seed: 1, starts: 1, maxIterations: 3 })],
    ]);
    await segments.fit(rows, { onProgress: ({ step }) => console.log(step) });`,
  );
  const before = logged("Got job");
  let passes = 0;
  for await (const step of client.lines) if (step === "cluster" && ++passes === 2) break;
  client.process.kill("SIGKILL");
  const first = logged("Got job") - before;
  expect(passes).toBe(2);
  const rows = await source(query, options);
  const here = JSON.stringify(await segments.fit(await read(rows)));
  const then = logged("Got job");
  expect(JSON.stringify(await segments.fit(rows))).toBe(here);
  expect(logged("Got job") - then).toBeLessThan(first);
  expect([stored("killed", "blocks").length, stored("killed", "pieces").length]).toEqual([1, 1]);
  await rows.close();
});

it("stores again what is missing, refuses what has changed, and removes what is of a job alone", async () => {
  const query = people(300);
  // A process that was killed while it wrote its first note.
  mkdirSync(join(stage, "kindred-small", "notes", "_temporary", "0"), { recursive: true });
  const first = await source(query, { stage, resume: "small" });
  const document = JSON.stringify(await new Imputer().fit(first));
  await first.close();
  const [blocks] = stored("small", "blocks");
  rmSync(blocks!, { recursive: true });
  const second = await source(query, { stage, resume: "small" });
  expect(JSON.stringify(await new Imputer().fit(second))).toBe(document);
  expect(stored("small", "blocks")).toHaveLength(1);
  expect(stored("small", "blocks")).not.toContain(blocks);
  const another = await source(people(301), { stage, resume: "small" });
  await expect(new Imputer().fit(another)).rejects.toThrow('the job "small" was begun with another query');
  await another.close();
  const random = "SELECT id AS LNR, rand() AS A FROM range(20)";
  const once = await source(random, { stage, resume: "random" });
  await new Imputer().fit(once);
  await once.close();
  const twice = await source(random, { stage, resume: "random" });
  await expect(new Imputer().fit(twice)).rejects.toThrow("was begun with other values in its rows");
  await twice.removeStored();
  await twice.close();
  expect(existsSync(join(stage, "kindred-random"))).toBe(false);
  expect(existsSync(join(stage, "kindred-small"))).toBe(true);
  await second.removeStored();
  expect(existsSync(join(stage, "kindred-small"))).toBe(false);
  expect(JSON.stringify(await new Imputer().fit(second))).toBe(document);
  await second.close();
});
