import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/io/index.js";
import { contents, failureOf, types, values } from "./helpers.js";

describe("parseCsv decides one type a column", () => {
  test("integers get the narrowest type that leaves the missing code free", () => {
    const table = parseCsv("a,b,c,d,e\n-127,-128,32767,-32768,2147483648\n127,0,-32767,0,1\n");
    expect(types(table)).toEqual({ a: "Int8", b: "Int16", c: "Int16", d: "Int32", e: "Float64" });
    expect(values(table, "b")).toEqual([-128, 0]);
    expect(values(table, "e")).toEqual([2147483648, 1]);
  });

  test("decimals, exponents and infinities make a column Float64", () => {
    const table = parseCsv("a,b,c\n1,1e3,Infinity\n2.5,-.5,-Infinity\n");
    expect(types(table)).toEqual({ a: "Float64", b: "Float64", c: "Float64" });
    expect(values(table, "a")).toEqual([1, 2.5]);
    expect(values(table, "b")).toEqual([1000, -0.5]);
    expect(values(table, "c")).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  test("decimals are rounded as the language rounds them", () => {
    const words = [
      "0.1",
      "123456.789012345",
      "0.30000000000000004",
      "1.7976931348623157e308",
      "5e-324",
      "9007199254740993.5",
    ];
    expect(values(parseCsv(`a\n${words.join("\n")}\n`), "a")).toEqual(words.map(Number));
  });

  test("integers beyond 2^53 stay text", () => {
    const table = parseCsv("a,b\n9007199254740992,9007199254740991\n1,2\n");
    expect(types(table)).toEqual({ a: "Dictionary<Int32, Utf8>", b: "Float64" });
    expect(values(table, "a")).toEqual(["9007199254740992", "1"]);
  });

  test("digits behind needless zeros stay text unless declared", () => {
    expect(values(parseCsv("plz\n01067\n1067\n"), "plz")).toEqual(["01067", "1067"]);
    expect(values(parseCsv("plz\n01067\n1067\n", { types: { plz: "int" } }), "plz")).toEqual([1067, 1067]);
  });

  test("truth words make a Bool", () => {
    const table = parseCsv("a,b\ntrue,1\nFALSE,0\n,1\n", { types: { b: "boolean" } });
    expect(types(table)).toEqual({ a: "Bool", b: "Bool" });
    expect(values(table, "a")).toEqual([true, false, null]);
    expect(values(table, "b")).toEqual([true, false, true]);
  });

  test("ISO days make a Date, days with times a Timestamp", () => {
    const table = parseCsv(
      "a,b,c,d\n2012-02-29,2012-02-29 10:30,2020-01-01T00:00:00.250Z,2013-02-29\n,2012-03-01,2020-01-01T02:00+02:00,x\n",
    );
    expect(types(table)).toEqual({
      a: "Date64<MILLISECOND>",
      b: "Timestamp<MILLISECOND>",
      c: "Timestamp<MILLISECOND, UTC>",
      d: "Dictionary<Int32, Utf8>",
    });
    expect(values(table, "a")).toEqual([Date.UTC(2012, 1, 29), null]);
    expect(values(table, "b")).toEqual([Date.UTC(2012, 1, 29, 10, 30), Date.UTC(2012, 2, 1)]);
    expect(values(table, "c")).toEqual([Date.UTC(2020, 0, 1, 0, 0, 0, 250), Date.UTC(2020, 0, 1)]);
  });

  test("a column without values is Int8, and a header alone gives no rows", () => {
    expect(types(parseCsv("a,b\n,1\n"))).toEqual({ a: "Int8", b: "Int8" });
    const empty = parseCsv("a,b\n");
    expect([empty.numRows, empty.numCols]).toEqual([0, 2]);
    expect(parseCsv("a,b").numRows).toBe(0);
  });

  test("numbers before the first word become the words that they were", () => {
    const words = [
      "8",
      "-3",
      "2.50",
      "0.1",
      "1e3",
      "1E+3",
      ".5",
      "5.",
      "0.1000000000000000055",
      "1e-7",
      "300",
      "70000",
      "3000000000",
    ];
    for (let k = 0; k <= words.length; k++) {
      const mixed = [...words.slice(0, k), "X", ...words.slice(k)];
      expect(values(parseCsv(`a\n${mixed.join("\n")}\n`), "a")).toEqual(mixed);
    }
  });

  test("8.0 is the integer 8, alone and among words", () => {
    const text = "a,b,c\n8.0,8,8.0\n1,8.0,X\n3.00,X,8\n";
    const table = parseCsv(text);
    expect(types(table)).toEqual({ a: "Int8", b: "Dictionary<Int32, Utf8>", c: "Dictionary<Int32, Utf8>" });
    expect(values(table, "a")).toEqual([8, 1, 3]);
    expect(values(table, "b")).toEqual(["8", "8", "X"]);
    expect(values(table, "c")).toEqual(["8", "X", "8"]);
    const raw = parseCsv(text, { canonicalNumbers: false });
    expect(types(raw)).toMatchObject({ a: "Float64" });
    expect(values(raw, "b")).toEqual(["8", "8.0", "X"]);
    expect(values(raw, "c")).toEqual(["8.0", "X", "8"]);
  });

  test("a word is the same whether its column was text before it or became text after it", () => {
    const odd = [
      "8.0",
      " 8",
      " 8.0",
      "-0",
      "-0.0",
      " -0",
      "+8",
      "12345678901",
      "12345678901.0",
      " 2.50",
      "1.10",
      "0",
      "00",
    ];
    for (const canonicalNumbers of [true, false])
      for (const word of odd) {
        const after = values(parseCsv(`a\n${word}\nX\n`, { canonicalNumbers }), "a")[0];
        const before = values(parseCsv(`a\nX\n${word}\n`, { canonicalNumbers }), "a")[1];
        expect(after, word).toBe(before);
      }
  });
});

describe("parseCsv and missing values", () => {
  test("null words are missing, quoted or not, and marked in the slots", () => {
    const table = parseCsv('a,b,c,d\n1,300,70000,0.5\nNA,"NA",NaN,null\n,"",NA,\n');
    for (const [name, code] of [
      ["a", -128],
      ["b", -32768],
      ["c", -2147483648],
      ["d", Number.NaN],
    ] as const) {
      const vector = table.getChild(name)!;
      expect(vector.nullCount).toBe(2);
      expect(vector.toArray()[1]).toBe(code);
      expect(vector.get(0)).not.toBeNull();
      expect(vector.get(2)).toBeNull();
    }
    expect(parseCsv("t\nx\nNA\n").getChild("t")!.data[0]!.values[1]).toBe(-2147483648);
  });

  test("bitmap and slots agree for every storage and any number of rows", () => {
    for (const [type, missing, cells] of [
      ["Int8", "-128", ["0", "127", "-127", "-1", "8"]],
      ["Int16", "-32768", ["-128", "300", "127", "255"]],
      ["Int32", "-2147483648", ["70000", "-32768", "-128"]],
      ["Float64", "NaN", ["0.5", "-128"]],
      ["Dictionary<Int32, Utf8>", "-2147483648", ["x", "-128", "y"]],
    ] as const)
      for (const count of [1, 2, 7, 8, 9, 31, 64, 65, 1030]) {
        // A row of each cell first, so that the type is settled.
        const words = [
          ...cells,
          ...Array.from({ length: count }, (_, i) => ((i * i) % 7 < 3 ? "" : cells[i % cells.length]!)),
        ];
        const table = parseCsv(`a,b\n${words.map((word) => `${word},1`).join("\n")}\n`);
        const vector = table.getChild("a")!;
        expect(String(vector.type)).toBe(type);
        expect(vector.nullCount).toBe(words.filter((word) => word === "").length);
        expect([...vector].map((value) => value === null)).toEqual(words.map((word) => word === ""));
        const stored = Array.from(vector.data[0]!.values as ArrayLike<number>, String).slice(0, words.length);
        expect(stored.map((value) => value === missing)).toEqual(words.map((word) => word === ""));
        if (type !== "Float64" && !type.startsWith("Dictionary"))
          expect([...vector].filter((value) => value !== null)).toEqual(
            words.filter((word) => word !== "").map(Number),
          );
      }
  });

  test("null words may be numbers, however they are written", () => {
    const table = parseCsv("a,b\n-1,X\n9,-1.0\n3,-1\n-1.0,4\n", { nullWords: ["-1", "9"] });
    expect(values(table, "a")).toEqual([null, null, 3, null]);
    expect(values(table, "b")).toEqual(["X", null, null, "4"]);
  });

  test("an empty cell is a word where it does not stand for missing", () => {
    const table = parseCsv('a,b\n,1\n"",2\nx,3\n', { nullWords: [] });
    expect(values(table, "a")).toEqual(["", "", "x"]);
  });
});

describe("parseCsv reads texts as they come", () => {
  test("quotes, doubled quotes, separators and line breaks inside quotes", () => {
    const table = parseCsv('a,b\n"x, ""y""\r\nz",1\n"",2\n"3",4\n');
    expect(values(table, "a")).toEqual(['x, "y"\r\nz', null, "3"]);
  });

  test("LF and CR LF may mix, and the last line may lack its end", () => {
    for (const text of ["a,b\r\n1,2\n3,4\r\n", "a,b\n1,2\r\n3,4", "a,b\n1,2\n3,4\r"])
      expect(values(parseCsv(text), "b")).toEqual([2, 4]);
  });

  test("empty lines are skipped, but missing values in a file of one column", () => {
    expect(values(parseCsv("a,b\n1,2\n\n3,4\n\r\n\n"), "a")).toEqual([1, 3]);
    expect(values(parseCsv("a\n1\n\n3\n"), "a")).toEqual([1, null, 3]);
  });

  test("a byte order mark is no part of the first name", () => {
    expect(types(parseCsv("\ufeffa,b\n1,2\n"))).toEqual({ a: "Int8", b: "Int8" });
  });

  test("the separator is found among comma, semicolon, tab and bar", () => {
    for (const separator of [",", ";", "\t", "|"]) {
      const text = `a${separator}b${separator}c\n1${separator}"x,;|"${separator}2\n`;
      expect(values(parseCsv(text), "c")).toEqual([2]);
    }
    expect(values(parseCsv("a;b\n1,5;2,25\n", { decimal: "," }), "b")).toEqual([2.25]);
    expect(parseCsv("text\nhello\n").numCols).toBe(1);
  });

  test("a decimal comma", () => {
    const table = parseCsv("a;b;c\n1,5;8,0;1.5\n-0,25;X;2\n", { decimal: ",", separator: ";" });
    expect(values(table, "a")).toEqual([1.5, -0.25]);
    expect(values(table, "b")).toEqual(["8", "X"]);
    expect(values(table, "c")).toEqual(["1.5", "2"]);
    expect(values(parseCsv("a;b\n1,50;1\nX;2\n", { decimal: "," }), "a")).toEqual(["1,50", "X"]);
  });

  test("another quote character, or none", () => {
    expect(values(parseCsv("a,b\n'x,y',\"\n", { quote: "'" }), "a")).toEqual(["x,y"]);
    expect(values(parseCsv('a,b\n"x,y"\n', { quote: null }), "b")).toEqual(['y"']);
  });

  test("names may be given in place of a header", () => {
    const table = parseCsv("1,2\n3,4\n", { header: ["a", "b"] });
    expect(values(table, "a")).toEqual([1, 3]);
  });
});

describe("parseCsv reads what is asked for", () => {
  test("chosen columns, in the order of the choice", () => {
    const table = parseCsv("a,b,c\n1,x,3\n4,y,6\n", { columns: ["c", "a"] });
    expect(contents(table)).toEqual(contents(parseCsv("c,a\n3,1\n6,4\n")));
  });

  test("the first rows alone, whatever comes after them", () => {
    const table = parseCsv("a,b\n1,2\n3,4\nX\n", { rows: 2 });
    expect(contents(table)).toEqual(contents(parseCsv("a,b\n1,2\n3,4\n")));
    expect(parseCsv("a,b\n1,2\n", { rows: 0 }).numRows).toBe(0);
  });

  test("a sample is exact in size, in the file's order, set by its seed, typed by the whole file", () => {
    const text = `a,b\n${Array.from({ length: 20000 }, (_, i) => `${i},${i % 7 === 0 ? "x" : i / 4}`).join("\n")}\n`;
    const sample = (seed: number): unknown[] => values(parseCsv(text, { sample: { rows: 1000, seed } }), "a");
    const once = sample(1) as number[];
    expect(once.length).toBe(1000);
    expect(once).toEqual([...once].sort((x, y) => x - y));
    expect(sample(1)).toEqual(once);
    expect(sample(2)).not.toEqual(once);
    // The mean of 1000 of 20000 numbers lies within five of its standard errors, 5770 / sqrt(1000) = 178.
    expect(Math.abs(once.reduce((x, y) => x + y, 0) / 1000 - 9999.5)).toBeLessThan(890);
    const table = parseCsv(text, { sample: { rows: 10 } });
    expect(types(table)).toEqual(types(parseCsv(text)));
    const all = new Map(values(parseCsv(text), "b").map((word, i) => [i, word]));
    expect(values(table, "b")).toEqual(values(table, "a").map((a) => all.get(a as number)));
    expect(parseCsv("a\n1\n2\n", { sample: { rows: 10 } }).numRows).toBe(2);
  });

  test("declared types hold, and an earlier table's schema makes a later file alike", () => {
    const earlier = parseCsv("a,b,c,d\n8,1,X,2.5\n");
    const later = parseCsv("a,c,e\n8.0,8.0,1\n300,7,2\n", { schema: earlier.schema });
    expect(types(later)).toEqual({ a: "Int16", c: "Dictionary<Int32, Utf8>", e: "Int8" });
    expect(values(later, "c")).toEqual(["8", "7"]);
    expect(types(parseCsv("a\n1\n", { types: { a: "float" } }))).toEqual({ a: "Float64" });
    expect(types(parseCsv("a\n1.5\n", { types: { a: "number" } }))).toEqual({ a: "Float64" });
    expect(types(parseCsv("a\n\n", { types: { a: "date" } }))).toEqual({ a: "Date64<MILLISECOND>" });
    expect(types(parseCsv("a\ntrue\n", { types: { a: "text" } }))).toEqual({ a: "Dictionary<Int32, Utf8>" });
  });

  test("a cell that is not of its declared type is named", async () => {
    for (const [type, cell] of [
      ["int", "2.5"],
      ["float", "x"],
      ["number", "x"],
      ["boolean", "maybe"],
      ["date", "1.2.2020"],
    ] as const) {
      const error = await failureOf(() => parseCsv(`a,b\n,1\n${cell},2\n`, { types: { a: type } }));
      expect(error.code).toBe("MALFORMED_FILE");
      expect(error.column).toBe("a");
      expect(error.message).toContain(`the text, line 3, column "a": "${cell}" is not`);
    }
  });
});

describe("parseCsv names line and column of what is malformed", () => {
  const cases: [name: string, text: string, line: number, column: string | undefined, words: string][] = [
    ["a row with too few cells", "a,b,c\n1,2,3\n4,5\n", 3, "c", "ends after 2 cells where the header has 3"],
    ["a row with too many cells", "a,b\n1,2\n3,4,5\n", 3, "b", "goes on after the last column"],
    ["a stray quote", 'a,b\n1,2\n3,x"y\n', 3, "b", "a quote inside a cell"],
    ["text after a closing quote", 'a,b\n"x"y,2\n', 2, "a", "text after a closing quote"],
    ["an unclosed quote", 'a,b\n1,"x\n3,4\n5,6\n', 2, "b", "never closed"],
    ["a lone carriage return", "a,b\n1,2\r3,4\n", 2, "b", "carriage return"],
    ["a NUL byte", "a,b\n1,x\0\n", 2, "b", "NUL"],
    ["a name used twice", "a,b,a\n1,2,3\n", 1, "a", "more than one column"],
    ["a line after line breaks in quotes", 'a,b\n"x\ny\nz",2\n3\n', 5, "b", "ends after 1 cell "],
    ["an empty file", "", 1, undefined, "empty"],
  ];
  for (const [name, text, line, column, words] of cases)
    test(name, async () => {
      for (const separator of [",", undefined]) {
        const error = await failureOf(() => parseCsv(text, separator === undefined ? {} : { separator }));
        expect(error.code).toBe("MALFORMED_FILE");
        expect(error.message).toContain(`line ${line}`);
        expect(error.message).toContain(words);
        expect(error.fix).toBeDefined();
        expect(error.column).toBe(column);
      }
    });

  test("of two issues the first one in the file is named", async () => {
    const error = await failureOf(() => parseCsv("a,b\n1,x\ny,2\n", { types: { a: "int", b: "int" } }));
    expect(error.message).toContain('line 2, column "b"');
  });

  test("columns that the file does not have are listed", async () => {
    const error = await failureOf(() => parseCsv("a\n1\n", { columns: ["a", "x"], types: { y: "int" } }));
    expect(error.code).toBe("MISSING_COLUMN");
    expect(error.message).toContain('"x" and "y"');
  });

  test("options out of range are refused", async () => {
    const bad = [
      { separator: ";;" },
      { separator: "1" },
      { separator: '"' },
      { quote: "x" },
      { header: [] },
      { rows: -1 },
      { threads: 0 },
      { sample: { rows: 1.5 } },
      { columns: ["a", "a"] },
      { types: { a: "integer" } },
      { delimiter: ";" },
    ];
    for (const options of bad) {
      const error = await failureOf(() => parseCsv("a\n1\n", options as never));
      expect(error.code, JSON.stringify(options)).toBe("INVALID_PARAMETER");
    }
  });
});
