import { writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { tableFrom } from "../../src/io/csv/parse.js";
import { planOf } from "../../src/io/csv/plan.js";
import type { readOnThreads } from "../../src/io/csv/read-on-threads.js";
import { readCsv } from "../../src/io/index.js";
import { loadCompiled } from "./compiled.js";
import { contents, failureOf, inFolder } from "./helpers.js";

let onThreads: typeof readOnThreads;

beforeAll(async () => {
  ({ readOnThreads: onThreads } = (await loadCompiled("io/csv/read-on-threads.js")) as {
    readOnThreads: typeof readOnThreads;
  });
}, 60_000);

/** Rows in which every column has something to say for a range: widening, words after numbers, new words, quotes. */
function rowsOf(count: number, quoteAt: (row: number) => boolean): string {
  const lines = ["code,wide,mixed,decimal,word,flag,day,odd,plus"];
  for (let i = 0; i < count; i++) {
    const wide = i === 700 ? 70_000 : i === 300 ? 300 : i % 9;
    const mixed = i % 400 === 399 ? "X" : i % 5 === 0 ? `${i % 50}.0` : i % 50;
    const decimal = i < 500 ? i % 7 : i % 3 === 0 ? `${i % 10}.50` : i % 10;
    const word = quoteAt(i) ? `"line ${i}\nand ""more"", ${i % 13}"` : `w${(i * 7) % 31}`;
    lines.push(
      `${i % 10 === 3 ? "" : i % 10},${wide},${mixed},${decimal},${word},${i % 2 === 0},2020-01-0${(i % 9) + 1},${i === 800 ? "x" : i === 20 ? "1e3" : "0.25"},${i === 950 ? "n" : i % 97 === 5 ? `+${i}` : i}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const WATCH = { where: "readCsv", signal: undefined, onProgress: undefined };

describe("several threads read a file as one does", () => {
  test("whatever the ranges and the number of threads", () =>
    inFolder(async (path) => {
      const texts = [
        rowsOf(1000, () => false),
        rowsOf(1000, (row) => row % 10 === 0),
        rowsOf(1000, (row) => row > 900),
        "a,b\n",
        "a,b\n1,2",
        `a\r\n${"1\r\n\r\n".repeat(200)}`,
      ];
      for (const [k, text] of texts.entries()) {
        const file = path(`${k}.csv`);
        await writeFile(file, text);
        const expected = contents(await readCsv(file));
        for (const [threads, range] of [
          [2, 500],
          [3, 3000],
          [2, 64],
          [4, 1 << 20],
        ] as const) {
          if (range === 64 && text.length > 10_000) continue;
          const rows = await onThreads(file, planOf("readCsv", file, {}), threads, { ...WATCH, file }, 0, range);
          expect(rows).toBeDefined();
          expect(contents(tableFrom(rows!, planOf("readCsv", file, {}))), `text ${k}, ranges of ${range}`).toEqual(
            expected,
          );
        }
      }
    }));

  test("sampled, and with chosen columns of declared types", () =>
    inFolder(async (path) => {
      const file = path("x.csv");
      await writeFile(
        file,
        rowsOf(3000, (row) => row === 2500),
      );
      const options = {
        columns: ["odd", "wide", "word"],
        types: { wide: "float" },
        sample: { rows: 100, seed: 5 },
        nullWords: ["", "w3"],
      } as const;
      const expected = contents(await readCsv(file, options));
      const rows = await onThreads(file, planOf("readCsv", file, options), 2, { ...WATCH, file }, 0, 4000);
      expect(contents(tableFrom(rows!, planOf("readCsv", file, {})))).toEqual(expected);
    }));

  test("with the same issues", () =>
    inFolder(async (path) => {
      const file = path("x.csv");
      const good = rowsOf(1000, (row) => row % 100 === 0);
      const cut = good.indexOf("\n", good.length / 2) + 1;
      for (const bad of [
        "1,2\n",
        '1,2,3,4,5,6,7,8,"9\n',
        '1,2,3,4,5,6,7,8,9"\n',
        "1,2,3,4,\0,6,7,8,9\n",
        "1,2,3,4,\xff,6,7,8,9\n",
        "1,2,3,4,5,6,7,8,9,10\n",
        "1,2,3,4,5\r6,7,8,9,10\n",
      ]) {
        // Byte by byte, so that bytes that are not UTF-8 stay so.
        await writeFile(file, good.slice(0, cut) + bad + good.slice(cut), "latin1");
        const expected = await failureOf(() => readCsv(file));
        // Errors of the compiled modules are of another copy of the class.
        const work = onThreads(file, planOf("readCsv", file, {}), 2, { ...WATCH, file }, 0, 3000);
        await expect(work).rejects.toMatchObject({ code: "MALFORMED_FILE", message: expected.message });
      }
    }));

  test("with the same issue in the header", () =>
    inFolder(async (path) => {
      const file = path("x.csv");
      await writeFile(file, `a,b,a\n${"1,2,3\n".repeat(1000)}`);
      const expected = await failureOf(() => readCsv(file));
      expect(expected.message).toContain('line 1, column "a"');
      const work = onThreads(file, planOf("readCsv", file, {}), 2, { ...WATCH, file }, 0, 3000);
      await expect(work).rejects.toMatchObject({ code: "MALFORMED_FILE", message: expected.message });
    }));

  test("and end when they are aborted, with progress until then", () =>
    inFolder(async (path) => {
      const file = path("x.csv");
      await writeFile(
        file,
        rowsOf(2000, () => false),
      );
      const controller = new AbortController();
      const seen: number[] = [];
      const watch = {
        ...WATCH,
        file,
        signal: controller.signal,
        onProgress: (done: number) => {
          seen.push(done);
          controller.abort("enough");
        },
      };
      await expect(onThreads(file, planOf("readCsv", file, {}), 2, watch, 0, 3000)).rejects.toBe("enough");
      expect(seen.length).toBeGreaterThan(0);
    }));

  test("with rows of which few fit into what is read at once, and not where most columns are text", () =>
    inFolder(async (path) => {
      const file = path("x.csv");
      const columns = Array.from({ length: 3000 }, (_, j) => `c${j}`);
      const row = columns.map((_, j) => String(1000 + j)).join(",");
      await writeFile(file, `${columns.join(",")}\n${`${row}\n`.repeat(150)}`);
      const watch = { ...WATCH, file };
      const rows = await onThreads(file, planOf("readCsv", file, {}), 2, watch, 0, 1 << 20);
      expect(rows!.parsed).toBe(150);
      await writeFile(file, `a,b,c\n${"x,y,1\n".repeat(1000)}`);
      expect(await onThreads(file, planOf("readCsv", file, {}), 2, watch, 0)).toBeUndefined();
    }));

  test("but not a small file, a limited reading, or on one thread", () =>
    inFolder(async (path) => {
      const file = path("x.csv");
      await writeFile(file, "a\n1\n");
      const watch = { ...WATCH, file };
      expect(await onThreads(file, planOf("readCsv", file, {}), 2, watch)).toBeUndefined();
      expect(await onThreads(file, planOf("readCsv", file, { rows: 1 }), 2, watch, 0)).toBeUndefined();
      expect(await onThreads(file, planOf("readCsv", file, {}), 1, watch, 0)).toBeUndefined();
    }));
});
