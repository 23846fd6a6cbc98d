import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import {
  acquireWorkers,
  endPool,
  openTaskQueue,
  type Task,
  type TaskQueue,
} from "../../../src/engine/threads/index.js";
import { CONTROL_BYTES, WorkerGroup } from "../../../src/engine/threads/worker-group.js";
import { WORKER_ADDRESS } from "../../workers/worker-address.js";
import { deadlyWorker } from "./deadly-worker.js";

const folder = mkdtempSync(join(tmpdir(), "kindred-dying-"));
const address = deadlyWorker(folder);
afterAll(() => {
  endPool();
  rmSync(folder, { recursive: true });
});

/** What a piece of a deadly worker does, and with what. */
interface Piece {
  readonly kind: "double" | "exit" | "later" | "hold";
  readonly value?: number;
  readonly flags?: Int32Array;
  readonly begun?: number;
  readonly leave?: number;
  readonly dies?: boolean;
}

const deadly: Task<{ readonly plus: number }, Piece, unknown> = {
  name: "deadly",
  open: () => () => {
    throw new Error("workers do this");
  },
};

const queueOf = (plus: number, signal?: AbortSignal): Promise<TaskQueue<Piece, unknown>> =>
  openTaskQueue(deadly, { plus }, { threads: 2, address, signal });
const flagsOf = (): Int32Array => new Int32Array(new SharedArrayBuffer(16));
const raise = (flags: Int32Array, at: number): void => {
  Atomics.store(flags, at, 1);
  Atomics.notify(flags, at);
};
const isUp = async (flags: Int32Array, at: number): Promise<void> => {
  while (Atomics.load(flags, at) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
};
const DEAD = { code: "WORKER_FAILED", message: expect.stringContaining("ended with code 3") };

describe("A worker that dies", () => {
  it("fails the piece that it was at; others that it had are done by the next, which hears of their tasks", async () => {
    const [a, b] = [await queueOf(100), await queueOf(1)];
    const flags = flagsOf();
    const before = b.run({ kind: "double", value: 4 }, 0);
    const deadlyPiece = a.run({ kind: "hold", flags, begun: 0, leave: 1, dies: true }, 0);
    const behind = [1, 2, 3].map((value) => b.run({ kind: "double", value }, 0));
    const ofTheSameQueue = a.run({ kind: "double", value: 5 }, 0);
    const elsewhere = b.run({ kind: "double", value: 6 }, 1);
    raise(flags, 1);
    await expect(deadlyPiece).rejects.toMatchObject(DEAD);
    expect(await Promise.all([before, ...behind, ofTheSameQueue, elsewhere])).toEqual([9, 3, 5, 7, 110, 13]);
    a.close();
    b.close();
  });

  it("leaves the pool as large as it was, call after call", async () => {
    const members = await acquireWorkers(2, address);
    for (let death = 0; death < 3; death++) {
      const queue = await queueOf(0);
      await expect(queue.run({ kind: "exit" }, death % 2)).rejects.toMatchObject(DEAD);
      expect(await Promise.all([0, 1].map((worker) => queue.run({ kind: "double", value: 1 }, worker)))).toEqual([
        2, 2,
      ]);
      queue.close();
    }
    expect(await acquireWorkers(2, address)).toEqual(members);
  });

  it("while several pieces were under way is found out by doing them again, one at a time", async () => {
    const [a, b] = [await queueOf(0), await queueOf(1)];
    const flags = flagsOf();
    const innocent = b.run({ kind: "later", flags, begun: 0, leave: 2, value: 7 }, 0);
    const guilty = a.run({ kind: "later", flags, begun: 1, leave: 3, dies: true }, 0);
    const last = b.run({ kind: "later", flags, begun: 0, leave: 2, value: 8 }, 0);
    guilty.catch(() => undefined);
    await Promise.all([isUp(flags, 0), isUp(flags, 1)]);
    // The guilty one ends the worker before the innocent ones may answer.
    raise(flags, 3);
    Atomics.store(flags, 0, 0);
    await isUp(flags, 0);
    raise(flags, 2);
    expect(await Promise.all([innocent, last])).toEqual([15, 17]);
    await expect(guilty).rejects.toMatchObject(DEAD);
    expect(await a.run({ kind: "double", value: 3 }, 0)).toBe(6);
    a.close();
    b.close();
  });

  it("does not do again what nobody waits for", async () => {
    const stop = new AbortController();
    const [a, b] = [await queueOf(0), await queueOf(0, stop.signal)];
    const flags = flagsOf();
    const guilty = a.run({ kind: "hold", flags, begun: 0, leave: 1, dies: true }, 0);
    const given = b.run({ kind: "hold", flags, begun: 2, leave: 3 }, 0);
    stop.abort(new Error("enough"));
    await expect(given).rejects.toThrow("enough");
    b.close();
    raise(flags, 1);
    await expect(guilty).rejects.toMatchObject(DEAD);
    expect(await a.run({ kind: "double", value: 2 }, 0)).toBe(4);
    expect(Atomics.load(flags, 2)).toBe(0);
    a.close();
  });

  it("takes no group along that had not begun there, and fails the one that had", async () => {
    const queue = await queueOf(0);
    const members = await acquireWorkers(2, address);
    const group = (dies: boolean): Promise<unknown>[] => {
      const control = new SharedArrayBuffer(CONTROL_BYTES);
      const sums = new Int32Array(new SharedArrayBuffer(4));
      const whole = new WorkerGroup(control, 0, 1).start(0, 10);
      const parts = members.map((member, index) =>
        member.run({ kind: "group", name: "add", args: { sums, dies }, control, index, size: 2, reference: false }),
      );
      // As runGroup does: the others are told to stop.
      for (const part of parts) part.catch(() => whole.stop());
      return parts;
    };
    const flags = flagsOf();
    const guilty = queue.run({ kind: "hold", flags, begun: 0, leave: 1, dies: true }, 0);
    const [first, second] = [group(false), group(false)];
    raise(flags, 1);
    await expect(guilty).rejects.toMatchObject(DEAD);
    expect(await Promise.all([...first, ...second])).toEqual([45, 45, 45, 45]);
    const [dead, alive] = group(true);
    await expect(dead).rejects.toMatchObject(DEAD);
    expect(await alive!.catch(() => 45)).toBe(45);
    expect(await Promise.all(group(false))).toEqual([45, 45]);
    queue.close();
  });

  it("before it came is not replaced for ever", async () => {
    const file = join(folder, "never.mjs");
    writeFileSync(file, "process.exit(4);\n");
    const queue = openTaskQueue(deadly, { plus: 0 }, { threads: 2, address: pathToFileURL(file) });
    expect((await queue).workers).toBe(0);
  });

  it("out of memory fails its piece alone, and the process goes on and ends by itself", () => {
    const program = `
      const { openTaskQueue } = await import(${JSON.stringify(new URL("../engine/threads/index.js", WORKER_ADDRESS).href)});
      process.on("unhandledRejection", (error) => { console.log("unhandled", error); });
      const queueOf = (plus) => openTaskQueue({ name: "deadly" }, { plus }, { threads: 2, address: new URL(${JSON.stringify(address.href)}) });
      const [a, b] = [await queueOf(0), await queueOf(1)];
      const large = a.run({ kind: "overflow" }, 0);
      const behind = b.run({ kind: "double", value: 5 }, 0);
      console.log(await large.catch((error) => error.code + ": " + error.problem), await behind);
      a.close();
      b.close();
    `;
    const { stdout, status } = spawnSync(
      process.execPath,
      ["--max-old-space-size=48", "--input-type=module", "-e", program],
      { encoding: "utf8", timeout: 60_000 },
    );
    expect(stdout).toMatch(/^WORKER_FAILED: the worker that did this is gone \(.*memory.*\) 11\n$/);
    expect(status).toBe(0);
  });
});
