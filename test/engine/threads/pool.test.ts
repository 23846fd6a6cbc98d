import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { columnsOf, fromTransfer, runRows, sharedTransfer } from "../../../src/engine/rows/index.js";
import { acquireWorkers, endPool, openTaskQueue } from "../../../src/engine/threads/index.js";
import { CONTROL_BYTES, WorkerGroup } from "../../../src/engine/threads/worker-group.js";
import { planOf } from "../../../src/matrix/index.js";
import { WORKER_ADDRESS } from "../../workers/worker-address.js";
import { normalRows } from "./rows.js";

afterAll(endPool);

describe("the pool", () => {
  it("has as many workers as are asked for, and keeps them", async () => {
    const three = await acquireWorkers(3);
    expect(three).toHaveLength(3);
    expect(await acquireWorkers(2)).toEqual(three.slice(0, 2));
    expect(await acquireWorkers(1)).toEqual([]);
  });

  it("does not keep the process alive", async () => {
    const code = `
      const { acquireWorkers, openTaskQueue } = await import(${JSON.stringify(new URL("../engine/threads/index.js", WORKER_ADDRESS).href)});
      console.log((await acquireWorkers(2)).length);
    `;
    const { spawnSync } = await import("node:child_process");
    const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      encoding: "utf8",
      timeout: 30_000,
    });
    expect({ stdout, status }).toEqual({ stdout: "2\n", status: 0 });
  });
});

describe("a queue", () => {
  const block = normalRows(1000, 3);
  const columns = columnsOf(planOf(block.x));
  const center = Float64Array.of(1, 2, 3);
  const context = {
    program: [{ op: "affine", center, scale: new Float64Array(3).fill(0.5) }] as const,
    columns,
    outputs: columns,
  };

  it("answers every piece, wherever it is done", async () => {
    const rows = await sharedTransfer(block, columns);
    for (const threads of [1, 3]) {
      const queue = await openTaskQueue(runRows, { ...context, rows }, { threads });
      const results = await Promise.all(
        [0, 400, 800].map((from) => queue.run({ from, to: Math.min(1000, from + 400) })),
      );
      queue.close();
      const found = results.flatMap((transfer) => fromTransfer(transfer, columns).x.toRows());
      expect(found).toEqual(block.x.toRows().map((row) => row.map((value, j) => (value - center[j]!) * 0.5)));
    }
  });

  it("ends with the signal's reason", async () => {
    const stop = new AbortController();
    const queue = await openTaskQueue(
      runRows,
      { ...context, rows: await sharedTransfer(block, columns) },
      { threads: 2, signal: stop.signal },
    );
    const piece = queue.run({ from: 0, to: 1000 });
    stop.abort(new Error("enough"));
    await expect(piece).rejects.toThrow("enough");
  });
});

describe("a group", () => {
  /** Members that write to each other's places between barriers. */
  const member = `
    const { workerData, parentPort } = require("node:worker_threads");
    import(workerData.address).then(({ WorkerGroup }) => {
      const group = new WorkerGroup(workerData.control, workerData.member, 3);
      const seen = new Int32Array(workerData.seen);
      let wrong = 0;
      for (let round = 1; round <= 200; round++) {
        seen[group.index] = round;
        group.barrier();
        for (let other = 0; other < 3; other++) if (seen[other] !== round) wrong++;
        group.barrier();
      }
      for (let piece = group.next(); piece >= 0; piece = group.next()) {
        group.waitForOrder(piece);
        seen[3] = seen[3] * 3 + piece;
        group.advanceOrder();
      }
      parentPort.postMessage(wrong);
    });
  `;

  it("waits at barriers, deals pieces once, and hands in by their order", async () => {
    const control = new SharedArrayBuffer(CONTROL_BYTES);
    const seen = new SharedArrayBuffer(16);
    new WorkerGroup(control, 0, 1).start(0, 12);
    const address = new URL("../engine/threads/worker-group.js", WORKER_ADDRESS).href;
    const wrong = await Promise.all(
      [0, 1, 2].map(
        (at) =>
          new Promise((resolve, reject) => {
            const worker = new Worker(member, { eval: true, workerData: { control, seen, member: at, address } });
            worker.on("message", resolve).on("error", reject);
          }),
      ),
    );
    expect(wrong).toEqual([0, 0, 0]);
    let expected = 0;
    for (let piece = 0; piece < 12; piece++) expected = (Math.imul(expected, 3) + piece) | 0;
    expect(new Int32Array(seen)[3]).toBe(expected);
  });
});
