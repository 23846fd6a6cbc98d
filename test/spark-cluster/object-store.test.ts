import { afterAll, expect, it } from "vitest";
import { prepareDatabases } from "../../scripts/databases/prepare.js";
import { startS3 } from "../../scripts/databases/servers.js";
import { startSpark } from "../../scripts/spark-cluster.js";
import { prepareS3, s3Settings } from "../../scripts/spark-s3.js";
import { people, read, segments, source } from "./people.js";

const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

it("stores rows, what passes keep and answers in S3", async () => {
  const missing = prepareDatabases() ?? (await prepareS3());
  if (missing !== undefined) return console.log(`skipped: S3 on Spark, since ${missing}`);
  const s3 = await startS3();
  const { cluster, stop } = await startSpark(s3Settings(s3.port));
  ends.push(stop, () => s3.stop());
  const rows = await source(people(3000), { stage: "s3a://lake/kindred" }, cluster.address);
  const table = await read(rows);
  const here = await segments.fit(table);
  const there = await segments.fit(rows);
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
  const stored = await (await fetch(`http://127.0.0.1:${s3.port}/lake?list-type=2`)).text();
  expect(stored).toContain("kindred/");
  await rows.close();
});
