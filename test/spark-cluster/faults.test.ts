import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, inject, it, vi } from "vitest";
import { killProcesses, startConnect } from "../../scripts/spark-cluster.js";
import { Imputer, PCA, Pipeline, Scaler } from "../../src/index.js";
import { type SparkSource, sparkSource } from "../../src/spark/index.js";
import { logged, startClient, until } from "./client.js";
import { people, prepare, read, segments, source } from "./people.js";
import { slowNode } from "./slow-node.js";

const cluster = inject("spark");
/** Rows whose reading takes an hour of both cores: Spark looks every thousand of them whether it is to stop. */
const SLOW = `
  SELECT id AS LNR, A
  FROM (SELECT id, java_method('java.lang.Thread', 'sleep', 1L + id % 1) AS A FROM range(0, 6000000, 1, 2))
  WHERE A IS NULL`;
const EXECUTORS = ["CoarseGrainedExecutorBackend", cluster.home];
const SERVER = ["SparkConnectServer", cluster.home];

const ROWS = 550_000;
/** Three sections of amounts, so that passes are under way for a while. */
const AMOUNTS = `
  SELECT id AS LNR, sin(id) AS A, CAST(id * 2654435761 % 1009 AS DOUBLE) AS B, cos(id * 0.37) * 5 AS C
  FROM range(0, ${ROWS}, 1, 4)`;

/** A model of some ten passes, whose fit stores blocks as well. */
const components = new Pipeline([...prepare, ["reduce", new PCA({ components: 3 })]]);

/** The server does a small job, for which it needs a core. */
async function isFree(): Promise<void> {
  const rows = await source(people(20));
  await rows.countBy("ZONE");
  await rows.close();
}

/** Rows were packed and put together as blocks once. */
function expectStoredOnce(stage: string): void {
  const stored = readdirSync(join(stage, readdirSync(stage)[0]!));
  expect(stored.filter((name) => name.endsWith("-pieces"))).toHaveLength(1);
  expect(stored.filter((name) => name.endsWith("-blocks"))).toHaveLength(1);
}

it("ends the job on the server when a fit is aborted", async () => {
  const rows = await source(SLOW);
  const stop = new AbortController();
  const before = logged("Starting task");
  const fit = new Imputer().fit(rows, { signal: stop.signal });
  fit.catch(() => undefined);
  await until(() => logged("Starting task") >= before + 2);
  stop.abort(new Error("enough"));
  await expect(fit).rejects.toThrow("enough");
  await isFree();
  await rows.close();
});

it("ends the job of a client that is killed", async () => {
  const before = logged("Starting task");
  const client = startClient(SLOW, { rowId: "LNR", stage: cluster.folder }, "await new Imputer().fit(rows);");
  await until(() => logged("Starting task") >= before + 2);
  client.process.kill("SIGKILL");
  await isFree();
});

it("takes up again what a broken connection was about", async () => {
  const port = Number(new URL(cluster.address.replace("sc:", "http:")).port);
  const open = new Set<Socket>();
  const CUTS = 6;
  let cuts = 0;
  const proxy = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let bytes = 0;
    const cut = (): void => {
      for (const socket of [near, far]) socket.destroy();
      open.delete(near);
    };
    open.add(near);
    far.on("data", (data) => {
      bytes += data.length;
      // The first connections break in the middle of what comes; stored blocks are larger than that.
      if (cuts === CUTS || bytes < 20_000) return;
      cuts += 1;
      cut();
    });
    for (const socket of [near, far]) socket.on("error", cut).on("close", cut);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((go) => proxy.listen(0, "127.0.0.1", go));
  const { port: through } = proxy.address() as { port: number };
  const direct = await source(people(20_000));
  const here = JSON.stringify(await new Pipeline(prepare).fit(await read(direct)));
  await direct.close();
  const rows = await source(people(20_000), {}, cluster.address.replace(`:${port}/`, `:${through}/`));
  expect(JSON.stringify(await new Pipeline(prepare).fit(rows))).toBe(here);
  expect(cuts).toBe(CUTS);
  await rows.close();
  proxy.close();
});

it("goes on with the pass that a server was at which is started again", async () => {
  const stage = `${cluster.folder}/restarted`;
  const rows: SparkSource = await source(people(20_000), { stage });
  const here = JSON.stringify(await components.fit(await read(rows)));
  let restarted: Promise<void> | undefined;
  const there = await components.fit(rows, {
    onProgress: ({ step }) => {
      if (step !== "reduce" || restarted !== undefined) return;
      expect(killProcesses(...SERVER)).toBeGreaterThan(0);
      restarted = startConnect(cluster);
    },
  });
  await restarted;
  expect(JSON.stringify(there)).toBe(here);
  expectStoredOnce(stage);
  await rows.close();
});

it("fails where a server stays away, and another fit begins with the rows that are stored", async () => {
  const stage = `${cluster.folder}/away`;
  const rows: SparkSource = await source(people(20_000), { stage });
  const here = JSON.stringify(await components.fit(await read(rows)));
  let killed = 0;
  const fit = components.fit(rows, {
    onProgress: ({ step }) => {
      if (step !== "reduce" || killed > 0) return;
      killed = killProcesses(...SERVER);
      // Its patience ends by the clock.
      const { now } = Date;
      setTimeout(() => vi.spyOn(Date, "now").mockImplementation(() => now() + 100_000), 2000);
    },
  });
  await expect(fit).rejects.toThrow("no Spark Connect server answers at");
  vi.restoreAllMocks();
  expect(killed).toBeGreaterThan(0);
  await startConnect(cluster);
  expect(JSON.stringify(await components.fit(rows))).toBe(here);
  expectStoredOnce(stage);
  await rows.close();
});

it("says so where a server is gone", async () => {
  const rows = await sparkSource("sc://127.0.0.1:9", people(10), { rowId: "LNR", stage: cluster.folder });
  await expect(new Scaler().fit(rows as never)).rejects.toThrow("no Spark Connect server answers");
  await rows.close();
});

it("gives the same document where executors are killed while they pack rows, and while they put them together", async () => {
  const node = slowNode(cluster.folder);
  const rows = await source(people(20_000), { node: node.path });
  const here = JSON.stringify(await components.fit(await read(rows)));
  for (const mode of ["pack", "assemble"] as const) node.hold(mode);
  const fit = components.fit(rows);
  for (const mode of ["pack", "assemble"] as const) {
    await until(() => node.isHeld(mode));
    expect(killProcesses(...EXECUTORS)).toBeGreaterThan(0);
  }
  expect(JSON.stringify(await fit)).toBe(here);
  node.goOn();
  await rows.close();
});

it("gives the same document where executors are killed in the midst of passes of every kind, and refuses rows that come twice or never", async () => {
  const stage = `${cluster.folder}/lost`;
  const rows = await source(AMOUNTS, { stage });
  const here = JSON.stringify(await segments.fit(await read(rows)));
  const killed = new Set<string>();
  const there = await segments.fit(rows, {
    onProgress: ({ step, done, total }) => {
      // Some sections of a pass have come, and others have not.
      const isMidst = total === ROWS && done < total && ["scale", "reduce", "cluster"].includes(step);
      if (killed.has(step) || !isMidst) return;
      if (killProcesses(...EXECUTORS) > 0) killed.add(step);
    },
  });
  expect([...killed].sort()).toEqual(["cluster", "reduce", "scale"]);
  expect(JSON.stringify(there)).toBe(here);
  const job = join(stage, readdirSync(stage)[0]!);
  const blocks = join(job, readdirSync(job).find((name) => name.endsWith("-blocks"))!);
  const [file] = readdirSync(blocks).filter((name) => name.endsWith(".parquet"));
  const copy = join(blocks, `copy-${file}`);
  copyFileSync(join(blocks, file!), copy);
  await expect(segments.fit(rows)).rejects.toThrow("came twice");
  for (const path of [copy, join(blocks, file!)]) rmSync(path);
  await expect(segments.fit(rows)).rejects.toThrow(/\d+ of 550000 rows never came/);
  await rows.close();
});

it("gives the same document where the Node processes of executors are killed", async () => {
  const rows = await source(people(20_000));
  const here = JSON.stringify(await components.fit(await read(rows)));
  let killed = 0;
  const there = await components.fit(rows, {
    onProgress: () => {
      if (killed < 4)
        killed += killProcesses("node/spark-executor.js", fileURLToPath(new URL("../..", import.meta.url)));
    },
  });
  expect(killed).toBeGreaterThan(0);
  expect(JSON.stringify(there)).toBe(here);
  await rows.close();
});
