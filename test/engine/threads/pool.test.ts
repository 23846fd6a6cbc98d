import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { columnsOf, fromWire, runRows, sharedWire } from "../../../src/engine/rows/index.js";
import { endPool, hire, openCrew } from "../../../src/engine/threads/index.js";
import { CONTROL_BYTES, Team } from "../../../src/engine/threads/worker-group.js";
import { planOf } from "../../../src/matrix/index.js";
import { WORKER_ADDRESS } from "../../workers/worker-address.js";
import { normalRows } from "./rows.js";

afterAll(endPool);

describe("the pool", () => {
  it("has as many workers as are asked for, and keeps them", async () => {
    const three = await hire(3);
    expect(three).toHaveLength(3);
    expect(await hire(2)).toEqual(three.slice(0, 2));
    expect(await hire(1)).toEqual([]);
  });

  it("does not keep the process alive", async () => {
    const code = `
      const { hire, openCrew } = await import(${JSON.stringify(new URL("../engine/threads/index.js", WORKER_ADDRESS).href)});
      console.log((await hire(2)).length);
    `;
    const { spawnSync } = await import("node:child_process");
    const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      encoding: "utf8",
      timeout: 30_000,
    });
    expect({ stdout, status }).toEqual({ stdout: "2\n", status: 0 });
  });
});

describe("a crew", () => {
  const block = normalRows(1000, 3);
  const columns = columnsOf(planOf(block.x));
  const center = Float64Array.of(1, 2, 3);
  const context = {
    program: [{ op: "affine", center, scale: new Float64Array(3).fill(0.5) }] as const,
    columns,
    outputs: columns,
  };

  it("answers every piece, wherever it is done", async () => {
    const rows = await sharedWire(block, columns);
    for (const threads of [1, 3]) {
      const crew = await openCrew(runRows, { ...context, rows }, { threads });
      const results = await Promise.all([0, 400, 800].map((from) => crew.do({ from, to: Math.min(1000, from + 400) })));
      crew.close();
      const found = results.flatMap((wire) => fromWire(wire, columns).x.toRows());
      expect(found).toEqual(block.x.toRows().map((row) => row.map((value, j) => (value - center[j]!) * 0.5)));
    }
  });

  it("ends with the signal's reason", async () => {
    const stop = new AbortController();
    const crew = await openCrew(
      runRows,
      { ...context, rows: await sharedWire(block, columns) },
      { threads: 2, signal: stop.signal },
    );
    const piece = crew.do({ from: 0, to: 1000 });
    stop.abort(new Error("enough"));
    await expect(piece).rejects.toThrow("enough");
  });
});

describe("a team", () => {
  /** Members that write to each other's places between barriers. */
  const member = `
    const { workerData, parentPort } = require("node:worker_threads");
    import(workerData.address).then(({ Team }) => {
      const team = new Team(workerData.control, workerData.member, 3);
      const seen = new Int32Array(workerData.seen);
      let wrong = 0;
      for (let round = 1; round <= 200; round++) {
        seen[team.member] = round;
        team.barrier();
        for (let other = 0; other < 3; other++) if (seen[other] !== round) wrong++;
        team.barrier();
      }
      for (let piece = team.next(); piece >= 0; piece = team.next()) {
        team.awaitTurn(piece);
        seen[3] = seen[3] * 3 + piece;
        team.passTurn();
      }
      parentPort.postMessage(wrong);
    });
  `;

  it("waits at barriers, deals pieces once, and hands in by their order", async () => {
    const control = new SharedArrayBuffer(CONTROL_BYTES);
    const seen = new SharedArrayBuffer(16);
    new Team(control, 0, 1).start(0, 12);
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
