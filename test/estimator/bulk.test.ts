import type { Table } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { endPool, setOffloadDelay } from "../../src/engine/threads/index.js";
import {
  defineTransformer,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  KMeans,
  LogisticRegression,
  PCA,
  Pipeline,
  Scaler,
  type Source,
} from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

const ROWS = 20_000;

/** Codes, amounts and words, some of them missing. */
const people = parseCsv(
  `age,income,zone\n${Array.from(
    { length: ROWS },
    (_, i) => `${i % 7 === 0 ? "" : i % 90},${(i * 37) % 1013}.5,${i % 11 === 0 ? "" : "abc"[(i * i) % 3]}`,
  ).join("\n")}\n`,
);
const answers = Array.from({ length: ROWS }, (_, i) => (i * 37) % 1013 > 600);

/** The same people in batches, and how many of these were read. */
function batches(size: number): { source: Source; read: () => number } {
  let read = 0;
  const source: Source = {
    *open() {
      for (let from = 0; from < ROWS; from += size) {
        read++;
        yield people.slice(from, from + size);
      }
    },
  };
  return { source, read: () => read };
}

const start = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;
const segments = new Pipeline([...start, ["cluster", new KMeans({ clusters: 3, starts: 2, seed: 1 })]]);
const scores = new Pipeline([...start, ["reduce", new PCA({ components: 2 })]]);
const prospects = new Pipeline([...start, ["learn", new LogisticRegression()]]);

beforeAll(() => setOffloadDelay(0));
afterAll(() => {
  setOffloadDelay();
  endPool();
});

/** Every number the same: faster than `toEqual` for many. */
function expectSame(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; i++) if (!Object.is(got[i], expected[i])) expect(got[i], `at ${i}`).toBe(expected[i]);
}

describe("bulk", () => {
  it("gives the bits of the verb itself, on any number of threads, from memory and from batches", async () => {
    const clusters = await segments.fit(people);
    const reduced = await scores.fit(people);
    const learned = await prospects.fit(people, answers);
    const [predicted, transformed, probable] = [
      clusters.predict(people),
      reduced.transform(people).toDense(),
      learned.predictProbabilities(people).toDense(),
    ];
    for (const threads of [1, 2, 3])
      for (const data of [people, batches(999).source]) {
        expectSame(await clusters.bulk("predict", data, { threads }).collect(), predicted);
        const scores = (await reduced.bulk("transform", data, { threads }).collect()) as FeatureMatrix;
        expectSame(scores.toDense(), transformed);
        const probabilities = await learned.bulk("predictProbabilities", data, { threads }).collect();
        expectSame(probabilities.toDense(), probable);
      }
  });

  it("gives Tables for Tables", async () => {
    const fitted = await new Imputer().fit(people);
    const result = (await fitted.bulk("transform", batches(7000).source, { threads: 2 }).collect()) as Table;
    expect(result.get(0)!.toJSON()).toEqual((fitted.transform(people) as Table).get(0)!.toJSON());
    expect(result.numRows).toBe(ROWS);
    expect(result.getChild("zone")!.nullCount).toBe(0);
  });

  it("reads only as far ahead as keeps the threads busy, and stops reading with the loop", async () => {
    const fitted = await scores.fit(people);
    const { source, read } = batches(1000);
    // A block is 17 batches, and with one thread the next is read when it is asked for.
    for await (const block of fitted.bulk("transform", source, { threads: 1 })) {
      expect((block as FeatureMatrix).rows).toBe(16_384);
      break;
    }
    expect(read()).toBeLessThanOrEqual(17);
  });

  it("may run inside the loop over another one's blocks, and around one", async () => {
    const fitted = await scores.fit(people);
    const scored: Source = {
      open: () => fitted.bulk("transform", batches(999).source, { threads: 2 }),
    };
    const clusterer = await new KMeans({ clusters: 2, starts: 1, seed: 1 }).fit(scored, { threads: 2 });
    let rows = 0;
    for await (const block of fitted.bulk("transform", people, { threads: 2 }))
      rows += (await clusterer.bulk("predict", block as FeatureMatrix, { threads: 2 }).collect()).length;
    expect(rows).toBe(ROWS);
  });

  it("stays on the calling thread where a step is a function", async () => {
    const Shift = defineTransformer({
      kind: "acme/Shift",
      version: 1,
      params: z.strictObject({}),
      fit: () => ({ by: 1 }),
      transform: (x, { by }) => x.toRows().map((row) => row.map((value) => value + by)),
    });
    const x = FeatureMatrix.fromColumns({ a: Float64Array.from({ length: ROWS }, (_, i) => i) });
    const fitted = await new Shift().fit(x);
    const result = await fitted.bulk("transform", x, { threads: 2 }).collect();
    expect(result.toDense()).toEqual(x.toDense().map((value) => value + 1));
  });

  it("names the row and column that a worker stumbled over, and ends with the signal's reason", async () => {
    const fitted = await new Pipeline([["encode", new FeatureEncoder({ unseen: "error" })]]).fit(people);
    const other = parseCsv(`age,income,zone\n${"1,2.5,a\n".repeat(ROWS)}1,2.5,elsewhere\n`);
    await expect(fitted.bulk("transform", other, { threads: 2 }).collect()).rejects.toThrow(/"zone".*"elsewhere"/);
    const stop = new AbortController();
    const result = fitted.bulk("transform", people, {
      threads: 2,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(result.collect()).rejects.toThrow("enough");
  });
});
