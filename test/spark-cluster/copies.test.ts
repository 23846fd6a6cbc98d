import { expect, inject, it } from "vitest";
import { killProcesses } from "../../scripts/spark-cluster.js";
import { Pipeline } from "../../src/index.js";
import { logged, until } from "./client.js";
import { people, prepare, read, segments, source } from "./people.js";
import { slowNode } from "./slow-node.js";

const cluster = inject("spark");

it("gives the same document where tasks of every kind are slow and copies of them are faster", async () => {
  const node = slowNode(cluster.folder);
  const rows = await source(people(60_000), { node: node.path });
  const here = JSON.stringify(await segments.fit(await read(rows)));
  const modes = ["pack", "assemble", "reduce", "keep", "pick", "summarize"] as const;
  for (const mode of modes) node.hold(mode);
  const before = logged("as speculatable");
  const there = await segments.fit(rows);
  expect(modes.filter((mode) => !node.isHeld(mode))).toEqual([]);
  expect(logged("as speculatable") - before).toBeGreaterThanOrEqual(modes.length);
  expect(JSON.stringify(there)).toBe(here);
  node.hold("score");
  await there.bulk("predict", rows).writeTable("copied");
  expect(node.isHeld("score")).toBe(true);
  expect(logged("as speculatable") - before).toBeGreaterThan(modes.length);
  const copied = await source("SELECT LNR, count(*) AS times FROM copied GROUP BY LNR");
  expect(Array.from(await copied.countBy("times"))).toEqual([[1, 60_000]]);
  await copied.close();
  await rows.close();
});

it("gives the same document where executors are lost with what they had sorted, between two stages of a job", async () => {
  const node = slowNode(cluster.folder);
  const rows = await source(people(20_000), { node: node.path });
  const model = new Pipeline(prepare);
  const here = JSON.stringify(await model.fit(await read(rows)));
  node.hold("assemble");
  const fitting = model.fit(rows);
  await until(() => node.isHeld("assemble"));
  const before = logged(") due to fetch failure");
  expect(killProcesses("CoarseGrainedExecutorBackend", cluster.home)).toBeGreaterThan(0);
  expect(JSON.stringify(await fitting)).toBe(here);
  expect(logged(") due to fetch failure")).toBeGreaterThan(before);
  node.goOn();
  await rows.close();
});
