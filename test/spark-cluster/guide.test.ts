import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, inject, it } from "vitest";
import { readAddress } from "../../src/spark/connect/address.js";
import { Channel } from "../../src/spark/connect/channel.js";
import { queried, tableWrite } from "../../src/spark/connect/plans.js";
import { SparkSession } from "../../src/spark/connect/session.js";

const { address, folder } = inject("spark");
const root = fileURLToPath(new URL("../..", import.meta.url));
const guide = readFileSync(join(root, "docs/guides/from-a-laptop-to-a-cluster.md"), "utf8");

/** What a reader calls of what the guide defines, in its order. */
const READER = `
const there = (query: string): Promise<SparkSource> => sparkSource(address, query, { rowId: "LNR", stage });
await onSpark(address);
await sent(address);
const everyone = await there("SELECT * FROM people");
if ((await nightly(address)) !== JSON.stringify(await pipeline.fit(everyone))) throw new Error("another model");
await score(everyone);
const buyers = await there("SELECT * FROM people WHERE LNR % 5 = 0");
await (await pipeline.fit(everyone)).bulk("predict", buyers).writeTable("scored_customers");
await reports(everyone, buyers, await there("SELECT * FROM people JOIN scored USING (LNR)"));
await validate(everyone);
await tuned(everyone);
const forest = await responses(everyone);
if (JSON.stringify(forest).includes('"LNR"')) throw new Error("a forest that learned from the names of rows");
console.log("all of it holds");
process.exit(0);
`;

it("does what the guide from a laptop to a cluster says", async () => {
  const session = new SparkSession(await Channel.open(readAddress(address)));
  const people = `
    SELECT id AS LNR, CASE WHEN id % 7 = 3 THEN NULL ELSE CAST(1 + id * 2654435761 % 9 AS INT) END AS AGE, sin(id) AS AMOUNT,
      element_at(array('x', 'y', 'z'), CAST(1 + id % 3 AS INT)) AS ZONE, CAST(id * 2654435761 % 9 > 4 AS INT) AS RESPONSE
    FROM range(0, 600, 1, 2)`;
  await session.run(tableWrite(queried(people), "people", "error"));
  await session.close();
  const blocks = Array.from(guide.matchAll(/^```ts\n(.*?)^```/gms), ([, code]) => code!);
  const program = blocks
    .join("\n")
    .replaceAll('"s3a://bucket/kindred"', "stage")
    .replaceAll('"sc://host:15002"', "address")
    .replaceAll("100_000", "400");
  mkdirSync(join(root, "temp"), { recursive: true });
  const place = mkdtempSync(join(root, "temp", "guide-"));
  const path = join(place, "guide.ts");
  const given = `const [address, stage] = ${JSON.stringify([address, join(folder, "guide")])};\n`;
  writeFileSync(path, `${given}${program}${READER}`);
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", path], { cwd: root, encoding: "utf8" });
  rmSync(place, { recursive: true });
  expect(stdout.trim().endsWith("all of it holds"), stderr.slice(-3000)).toBe(true);
});
