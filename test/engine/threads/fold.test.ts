import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Program } from "../../../src/engine/program/index.js";
import {
  assign,
  assignBytes,
  moments,
  newRowState,
  type Reducer,
  runReducer,
} from "../../../src/engine/reducers/index.js";
import { mapRows, memorySource } from "../../../src/engine/rows/index.js";
import { acquireWorkers, endPool, setOffloadDelay } from "../../../src/engine/threads/index.js";
import { KindredError } from "../../../src/index.js";
import { inBatches, normalRows } from "./rows.js";

const ROWS = 30_000;
const COLUMNS = 5;
const block = normalRows(ROWS, COLUMNS);

beforeAll(() => setOffloadDelay(0));
afterAll(() => {
  setOffloadDelay();
  endPool();
});

const doubled: Program = [
  { op: "affine", center: new Float64Array(COLUMNS).fill(0.1), scale: new Float64Array(COLUMNS).fill(2) },
];

/** Refuses every value of a column from some size on. */
const refusing: Program = [
  {
    op: "encode",
    codes: [
      {
        kind: "table",
        from: 0,
        values: new Float64Array(0),
        numbers: new Float64Array(0),
        width: 1,
        parts: 1,
        missing: Float64Array.of(0),
        other: Float64Array.of(0),
        refuseOther: true,
      },
    ],
    names: ["x0"],
    origins: [{ sources: ["x0"] }],
    single: false,
    words: new Map(),
  },
];

describe("a pass over rows", () => {
  it("gives the same bits on any number of threads, from memory and from batches", async () => {
    const expected = await runReducer(mapRows(memorySource(block), doubled), moments, {}, { threads: 1 });
    for (const threads of [2, 3, 8])
      for (const source of [memorySource(block), inBatches(block, 777), inBatches(block, 50_000)])
        expect(await runReducer(mapRows(source, doubled), moments, {}, { threads })).toEqual(expected);
  });

  it("keeps the state of rows between passes, on whichever thread they are", async () => {
    const given = { centroids: Float64Array.from([1, 1, 1, 1, 1, -1, -1, -1, -1, -1]), clusters: Int32Array.of(2) };
    const rowState = newRowState(ROWS, assignBytes(2, false));
    const first = await runReducer(memorySource(block), assign, given, { threads: 3, rowState });
    expect(first["changed"]![0]).toBe(ROWS);
    const second = await runReducer(inBatches(block, 1000), assign, given, { threads: 2, rowState });
    expect(second["changed"]![0]).toBe(0);
    const third = await runReducer(memorySource(block), assign, given, { threads: 1, rowState });
    expect(third["changed"]![0]).toBe(0);
  });

  it("shares the workers with other passes", async () => {
    const source = memorySource(block);
    const [expected, ...others] = await Promise.all(
      [1, 2, 3, 2].map((threads) => runReducer(source, moments, {}, { threads })),
    );
    for (const other of others) expect(other).toEqual(expected);
  });

  it("says how far it is", async () => {
    for (const source of [memorySource(block), inBatches(block, 777)]) {
      const seen: number[] = [];
      await runReducer(source, moments, {}, { threads: 2, onRows: (done) => seen.push(done) });
      expect(seen.at(-1)).toBe(ROWS);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    }
  });

  it("runs a fold that workers do not know on the calling thread", async () => {
    const counting: Reducer = { ...moments, name: "counting" };
    const source = memorySource(block);
    expect(await runReducer(source, counting, {}, { threads: 2 })).toEqual(await runReducer(source, moments, {}));
  });

  it("fails as it would on one thread, whichever worker met the error", async () => {
    for (const source of [memorySource(block), inBatches(block, 777)]) {
      const failures = [1, 2, 3].map((threads) =>
        runReducer(mapRows(source, refusing), moments, {}, { threads }).catch((error: unknown) => error),
      );
      const [alone, ...others] = await Promise.all(failures);
      expect(alone).toBeInstanceOf(KindredError);
      for (const other of others) expect(other).toMatchObject({ ...(alone as KindredError) });
      expect((others[0] as Error).message).toBe((alone as Error).message);
    }
  });

  it("ends with the signal's reason, and leaves workers that can be used", async () => {
    const source = memorySource(block);
    const stop = new AbortController();
    const pass = runReducer(source, moments, {}, { threads: 2, signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(pass).rejects.toThrow("enough");
    await expect(runReducer(source, moments, {}, { threads: 2, signal: stop.signal })).rejects.toThrow("enough");
    expect((await runReducer(source, moments, {}, { threads: 2 }))["missing"]).toEqual(new Float64Array(COLUMNS));
  });

  it("has new workers where those of the pool were ended", async () => {
    const members = await acquireWorkers(2);
    for (const member of members) member.end();
    const expected = await runReducer(memorySource(block), moments, {}, { threads: 1 });
    expect(await runReducer(memorySource(block), moments, {}, { threads: 2 })).toEqual(expected);
    for (const member of await acquireWorkers(2)) expect(members).not.toContain(member);
  });
});
