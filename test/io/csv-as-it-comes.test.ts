import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { csvSource, type ParseCsvOptions, parseCsv, readCsv, writeCsv } from "../../src/io/index.js";
import { contents, failureOf, inFolder, streamOf, types, values } from "./helpers.js";

/** A file of one column X beside a column of ones. */
function column(cells: readonly string[], options: ParseCsvOptions = {}): ReturnType<typeof parseCsv> {
  return parseCsv(`X;Y\n${cells.map((cell) => `${cell};1\n`).join("")}`, { separator: ";", ...options });
}

describe("numbers as files write them", () => {
  test("signs, exponents and points make numbers, declared or not", () => {
    for (const cells of [
      ["-1", "1e3", "+5", "-2.5E-1"],
      ["+5", "+7", "-3"],
      ["+.5", "-.5", "5."],
      ["+1e3", "2"],
      ['"+5"', "6"],
      [" +5 ", "6"],
      ["inf", "-inf", "+Infinity", "1.5"],
      ["Inf", "-INFINITY", "2"],
    ]) {
      const wanted = cells.map((cell) =>
        Number(
          cell
            .replaceAll('"', "")
            .trim()
            .replace(/inf(inity)?$/i, "Infinity"),
        ),
      );
      expect(values(column(cells), "X")).toEqual(wanted);
      expect(values(column(cells, { types: { X: "number" } }), "X")).toEqual(wanted);
    }
  });

  test("a word keeps its sign where its column becomes text, before it and behind it, in any storage", () => {
    const cells = ["+5", "7", "+300", "+70000", "-1", "+2.50", "+0", "1"];
    const words = cells.map((cell) => cell);
    expect(values(column([...cells, "x"]), "X")).toEqual([...words, "x"]);
    expect(values(column(["x", ...cells]), "X")).toEqual(["x", ...words]);
    expect(values(column(["+49123", "0", "12"]), "X")).toEqual([49123, 0, 12]);
  });

  test("only the rows of their own keep a spelling when rows are drawn", () => {
    const rows = Array.from({ length: 9000 }, (_, i) => (i % 3 === 0 ? `+${i % 100}` : String(i % 100)));
    const all = values(column([...rows, "x"]), "X");
    const drawn = values(column([...rows, "x"], { sample: { rows: 4000, seed: 1 } }), "X");
    expect(drawn.every((word) => all.includes(word))).toBe(true);
    expect(drawn.filter((word) => String(word).startsWith("+")).length).toBeGreaterThan(1000);
  });

  test("needless zeros are numbers where declared, and text where not", () => {
    expect(values(column(["01e3", "00.5", "010"], { types: { X: "number" } }), "X")).toEqual([1000, 0.5, 10]);
    expect(values(column(["01e3", "1"]), "X")).toEqual(["01e3", "1"]);
  });

  test("marks between thousands: those given, and any where a number is declared", async () => {
    expect(values(column(["1,234", "100,000.50", "7"], { thousands: "," }), "X")).toEqual([1234, 100000.5, 7]);
    expect(values(column(["1.234", "-21.419,06"], { thousands: ".", decimal: "," }), "X")).toEqual([1234, -21419.06]);
    expect(values(column(["1 234", "5 678 901"], { thousands: " " }), "X")).toEqual([1234, 5678901]);
    expect(values(column(["1'234", "5’678"], { types: { X: "int" } }), "X")).toEqual([1234, 5678]);
    expect(values(column(["1,234", "x"], { thousands: "," }), "X")).toEqual(["1,234", "x"]);
    expect(values(parseCsv('X,Y\n"1,234",1\n', { thousands: "," }), "X")).toEqual([1234]);
    for (const odd of ["1,23", "1,2345", "0,123", "1,234.5.6", "1,234'567", ",123"])
      expect((await failureOf(() => column([odd], { types: { X: "number" } }))).message).toContain("is not a number");
    expect(types(column(["1,234", "5"])).X).toBe("Dictionary<Int32, Utf8>");
  });

  test("a decimal comma is no separator in a file of one column", () => {
    expect(values(parseCsv("PRICE\n1,5\n2,5\n", { decimal: "," }), "PRICE")).toEqual([1.5, 2.5]);
  });
});

describe("words for missing values, truth and moments", () => {
  test("the words of pandas are missing, whatever the type", () => {
    for (const word of ["NA", "NaN", "null", "nan", "NULL", "None", "N/A", "n/a", "#N/A", "<NA>", "-nan", "1.#IND"]) {
      const table = parseCsv(`n,t,d,b\n1,x,2020-01-01,true\n${word},${word},${word},${word}\n`);
      for (const name of ["n", "t", "d", "b"]) expect(values(table, name)[1]).toBeNull();
      expect(types(table)).toEqual({ n: "Int8", t: "Dictionary<Int32, Utf8>", d: "Date64<MILLISECOND>", b: "Bool" });
    }
  });

  test("a declared truth may be told in every usual word", () => {
    const words = ["yes", "No", "Y", "n", "T", "f", "on", "OFF", "1", "0", "TRUE", "false"];
    expect(values(column(words, { types: { X: "boolean" } }), "X")).toEqual(words.map((_, k) => k % 2 === 0));
    expect(types(column(["yes", "no"])).X).toBe("Dictionary<Int32, Utf8>");
  });

  test("timestamps of databases keep every digit", () => {
    const cases: [string[], string, number[]][] = [
      [
        ["2020-12-31 21:25:58+02", "2020-12-31 21:25:58.5+02"],
        "MILLISECOND, UTC",
        [Date.UTC(2020, 11, 31, 19, 25, 58), Date.UTC(2020, 11, 31, 19, 25, 58, 500)],
      ],
      [
        ["2020-12-31 21:25:58 UTC", "2021-01-01 00:00:00 UTC"],
        "MILLISECOND, UTC",
        [Date.UTC(2020, 11, 31, 21, 25, 58), Date.UTC(2021, 0, 1)],
      ],
      [["1969-12-31 23:59:59.745232", "2021-01-01"], "MICROSECOND", [-254.768, Date.UTC(2021, 0, 1)]],
    ];
    for (const [cells, type, times] of cases) {
      const table = column(cells);
      expect(types(table).X).toBe(`Timestamp<${type}>`);
      expect(values(table, "X")).toEqual(times);
    }
    const stored = column(["2020-12-31 21:25:58.745232001"]).getChild("X")!.data[0]!.values as BigInt64Array;
    expect(stored[0]).toBe(1609449958745232001n);
  });

  test("timestamps are written as they were read", () =>
    inFolder(async (path) => {
      const cells = ["2020-12-31 21:25:58.745232001", "1969-12-31 23:59:59.999999999", "2021-01-01 00:00:00"];
      const table = column(cells);
      await writeCsv(path("t.csv"), table);
      expect(contents(await readCsv(path("t.csv")))).toEqual(contents(table));
    }));

  test("a date format reads days, short years, names of months and times", async () => {
    const day = (...date: [number, number, number]): number => Date.UTC(...date);
    expect(values(column(["31.12.2020", "01.02.2021"], { dateFormat: "DD.MM.YYYY" }), "X")).toEqual([
      day(2020, 11, 31),
      day(2021, 1, 1),
    ]);
    expect(values(column(["1/2/69", "12/31/68"], { dateFormat: "M/D/YY" }), "X")).toEqual([
      day(1969, 0, 2),
      day(2068, 11, 31),
    ]);
    expect(values(column(["3-Feb-2020"], { dateFormat: "D-MMM-YYYY" }), "X")).toEqual([day(2020, 1, 3)]);
    expect(values(column(["31.12.2020 7:05"], { dateFormat: "DD.MM.YYYY H:mm" }), "X")).toEqual([
      Date.UTC(2020, 11, 31, 7, 5),
    ]);
    expect(values(column(["20201231"], { dateFormat: "YYYYMMDD", types: { X: "date" } }), "X")).toEqual([
      day(2020, 11, 31),
    ]);
    expect(types(column(["31.13.2020"], { dateFormat: "DD.MM.YYYY" })).X).toBe("Dictionary<Int32, Utf8>");
    for (const bad of ["DD.MM", "YYYY-YYYY-MM-DD", "YYYY-MM-DD mm", ""])
      expect((await failureOf(() => column(["1"], { dateFormat: bad }))).code).toBe("INVALID_PARAMETER");
  });

  test("moments with a zone and without in a declared column are refused by name", () =>
    inFolder(async (path) => {
      const text = "D,V\n2024-01-01T10:00:00Z,1\n2024-01-02,2\n";
      await writeFile(path("a.csv"), text);
      const source = csvSource(path("a.csv"), { types: { D: "date" } });
      for (const read of [
        () => parseCsv(text, { types: { D: "date" } }),
        () => readCsv(path("a.csv"), { schema: parseCsv("D,V\n2024-01-01,1\n").schema }),
        async () => {
          for await (const batch of source.open()) expect(batch.numRows).toBe(0);
        },
      ]) {
        const error = await failureOf(read);
        expect([error.code, error.column]).toEqual(["MALFORMED_FILE", "D"]);
        expect(error.message).toContain("2024-01-01T10:00:00Z");
      }
      expect(types(parseCsv(text)).D).toBe("Dictionary<Int32, Utf8>");
    }));

  test("a column that had no values in an earlier file may hold anything in a later one", () => {
    const { schema } = parseCsv("A,B\n1,\n2,\n");
    expect(values(parseCsv("A,B\n1,Z\n", { schema }), "B")).toEqual(["Z"]);
    expect(values(parseCsv("A,B\n1,5\n", { schema }), "B")).toEqual([5]);
    expect(values(parseCsv("A,B\n1,7\n", { schema: parseCsv("A,B\n1,3\n").schema }), "B")).toEqual([7]);
  });
});

describe("what stands around the rows", () => {
  test("a line that names the separator, lines to skip, and comments, with the lines counted on", async () => {
    for (const text of ["sep=;\nA;B\n1;2\n", '"sep=;"\r\nA;B\r\n1;2\r\n', "\ufeffsep=;\nA;B\n1;2\n"])
      expect(contents(parseCsv(text))).toEqual(contents(parseCsv("A;B\n1;2\n")));
    const titled = "A title, of the file\nof 2020\nA,B\n1,2\n3,4\n";
    expect(contents(parseCsv(titled, { skip: 2 }))).toEqual(contents(parseCsv("A,B\n1,2\n3,4\n")));
    const text = '# made by hand\nA,B\n1,"x\n# inside"\n# between\n3,y\n#\n4\n';
    const error = await failureOf(() => parseCsv(text, { comment: "#" }));
    expect(error.message).toContain("line 8");
    expect(values(parseCsv(text, { comment: "#", rows: 2 }), "B")).toEqual(["x\n# inside", "y"]);
    expect(values(parseCsv("A\n# no\n1\n\n2\n", { comment: "#" }), "A")).toEqual([1, null, 2]);
    for (const piece of [1, 2, 3, 5, 8, 13])
      expect(contents(await readCsv(streamOf(text, piece), { comment: "#", rows: 2 }))).toEqual(
        contents(parseCsv(text, { comment: "#", rows: 2 })),
      );
  });

  test("separators behind the last column, lines of spaces, and Ctrl-Z", async () => {
    const plain = contents(parseCsv("A,B\n1,4\n2,5\n"));
    for (const text of [
      "A,B\n1,4,\n2,5,\n",
      "A,B,\n1,4,\n2,5,\n",
      "A,B\n1,4\n   \n2,5\n",
      "A,B\n \t\n1,4\n2,5\n  \n",
      "A,B\n1,4\r\n  \r\n2,5\n\u001a",
    ]) {
      expect(contents(parseCsv(text))).toEqual(plain);
      for (const piece of [1, 3, 7]) expect(contents(await readCsv(streamOf(text, piece)))).toEqual(plain);
    }
    expect(values(parseCsv("A\n1\n\u001a"), "A")).toEqual([1]);
    const error = await failureOf(() => parseCsv("A,B\n1,4,\n2,5,6\n"));
    expect(error.message).toContain('line 3: "6" stands behind the last column');
    expect(parseCsv("A,B,\n1,4,7\n", { rename: "unique" }).schema.fields.map((f) => f.name)).toEqual([
      "A",
      "B",
      "column_3",
    ]);
    await inFolder(async (path) => {
      await writeFile(path("a.csv"), "A,B\n1,4,\n2,5,\n");
      for await (const batch of csvSource(path("a.csv")).open()) expect(contents(batch)).toEqual(plain);
    });
  });

  test("names that come twice or not at all can be renamed, and unused twins are ignored", async () => {
    const text = "a,b,a,\n1,2,3,4\n";
    expect(types(parseCsv(text, { rename: "unique" }))).toEqual({
      a: "Int8",
      b: "Int8",
      a_2: "Int8",
      column_4: "Int8",
    });
    expect(parseCsv("a,a_2,a\n1,2,3\n", { rename: "unique" }).schema.fields.map((f) => f.name)).toEqual([
      "a",
      "a_2",
      "a_3",
    ]);
    expect(values(parseCsv(text, { rename: (_, j) => `c${j}` }), "c2")).toEqual([3]);
    expect(values(parseCsv(text, { columns: ["b"] }), "b")).toEqual([2]);
    expect((await failureOf(() => parseCsv(text, { columns: ["a"] }))).message).toContain('rename: "unique"');
    const header = ["a", "b", "a2", "d"];
    expect((await failureOf(() => parseCsv(text, { header }))).message).toContain("skip: 1");
    expect(values(parseCsv(text, { header, skip: 1 }), "a2")).toEqual([3]);
  });

  test("encodings are named or told by their marks", () =>
    inFolder(async (path) => {
      const text = "STRASSE;B\nMüllerweg €;1\n";
      const cases: [Uint8Array, string | undefined][] = [
        [Buffer.from(`\ufeff${text}`, "utf16le"), undefined],
        [Buffer.from(`\ufeff${text}`, "utf16le").swap16(), undefined],
        [Buffer.from(text, "utf16le"), "utf-16le"],
        [Uint8Array.from(text, (c) => (c === "€" ? 0x80 : c.charCodeAt(0))), "windows-1252"],
        [Buffer.from(`\ufeff${text}`), undefined],
        [gzipSync(Buffer.from(`\ufeff${text}`, "utf16le")), undefined],
      ];
      for (const [bytes, encoding] of cases) {
        await writeFile(path("e.csv"), bytes);
        const options = encoding === undefined ? {} : { encoding };
        expect(values(await readCsv(path("e.csv"), options), "STRASSE")).toEqual(["Müllerweg €"]);
      }
      const latin = Buffer.from("A;B\nM\u00fc\u0085;1\n", "latin1");
      await writeFile(path("e.csv"), latin);
      expect(values(await readCsv(path("e.csv"), { encoding: "latin1" }), "A")).toEqual(["M\u00fc\u0085"]);
      expect((await failureOf(() => readCsv(path("e.csv")))).message).toContain("windows-1252");
      expect((await failureOf(() => readCsv(path("e.csv"), { encoding: "klingon" }))).code).toBe("INVALID_PARAMETER");
    }));

  test("what is no text is called what it is", async () => {
    const cases: [number[], string][] = [
      [[0x50, 0x4b, 3, 4, 20, 0, 6, 0], "readXlsx"],
      [[0x50, 0x41, 0x52, 0x31, 0x15, 4, 0x15, 6], "readParquet"],
      [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0], "readArrow"],
      [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "XLSX or CSV"],
    ];
    for (const [bytes, word] of cases)
      for (const piece of [1, 100]) {
        const error = await failureOf(() => readCsv(streamOf(Uint8Array.from(bytes), piece)));
        expect(error.message).toContain(word);
      }
    expect(values(parseCsv("PAR1;X\n1;2\n"), "PAR1")).toEqual([1]);
  });

  test("limits refuse what holds more", async () => {
    const text = "a,b,c\n1,2,3\n4,5,6\n";
    for (const limits of [{ rows: 1 }, { columns: 2 }, { cells: 5 }, { bytes: 10 }])
      expect((await failureOf(() => parseCsv(text, { limits }))).code).toBe("LIMIT_EXCEEDED");
    expect(parseCsv(text, { limits: { rows: 2, columns: 3, cells: 6, bytes: text.length } }).numRows).toBe(2);
    expect((await failureOf(() => parseCsv(text, { limits: { row: 1 } as never }))).code).toBe("INVALID_PARAMETER");
  });
});
