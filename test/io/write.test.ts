import { readdir, readFile, writeFile } from "node:fs/promises";
import { Field, Float32, Int32, List, Table, tableFromArrays, tableFromIPC, Utf8, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrowSource, csvSource, parseCsv, readArrow, readCsv, writeArrow, writeCsv } from "../../src/io/index.js";
import { contents, failureOf, inFolder, values } from "./helpers.js";

describe("writeCsv", () => {
  test("readCsv reads back what it wrote", () =>
    inFolder(async (path) => {
      const word = fc
        .string({ unit: "binary", minLength: 1, maxLength: 8 })
        .filter((text) => !["NA", "NaN", "null"].includes(text.trim()) && text.trim() !== "" && !text.includes("\0"));
      const row = fc.record({
        i: fc.option(fc.integer({ min: -200, max: 200 })),
        f: fc.option(fc.double({ noNaN: true })),
        t: fc.option(word),
        b: fc.option(fc.boolean()),
      });
      const separator = fc.constantFrom(",", ";", "\t", "|", " ");
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { minLength: 1, maxLength: 20 }),
          separator,
          fc.boolean(),
          async (rows, mark, gzip) => {
            const table = new Table({
              i: vectorFromArray(
                rows.map((r) => r.i),
                new Int32(),
              ),
              f: vectorFromArray(rows.map((r) => r.f)),
              t: vectorFromArray(
                rows.map((r) => r.t),
                new Utf8(),
              ),
              b: vectorFromArray(rows.map((r) => r.b)),
            } as never);
            await writeCsv(path("x.csv"), table, { separator: mark, gzip });
            const back = await readCsv(path("x.csv"), {
              separator: mark,
              types: { i: "int", f: "float", t: "text", b: "boolean" },
              canonicalNumbers: false,
            });
            expect(values(back, "i")).toEqual(rows.map((r) => r.i));
            // Zero has no sign in a CSV file.
            expect(values(back, "f")).toEqual(rows.map((r) => (r.f === 0 ? 0 : r.f)));
            expect(values(back, "b")).toEqual(rows.map((r) => r.b));
            const texts = values(back, "t");
            rows.forEach((r, k) => {
              // Spaces around a number are not kept.
              if (r.t === null || /[^\d\s.+-]/.test(r.t)) expect(texts[k]).toBe(r.t);
            });
          },
        ),
        { numRuns: 100, seed: 3 },
      );
    }));

  test("writes the shortest numbers, ISO dates, nothing for missing values, quotes where needed", () =>
    inFolder(async (path) => {
      const table = parseCsv('d;t;n;q\n2012-02-29;2020-01-01 10:30;0.1;"a;""b"""\n;;;x\n');
      await writeCsv(path("x.csv"), table, { separator: ";" });
      expect(await readFile(path("x.csv"), "utf8")).toBe(
        'd;t;n;q\n2012-02-29;2020-01-01T10:30:00.000;0.1;"a;""b"""\n;;;x\n',
      );
      await writeCsv(path("y.csv"), new Table({ f: vectorFromArray([0.1, 1 / 3], new Float32()) }), {
        decimal: ",",
        separator: ";",
      });
      expect(await readFile(path("y.csv"), "utf8")).toBe("f\n0,1\n0,33333334\n");
      await writeCsv(path("z.csv"), parseCsv("a\n1\n\n"), { header: false });
      expect(await readFile(path("z.csv"), "utf8")).toBe('1\n""\n');
    }));

  test("the types of readCsv survive a round trip, whole and batch by batch", () =>
    inFolder(async (path) => {
      const text = `i,m,d,t,w,b\n${Array.from({ length: 500 }, (_, k) => `${k % 9 === 0 ? "" : k},${k % 2 ? "X" : k},2012-01-0${(k % 9) + 1},2020-01-01 00:00:0${k % 10},${k / 7},${k % 2 === 0}`).join("\n")}\n`;
      await writeFile(path("x.csv"), text);
      const table = await readCsv(path("x.csv"));
      await writeCsv(path("y.csv"), table);
      expect(contents(await readCsv(path("y.csv")))).toEqual(contents(table));
      await writeCsv(path("z.csv"), csvSource(path("x.csv"), { batchRows: 33 }));
      expect(contents(await readCsv(path("z.csv")))).toEqual(contents(table));
    }));

  test("leaves the old file and no other when it fails or is aborted", () =>
    inFolder(async (path) => {
      await writeFile(path("x.csv"), "old\n");
      const table = tableFromArrays({ a: Int32Array.from({ length: 100_000 }) });
      async function* failing(): AsyncGenerator<Table> {
        yield table;
        throw new Error("the source broke");
      }
      await expect(writeCsv(path("x.csv"), failing())).rejects.toThrow("the source broke");
      await expect(writeCsv(path("x.csv"), failing(), { gzip: true })).rejects.toThrow("the source broke");
      await expect(writeArrow(path("x.csv"), failing())).rejects.toThrow("the source broke");
      const controller = new AbortController();
      const writing = writeCsv(path("x.csv"), table, {
        signal: controller.signal,
        onProgress: () => controller.abort("enough"),
      });
      await expect(writing).rejects.toBe("enough");
      const nested = vectorFromArray([[1], [2]], new List(new Field("item", new Int32(), true)));
      expect((await failureOf(() => writeCsv(path("x.csv"), new Table({ nested })))).code).toBe("UNSUPPORTED");
      expect((await failureOf(() => writeCsv(path("x.csv"), [table, tableFromArrays({ b: [1] })]))).code).toBe(
        "INVALID_INPUT",
      );
      expect((await failureOf(() => writeCsv(path("x.csv"), []))).code).toBe("EMPTY_INPUT");
      expect((await failureOf(() => writeCsv(path("no/x.csv"), table))).code).toBe("INVALID_INPUT");
      expect(await readFile(path("x.csv"), "utf8")).toBe("old\n");
      expect(await readdir(path("."))).toEqual(["x.csv"]);
    }));

  test("refuses options out of range", async () => {
    for (const options of [{ separator: "" }, { quote: "," }, { decimal: ";" }, { delimiter: ";" }]) {
      const error = await failureOf(() => writeCsv("never.csv", tableFromArrays({ a: [1] }), options as never));
      expect(error.code).toBe("INVALID_PARAMETER");
    }
  });
});

describe("Arrow files", () => {
  test("writes keys that every reader takes where texts are missing, and reads them back as they were", () =>
    inFolder(async (path) => {
      const table = parseCsv("T,N\nb,1\n,2\na,\nb,4\n", { types: { T: "text" } });
      await writeArrow(path("x.arrow"), table);
      const keys = tableFromIPC(await readFile(path("x.arrow"))).getChild("T")!.data[0]!.values as Int32Array;
      expect(Array.from(keys)).toEqual([0, 0, 1, 0]);
      const back = await readArrow(path("x.arrow"));
      expect(values(back, "T")).toEqual(["b", null, "a", "b"]);
      expect(back.getChild("T")!.data[0]!.values).toEqual(table.getChild("T")!.data[0]!.values);
    }));

  test("bring back types, values, missing codes and words", () =>
    inFolder(async (path) => {
      const table = parseCsv("a,b,c,d,e\n1,X,2.5,true,2020-01-01\n,,,,\n300,Y,1,false,2020-01-02\n");
      await writeArrow(path("x.arrow"), table);
      expect(contents(await readArrow(path("x.arrow")))).toEqual(contents(table));
      expect((await readArrow(path("x.arrow"))).getChild("a")!.data[0]!.values.buffer).toBeInstanceOf(
        SharedArrayBuffer,
      );
    }));

  test("of others get the missing code written into their slots, unless it is a value", () =>
    inFolder(async (path) => {
      await writeArrow(path("x.arrow"), new Table({ a: vectorFromArray([1, null, 3], new Int32()) }));
      expect([...(await readArrow(path("x.arrow"))).getChild("a")!.data[0]!.values.subarray(0, 3)]).toEqual([
        1, -2147483648, 3,
      ]);
      await writeArrow(path("y.arrow"), new Table({ a: vectorFromArray([-2147483648, null], new Int32()) }));
      expect([...(await readArrow(path("y.arrow"))).getChild("a")!]).toEqual([-2147483648, null]);
    }));

  test("are read batch by batch, again and again", () =>
    inFolder(async (path) => {
      await writeFile(
        path("x.csv"),
        `a,t\n${Array.from({ length: 100 }, (_, i) => `${i},${i % 3 ? "u" : "v"}`).join("\n")}\n`,
      );
      const source = csvSource(path("x.csv"), { batchRows: 30 });
      await writeArrow(path("x.arrow"), source);
      for (let round = 0; round < 2; round++) {
        const batches = [];
        for await (const batch of arrowSource(path("x.arrow")).open()) batches.push(batch);
        expect(batches.map((batch) => batch.numRows)).toEqual([30, 30, 30, 10]);
        expect(batches.flatMap((batch) => values(batch, "t"))).toEqual(values(await readCsv(path("x.csv")), "t"));
      }
      expect((await readArrow(path("x.arrow"))).numRows).toBe(100);
    }));

  test("that are none, or cut off, or missing are said to be so", () =>
    inFolder(async (path) => {
      await writeArrow(path("x.arrow"), tableFromArrays({ a: Int32Array.from({ length: 1000 }) }));
      await writeFile(path("cut.arrow"), (await readFile(path("x.arrow"))).subarray(0, 500));
      await writeFile(path("text.arrow"), "a,b\n1,2\n");
      await writeFile(path("empty.arrow"), "");
      for (const name of ["cut.arrow", "text.arrow", "empty.arrow"]) {
        expect((await failureOf(() => readArrow(path(name)))).code, name).toBe("MALFORMED_FILE");
        const opened = await failureOf(async () => {
          for await (const _ of arrowSource(path(name)).open());
        });
        expect(opened.code, name).toBe("MALFORMED_FILE");
      }
      expect((await failureOf(() => readArrow(path("none.arrow")))).code).toBe("INVALID_INPUT");
    }));

  test("keep the metadata of a schema", () =>
    inFolder(async (path) => {
      const table = tableFromArrays({ a: Int32Array.of(1) });
      table.schema.metadata.set("kindred", "yes");
      await writeArrow(path("x.arrow"), table);
      expect((await readArrow(path("x.arrow"))).schema.metadata.get("kindred")).toBe("yes");
    }));
});
