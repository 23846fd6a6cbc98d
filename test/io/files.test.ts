import { execFileSync, spawnSync } from "node:child_process";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import {
  Dictionary,
  Field,
  Float16,
  Int8,
  Int32,
  makeData,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Table,
  tableFromArrays,
  Utf8,
  Vector,
  vectorFromArray,
} from "apache-arrow";
import { describe, expect, test } from "vitest";
import writeXlsx from "write-excel-file/node";
import { FeatureMatrix } from "../../src/index.js";
import {
  duckdbSource,
  parquetSource,
  parseCsv,
  readArrow,
  readCsv,
  readParquet,
  readXlsx,
  writeArrow,
  writeCsv,
  writeParquet,
} from "../../src/io/index.js";
import { contents, failureOf, inFolder, streamOf, types, values } from "./helpers.js";

const table = parseCsv("A,B\n1,x\n2,\n");

describe("files that are written", () => {
  test("keep their mode, and links stay links", () =>
    inFolder(async (path) => {
      writeFileSync(path("a.csv"), "old", { mode: 0o600 });
      symlinkSync(path("a.csv"), path("link.csv"));
      symlinkSync("gone.csv", path("dangling.csv"));
      for (const write of [writeCsv, writeArrow, writeParquet]) {
        await write(path("link.csv"), table);
        expect(lstatSync(path("link.csv")).isSymbolicLink()).toBe(true);
        expect(statSync(path("a.csv")).mode & 0o777).toBe(0o600);
      }
      await writeCsv(path("dangling.csv"), table);
      expect(readFileSync(path("gone.csv"), "utf8")).toBe("A,B\n1,x\n2,\n");
      expect(readdirSync(path(".")).filter((name) => name.endsWith(".part"))).toEqual([]);
    }));

  test("take over what a killed process left, and leave what a living one writes", () =>
    inFolder(async (path) => {
      await writeCsv(path("a.csv"), table);
      // A process that is gone by now.
      const { pid } = spawnSync("true");
      const names: string[] = [];
      async function* slowly(): AsyncGenerator<typeof table> {
        yield table;
        names.push(...readdirSync(path(".")).filter((name) => name.endsWith(".part")));
      }
      await writeCsv(path("a.csv"), slowly());
      const [own] = names;
      expect(own).toMatch(/^a\.csv\.\w+-\d+-\d+-\d+\.part$/);
      const stale = own!.replace(/-\d+-\d+-\d+\.part$/, `-${pid}-0-0.part`);
      const living = own!.replace(/-\d+-\d+-\d+\.part$/, `-${process.ppid}-0-0.part`);
      for (const name of [stale, living, `b.csv.${stale}`]) writeFileSync(path(name), "half");
      await writeCsv(path("a.csv"), table);
      expect([stale, living, `b.csv.${stale}`].map((name) => existsSync(path(name)))).toEqual([false, true, true]);
    }));

  test("refuse folders, no path, full disks and NUL bytes by name", async () => {
    await inFolder(async (path) => {
      mkdirSync(path("folder"));
      for (const bad of [path("folder"), "", null, 7, path("no/folder/a.csv")])
        for (const write of [writeCsv, writeArrow, writeParquet])
          expect((await failureOf(() => write(bad as string, table))).code).toBe("INVALID_INPUT");
      for (const bad of [null, 7, undefined])
        expect((await failureOf(() => writeCsv(path("a.csv"), bad as never))).code).toBe("INVALID_INPUT");
      const nul = new Table({ T: vectorFromArray(["a\0b"], new Utf8()) });
      const error = await failureOf(() => writeCsv(path("a.csv"), nul));
      expect([error.code, error.column]).toEqual(["INVALID_INPUT", "T"]);
      expect(readdirSync(path("."))).toEqual(["folder"]);
    });
    if (existsSync("/dev/full")) {
      const error = await failureOf(() => writeCsv("/dev/full", table));
      expect([error.code, error.message]).toEqual(["INVALID_INPUT", expect.stringContaining("the disk is full")]);
    }
  });

  test("may have their formulas escaped", () =>
    inFolder(async (path) => {
      const text = new Table({
        T: vectorFromArray(["=1+1", "+49", "-x", "@SUM(1)", "\tx", "plain", "a=b"], new Utf8()),
      });
      await writeCsv(path("a.csv"), text, { escapeFormulas: true });
      expect(readFileSync(path("a.csv"), "utf8")).toBe("T\n'=1+1\n'+49\n'-x\n'@SUM(1)\n'\tx\nplain\na=b\n");
      await writeCsv(path("b.csv"), tableFromArrays({ N: [-1, 2] }), { formulas: "escape" });
      expect(readFileSync(path("b.csv"), "utf8")).toBe("N\n-1\n2\n");
      expect((await failureOf(() => writeCsv(path("a.csv"), text, { escapeFormulas: 1 as never }))).code).toBe(
        "INVALID_PARAMETER",
      );
    }));
});

describe("readCsv takes what programs have", () => {
  test("bytes, buffers, Blobs, files, answers, streams of text and of gzip", async () => {
    const text = "A,B\n1,ü\n2,y\n";
    const bytes = new TextEncoder().encode(text);
    const wanted = contents(parseCsv(text));
    const inputs = [
      bytes,
      bytes.buffer,
      Buffer.from(text),
      new Blob([text]),
      new File([text], "people.csv"),
      new Response(text),
      new Response(gzipSync(text)),
      gzipSync(text),
      streamOf(text, 3),
      [text.slice(0, 5), bytes.slice(5)],
    ];
    for (const input of inputs) expect(contents(await readCsv(input as Blob))).toEqual(wanted);
    expect((await failureOf(() => readCsv(new File(["A,A\n"], "people.csv")))).message).toContain("people.csv, line 1");
  });

  test("and says what is none", async () => {
    const used = streamOf("A\n1\n", 100);
    await readCsv(used);
    const answer = new Response("A\n1\n");
    await answer.text();
    for (const input of [used, answer, null, undefined, 42, {}, new Response("", { status: 404 }), [1, 2]])
      expect((await failureOf(() => readCsv(input as never))).code).toBe("INVALID_INPUT");
    expect((await failureOf(() => readCsv(new URL("http://127.0.0.1:1/none.csv")))).code).toBe("INVALID_INPUT");
    for (const options of [null, { signal: 1 }, { onProgress: 1 }, { skip: -1 }, { comment: "##" }, { rename: "x" }])
      expect((await failureOf(() => readCsv("x.csv", options as never))).code).toBe("INVALID_PARAMETER");
  });

  test("an abort ends every wait: of a stream that gives nothing, of a pipe that nobody writes to", () =>
    inFolder(async (path) => {
      const silent = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
      async function* stuck(): AsyncGenerator<Uint8Array> {
        yield new TextEncoder().encode("A\n1\n");
        await new Promise(() => undefined);
      }
      execFileSync("mkfifo", [path("pipe")]);
      for (const input of [silent, stuck(), path("pipe")]) {
        const signal = AbortSignal.timeout(50);
        await expect(readCsv(input, { signal })).rejects.toBe(
          await new Promise((resolve) => {
            if (signal.aborted) resolve(signal.reason);
            else signal.addEventListener("abort", () => resolve(signal.reason));
          }),
        );
      }
    }));

  test("a pipe is read as it comes", () =>
    inFolder(async (path) => {
      execFileSync("mkfifo", [path("pipe")]);
      writeFileSync(path("a.csv"), "A,B\n1,x\n");
      const [read] = await Promise.all([
        readCsv(path("pipe")),
        pipeline(createReadStream(path("a.csv")), createWriteStream(path("pipe"))),
      ]);
      expect(values(read, "B")).toEqual(["x"]);
    }));

  test("many columns take time in proportion", () => {
    const columns = 20_000;
    const text = `${Array.from({ length: columns }, (_, i) => `c${i}`).join(",")}\n${`${"1,".repeat(columns - 1)}1\n`.repeat(3)}`;
    const read = parseCsv(text);
    expect([read.numRows, read.numCols]).toEqual([3, columns]);
  });
});

describe("Arrow files of others", () => {
  test("have the reserved code in the slots of missing values, for any number of rows", async () => {
    for (const rows of [1, 3, 4, 5, 8, 31, 32, 33, 1000]) {
      const data = Int8Array.from({ length: rows }, (_, i) => ((i * 37) % 255) - 127);
      const present = (i: number): boolean => (i * 7) % 3 !== 0;
      const nullBitmap = new Uint8Array((rows + 7) >> 3);
      for (let i = 0; i < rows; i++) if (present(i)) nullBitmap[i >> 3]! |= 1 << (i & 7);
      const nullCount = Array.from(data.keys()).filter((i) => !present(i)).length;
      const column = new Vector([makeData({ type: new Int8(), data, nullBitmap, nullCount })]);
      const bytes = RecordBatchStreamWriter.writeAll(new Table({ C: column })).toUint8Array(true);
      const read = (await readArrow(bytes)).getChild("C")!.data[0]!;
      expect([...(read.values as Int8Array)].slice(0, rows)).toEqual(
        [...data].map((value, i) => (present(i) ? value : -128)),
      );
      expect(read.nullCount).toBe(nullCount);
    }
  });

  test("numbers of 16 bits and text in views are read as what they are, from tables too", async () => {
    const half = new Table({
      X: new Vector([makeData({ type: new Float16(), data: Uint16Array.of(0x3e00, 0xc000, 0x3400, 1, 0x7c00) })]),
    });
    const wanted = [[1.5], [-2], [0.25], [2 ** -24], [Number.POSITIVE_INFINITY]];
    expect(FeatureMatrix.from(half).toRows()).toEqual(wanted);
    const bytes = RecordBatchStreamWriter.writeAll(half).toUint8Array(true);
    expect(FeatureMatrix.from(await readArrow(bytes)).toRows()).toEqual(wanted);
  });

  test("a key beyond its dictionary, offsets that go back and a batch of too many rows are refused", async () => {
    const words = vectorFromArray(["a", "b"], new Utf8());
    const type = new Dictionary(new Utf8(), new Int32());
    const bad = (children: ReturnType<typeof makeData>[], length = 2): Uint8Array => {
      const fields = children.map((child, j) => new Field(`C${j}`, child.type, true));
      const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
      return RecordBatchStreamWriter.writeAll(new Table(new Schema(fields), struct as never)).toUint8Array(true);
    };
    const keys = (data: Int32Array): ReturnType<typeof makeData> =>
      makeData({ type, data, dictionary: words, length: 2, nullCount: 0 }) as never;
    expect((await readArrow(bad([keys(Int32Array.of(0, 1))]))).numRows).toBe(2);
    for (const data of [Int32Array.of(0, 2), Int32Array.of(-1, 0), Int32Array.of(2 ** 30, 0)])
      expect((await failureOf(() => readArrow(bad([keys(data)])))).code).toBe("MALFORMED_FILE");
    const text = makeData({
      type: new Utf8(),
      length: 2,
      nullCount: 0,
      valueOffsets: Int32Array.of(0, 5, 2),
      data: new Uint8Array(5),
    });
    expect((await failureOf(() => readArrow(bad([text as never])))).code).toBe("MALFORMED_FILE");
    expect((await failureOf(() => readArrow(bad([keys(Int32Array.of(0, 1))]), { limits: { rows: 1 } }))).code).toBe(
      "LIMIT_EXCEEDED",
    );
  });
});

describe("workbooks", () => {
  test("give the types that CSV would, and keep to their limits", () =>
    inFolder(async (path) => {
      const rows = [
        ["people of 2020"],
        ["LNR", "ZIP", "SINCE", "MEMBER", "MIXED"],
        [1, "01067", new Date(Date.UTC(2020, 1, 29)), true, 1],
        [2, "10115", null, false, "x"],
      ].map((row) =>
        row.map((value) =>
          value instanceof Date ? { value, format: "yyyy-mm-dd" } : value === null ? null : { value },
        ),
      );
      await writeXlsx(rows as never).toFile(path("a.xlsx"));
      const read = await readXlsx(path("a.xlsx"), { skip: 1 });
      expect(types(read)).toEqual({
        LNR: "Int8",
        ZIP: "Dictionary<Int32, Utf8>",
        SINCE: "Date64<MILLISECOND>",
        MEMBER: "Bool",
        MIXED: "Dictionary<Int32, Utf8>",
      });
      expect(values(read, "ZIP")).toEqual(["01067", "10115"]);
      expect(values(read, "SINCE")).toEqual([Date.UTC(2020, 1, 29), null]);
      expect(contents(await readXlsx(readFileSync(path("a.xlsx")), { skip: 1 }))).toEqual(contents(read));
      for (const limits of [{ cells: 4 }, { rows: 2 }, { columns: 3 }, { bytes: 100 }])
        expect((await failureOf(() => readXlsx(path("a.xlsx"), { limits }))).code).toBe("LIMIT_EXCEEDED");
      for (const bad of [path("none.xlsx"), 7, null])
        expect((await failureOf(() => readXlsx(bad as never))).code).toBe("INVALID_INPUT");
      expect((await failureOf(() => readXlsx(new Uint8Array(100)))).code).toBe("MALFORMED_FILE");
      expect((await failureOf(() => readXlsx(path("a.xlsx"), { sheet: "none" }))).code).toBe("MALFORMED_FILE");
    }));
});

describe("Parquet files that are written", () => {
  test("are read back as they were, whole and in row groups", () =>
    inFolder(async (path) => {
      const text =
        "I,J,F,T,B,D,M\n1,300,0.5,ü,true,2020-02-29,2020-01-01T10:00:00.25Z\n,70000,,,,,\n-5,,1e300,x,false,1931-01-01,1969-12-31T23:59:59Z\n";
      const whole = parseCsv(text);
      for (const snappy of [true, false]) {
        await writeParquet(path("a.parquet"), whole, { groupRows: 2, snappy });
        expect(contents(await readParquet(path("a.parquet")))).toEqual(contents(whole));
        const batches: number[] = [];
        for await (const batch of parquetSource(path("a.parquet")).open()) batches.push(batch.numRows);
        expect(batches).toEqual([2, 1]);
      }
    }));
});

describe("duckdbSource", () => {
  test("gives a query's rows in batches, with their types", async () => {
    const sql = `SELECT i::TINYINT AS a, CASE WHEN i % 3 = 0 THEN NULL ELSE 'w' || (i % 5) END AS t, (i / 8)::DECIMAL(9, 3) AS d, i::BIGINT AS n,
      DATE '2020-02-29' + i::INTEGER AS day, TIMESTAMP '2020-01-01 00:00:00.000001' AS at, i % 2 = 0 AS b FROM range(100) r(i) WHERE i < $1 ORDER BY i`;
    const source = duckdbSource(sql, { parameters: [90], batchRows: 40 });
    for (let pass = 0; pass < 2; pass++) {
      const batches: Table[] = [];
      for await (const batch of source.open()) batches.push(batch as Table);
      expect(batches.reduce((sum, batch) => sum + batch.numRows, 0)).toBe(90);
      const [first] = batches;
      expect(types(first!)).toEqual({
        a: "Int8",
        t: "Dictionary<Int32, Utf8>",
        d: "Float64",
        n: "Float64",
        day: "Date64<MILLISECOND>",
        at: "Timestamp<MICROSECOND>",
        b: "Bool",
      });
      expect(values(first!, "t").slice(0, 4)).toEqual([null, "w1", "w2", null]);
      expect(values(first!, "d").slice(0, 3)).toEqual([0, 0.125, 0.25]);
      expect(values(first!, "day")[1]).toBe(Date.UTC(2020, 2, 1));
      expect(values(first!, "b").slice(0, 2)).toEqual([true, false]);
    }
  });

  test("names what fails, and stops when asked to", async () => {
    const read = async (sql: string, signal?: AbortSignal): Promise<void> => {
      for await (const _ of duckdbSource(sql).open(signal));
    };
    expect((await failureOf(() => read("SELECT * FROM none"))).message).toContain("none");
    expect((await failureOf(() => read("SELECT [1, 2] AS list"))).message).toContain('column "list" is of type');
    expect((await failureOf(() => read("SELECT 208310224003697457 AS id"))).message).toContain("VARCHAR");
    expect((await failureOf(() => duckdbSource(""))).code).toBe("INVALID_PARAMETER");
    const signal = AbortSignal.timeout(100);
    await expect(
      read("SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)", signal),
    ).rejects.toMatchObject({ name: "TimeoutError" });
  });
});
