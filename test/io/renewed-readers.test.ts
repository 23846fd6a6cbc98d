import { readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { cutFile } from "../../src/io/csv/cut-file.js";
import { readRanges } from "../../src/io/csv/parallel-reader.js";
import { tableFrom } from "../../src/io/csv/parse.js";
import { planOf } from "../../src/io/csv/plan.js";
import { type FileRange, type RangesOfFile, readCsvRange } from "../../src/io/csv/range-task.js";
import { RowReader } from "../../src/io/csv/row-reader.js";
import { TextInput } from "../../src/io/csv/text-input.js";
import { readCsv } from "../../src/io/index.js";
import { contents, inFolder } from "./helpers.js";

/** Ranges that a worker reads before another takes its place. */
const RANGES_OF_A_LIFE = 3;

/** One thread whose readers are lost now and then, as they are where a worker dies of something else. */
function mortal(file: RangesOfFile) {
  let ranges = 0;
  let life = new AbortController();
  let piece = readCsvRange.open(file, life.signal);
  return {
    workers: 0,
    run: async (range: FileRange) => {
      if (++ranges % RANGES_OF_A_LIFE === 0) {
        life.abort();
        life = new AbortController();
        piece = readCsvRange.open(file, life.signal);
      }
      return piece(range);
    },
    close: () => life.abort(),
  };
}

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
    const { quote, point, thousands, dateFormat, nullWords, canonicalNumbers, where } = plan;
    const queue = mortal({
      path: file,
      where,
      format: { quote, point, thousands, dateFormat, nullWords, canonicalNumbers },
      separator: head.dialect.separator,
      names: head.names,
      chosen: head.chosen,
      types: head.types,
    });
    const cuts = await cutFile(file, head, plan, bytes.length, 500);
    const end = await readRanges(queue, cuts, head, rows, { path: file, where, size: bytes.length });
    queue.close();
    rows.finish();
    expect(end).toBe(bytes.length);
    expect(contents(tableFrom(rows, plan))).toEqual(contents(await readCsv(file)));
  }));
