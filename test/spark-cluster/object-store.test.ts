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

it("stores rows, what passes keep and answers in S3, and goes on there with what another source began", async () => {
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
  const stored = async (below: string): Promise<readonly string[]> => {
    const listed = await (await fetch(`http://127.0.0.1:${s3.port}/lake?list-type=2&prefix=kindred/${below}`)).text();
    return Array.from(listed.matchAll(/<Key>([^<]+)<\/Key>/g), ([, key]) => key!);
  };
  expect(await stored("")).not.toEqual([]);
  await rows.close();

  // A job that stops in the midst of k-means, and another source that goes on with it.
  const options = { stage: "s3a://lake/kindred", resume: "nightly" };
  const first = await source(people(3000), options, cluster.address);
  const enough = new AbortController();
  let passes = 0;
  const stopped = segments.fit(first, {
    signal: enough.signal,
    onProgress: ({ step }) => {
      if (step === "cluster" && ++passes === 2) enough.abort(new Error("enough"));
    },
  });
  await expect(stopped).rejects.toThrow("enough");
  await first.close();
  const kept = await stored("kindred-nightly/results-");
  expect(kept).not.toEqual([]);
  const second = await source(people(3000), options, cluster.address);
  expect(JSON.stringify(await segments.fit(second))).toBe(JSON.stringify(here));
  const names = await stored("kindred-nightly/");
  expect(names).toEqual(expect.arrayContaining([...kept]));
  const folders = new Set(names.map((name) => name.split("/")[2]!));
  for (const what of ["pieces", "blocks"])
    expect(Array.from(folders).filter((folder) => folder.endsWith(`-${what}`))).toHaveLength(1);
  await second.removeStored();
  expect(await stored("kindred-nightly/")).toEqual([]);
  await second.close();
});
