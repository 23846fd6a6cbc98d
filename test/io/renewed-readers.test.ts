import { readFile, writeFile } from "node:fs/promises";
import { expect, it, vi } from "vitest";
import { readInParallel } from "../../src/io/csv/parallel-reader.js";
import { tableFrom } from "../../src/io/csv/parse.js";
import { planOf } from "../../src/io/csv/plan.js";
import { RowReader } from "../../src/io/csv/row-reader.js";
import { TextInput } from "../../src/io/csv/text-input.js";
import { readCsv } from "../../src/io/index.js";
import { contents, inFolder } from "./helpers.js";

/** Ranges that a worker reads before another takes its place. */
const RANGES_OF_A_LIFE = 3;

vi.mock("../../src/engine/threads/index.js", async (original) => ({
  ...(await original<typeof import("../../src/engine/threads/index.js")>()),
  /** One thread whose readers are lost now and then, as they are where a worker dies of something else. */
  openTaskQueue: async (
    task: { open(context: unknown, signal: AbortSignal): (args: unknown) => unknown },
    context: unknown,
  ) => {
    let [ranges, life] = [0, new AbortController()];
    let piece = task.open(context, life.signal);
    return {
      maxPending: 1,
      workers: 0,
      run: async (args: unknown) => {
        if (++ranges % RANGES_OF_A_LIFE === 0) {
          life.abort();
          life = new AbortController();
          piece = task.open(context, life.signal);
        }
        return piece(args);
      },
      close: () => life.abort(),
    };
  },
}));

it("A file is the same where readers of its ranges are lost, with the words that they had handed over", () =>
  inFolder(async (path) => {
    const file = path("x.csv");
    const lines = Array.from({ length: 3000 }, (_, i) => `${i % 7},w${(i * i) % 101},${i % 3 === 0 ? "yes" : "no"}`);
    await writeFile(file, `code,word,flag\n${lines.join("\n")}\n`);
    const plan = planOf("readCsv", file, {});
    const text = new TextInput({ ...plan, rows: 256, sample: undefined, limits: {} });
    const bytes = await readFile(file);
    text.space(bytes.length).set(bytes);
    text.commit(bytes.length);
    if (text.reader.head === undefined) text.finish();
    const head = text.reader.head!;
    const rows = new RowReader({ ...head, limit: plan, size: bytes.length - head.bytes, sample: undefined });
    const end = await readInParallel(file, head, plan, rows, { threads: 2, range: 500, size: bytes.length });
    rows.finish();
    expect(end).toBe(bytes.length);
    expect(contents(tableFrom(rows, plan))).toEqual(contents(await readCsv(file)));
  }));
