import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvSource, parseCsv, readCsv } from "../../src/io/index.js";
import { contents, failureOf, inFolder, streamOf, values } from "./helpers.js";

const TEXT = 'a;b;c\r\n1;"x;\r\n""y""";2.5\n\n300;;8.0\nNA;ü€😀;\n-7;X;1e3';

describe("readCsv", () => {
  test("gives the same table for pieces of any size", async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        "",
        "NA",
        "1",
        "-7",
        "8.0",
        "300",
        "70000",
        "2.50",
        "1e3",
        "X",
        "01",
        "true",
        "2020-01-01",
        "ü€😀",
      ),
      fc.constantFrom('"x;y"', '"a\nb"', '"say ""hi"""', '"\r\n"', '""', " 5 ", "3000000000"),
    );
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 });
    const end = fc.constantFrom("\n", "\r\n");
    await fc.assert(
      fc.asyncProperty(
        rows,
        end,
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        async (cells, newline, ended, piece) => {
          const lines = ["a;b;c", ...cells.map((row) => row.join(";"))];
          const text = lines.join(newline) + (ended ? newline : "");
          const whole = contents(parseCsv(text, { separator: ";" }));
          expect(contents(await readCsv(streamOf(text, piece), { separator: ";" }))).toEqual(whole);
          expect(contents(await readCsv(streamOf(text, 1), { separator: ";" }))).toEqual(whole);
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });

  test("gives the same issue for pieces of any size", async () => {
    for (const text of ["a;b\n1;2\n3\n", 'a;b\n"x\ny";2\n3;"z', 'a;b\n1;x"y\n', "a;b\n1;2;3\n", "a;b\n1;\0\n"]) {
      const whole = await failureOf(() => parseCsv(text, { separator: ";" }));
      for (const piece of [1, 2, 3, 5, 8]) {
        const error = await failureOf(() => readCsv(streamOf(text, piece), { separator: ";" }));
        expect(error.message.replace("the stream", "the text").replace("readCsv", "parseCsv")).toBe(whole.message);
      }
    }
  });

  test("reads a path, a URL, a Node stream and a web stream alike", () =>
    inFolder(async (path) => {
      await writeFile(path("x.csv"), TEXT);
      const expected = contents(parseCsv(TEXT));
      expect(contents(await readCsv(path("x.csv")))).toEqual(expected);
      expect(contents(await readCsv(pathToFileURL(path("x.csv"))))).toEqual(expected);
      expect(contents(await readCsv(createReadStream(path("x.csv"), { highWaterMark: 7 })))).toEqual(expected);
      expect(contents(await readCsv(streamOf(TEXT, 5)))).toEqual(expected);
    }));

  test("unpacks gzip whatever the file is called, from paths and streams", () =>
    inFolder(async (path) => {
      const packed = gzipSync(TEXT);
      await writeFile(path("x.csv"), packed);
      const expected = contents(parseCsv(TEXT));
      expect(contents(await readCsv(path("x.csv")))).toEqual(expected);
      expect(contents(await readCsv(streamOf(packed, 1)))).toEqual(expected);
    }));

  test("says so when a gzip file is cut off or damaged", () =>
    inFolder(async (path) => {
      const packed = gzipSync(`a,b\n${"1,2\n".repeat(100_000)}`);
      await writeFile(path("x.csv"), packed.subarray(0, packed.length - 20));
      const errors = [
        await failureOf(() => readCsv(path("x.csv"))),
        await failureOf(() => readCsv(streamOf(packed.subarray(0, packed.length - 20), 100))),
        await failureOf(async () => {
          for await (const _ of csvSource(path("x.csv")).open());
        }),
      ];
      for (const error of errors) {
        expect(error.code).toBe("MALFORMED_FILE");
        expect(error.message).toContain("gzip");
      }
    }));

  test("names bytes that are not UTF-8, and reads UTF-16 with a mark", async () => {
    const bad = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80]];
    for (const bytes of bad) {
      const text = new Uint8Array([...new TextEncoder().encode("a,b\n1,x\n2,"), ...bytes, 10]);
      const error = await failureOf(() => readCsv(streamOf(text, 100)));
      expect(error.message).toContain('line 3, column "b": bytes that are not UTF-8');
    }
    const wide = new Uint8Array(Buffer.from("\ufeffa,b\n1,2\n", "utf16le"));
    for (const piece of [1, 2, 3, 100])
      expect((await readCsv(streamOf(wide, piece))).toArray().map(String)).toEqual(['{"a": 1, "b": 2}']);
  });

  test("a file that is not there, or is a folder, is said to be so", () =>
    inFolder(async (path) => {
      expect((await failureOf(() => readCsv(path("none.csv")))).message).toContain("there is no such file");
      expect((await failureOf(() => readCsv(path(".")))).message).toContain("it is a folder");
    }));

  test("reports progress in bytes and ends when aborted", () =>
    inFolder(async (path) => {
      const text = `a,b\n${"1,2\n".repeat(1_000_000)}`;
      await writeFile(path("x.csv"), text);
      const seen: number[] = [];
      const controller = new AbortController();
      await readCsv(path("x.csv"), {
        onProgress: ({ step, done, total }) => {
          expect([step, total]).toEqual(["read", text.length]);
          seen.push(done);
        },
      });
      expect(seen.length).toBeGreaterThan(2);
      expect(seen.at(-1)).toBe(text.length);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      const reading = readCsv(path("x.csv"), {
        signal: controller.signal,
        onProgress: () => controller.abort("enough"),
      });
      await expect(reading).rejects.toBe("enough");
      await expect(readCsv(path("x.csv"), { signal: AbortSignal.abort("early") })).rejects.toBe("early");
    }));

  test("widens a column that changes late in a large file", () =>
    inFolder(async (path) => {
      const lines = Array.from({ length: 300_000 }, (_, i) => `${i % 100},${i % 10},${i % 50},${i}`);
      lines[299_990] = "X,40000,0.5,";
      await writeFile(path("x.csv"), `a,b,c,d\n${lines.join("\n")}\n`);
      const table = await readCsv(path("x.csv"));
      expect(table.schema.fields.map((field) => String(field.type))).toEqual([
        "Dictionary<Int32, Utf8>",
        "Int32",
        "Float64",
        "Int32",
      ]);
      expect(values(table, "a").slice(299_989, 299_992)).toEqual(["89", "X", "91"]);
      expect(table.getChild("d")!.nullCount).toBe(1);
      expect(values(table, "b")[299_989]).toBe(9);
    }));

  test("keeps numbers in memory that workers can share", async () => {
    const data = parseCsv("a,b\n1,x\n,y\n").getChild("a")!.data[0]!;
    expect(data.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(data.nullBitmap!.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

describe("csvSource", () => {
  test("gives the rows of readCsv in batches of one schema and one dictionary, again and again", () =>
    inFolder(async (path) => {
      const lines = Array.from(
        { length: 1000 },
        (_, i) => `${i},${i === 700 ? "X" : (i % 10) / 2},${i % 3 === 0 ? "" : "ab"[i % 2]}`,
      );
      await writeFile(path("x.csv"), `n,mixed,t\n${lines.join("\n")}\n`);
      const whole = await readCsv(path("x.csv"));
      const source = csvSource(path("x.csv"), { batchRows: 64 });
      for (let round = 0; round < 2; round++) {
        const batches = [];
        for await (const batch of source.open()) batches.push(batch);
        expect(batches.map((batch) => batch.numRows)).toEqual([...new Array(15).fill(64), 40]);
        for (const batch of batches) {
          expect(batch.schema).toBe(batches[0]!.schema);
          expect(String(batch.schema)).toBe(String(whole.schema));
          expect(batch.getChild("mixed")!.data[0]!.dictionary).toBe(batches[0]!.getChild("mixed")!.data[0]!.dictionary);
        }
        for (const name of ["n", "mixed", "t"])
          expect(batches.flatMap((batch) => values(batch, name))).toEqual(values(whole, name));
      }
    }));

  test("a file without rows gives one batch without rows, and reading may stop early", () =>
    inFolder(async (path) => {
      await writeFile(path("x.csv"), "a,b\n");
      const batches = [];
      for await (const batch of csvSource(path("x.csv")).open()) batches.push(batch);
      expect(batches.map((batch) => [batch.numRows, batch.numCols])).toEqual([[0, 2]]);
      await writeFile(path("y.csv"), "a\n1\n2\n3\n4\n");
      for await (const batch of csvSource(path("y.csv"), { batchRows: 2 }).open()) {
        expect(values(batch, "a")).toEqual([1, 2]);
        break;
      }
      const limited = [];
      for await (const batch of csvSource(path("y.csv"), { batchRows: 2, rows: 3 }).open())
        limited.push(...values(batch, "a"));
      expect(limited).toEqual([1, 2, 3]);
    }));

  test("notices a file that has changed", () =>
    inFolder(async (path) => {
      await writeFile(path("x.csv"), "a,b\n1,x\n");
      const source = csvSource(path("x.csv"));
      for await (const _ of source.open());
      await writeFile(path("x.csv"), "a,b\n1000,x\n");
      const error = await failureOf(async () => {
        for await (const _ of source.open());
      });
      expect(error.message).toContain("the file has changed");
    }));
});
