import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { useReference } from "../../src/engine/wasm/index.js";
import { KindredError } from "../../src/errors/index.js";
import { type ParseCsvOptions, parseCsv } from "../../src/io/index.js";
import { contents } from "./helpers.js";

afterEach(() => useReference(false));

/** What reading gives: a table's contents, or what the error says. */
function outcome(text: string, options: ParseCsvOptions): unknown {
  try {
    return contents(parseCsv(text, options));
  } catch (error) {
    if (error instanceof KindredError) return error.message;
    throw error;
  }
}

function bothWays(text: string, options: ParseCsvOptions = {}): void {
  useReference(true);
  const expected = outcome(text, options);
  useReference(false);
  expect(outcome(text, options)).toEqual(expected);
}

const CODES = [
  "",
  "0",
  "7",
  "42",
  "-1",
  "-9",
  "130",
  "-128",
  "1999",
  "-999",
  "-1000",
  "12345",
  "123456789",
  "1234567890",
];
const ODD = [
  "-",
  "--1",
  "-0",
  "-05",
  "00",
  "07",
  "1-2",
  "5-",
  "8.0",
  "-8.00",
  "2.5",
  "X",
  "XX",
  "a b",
  " 3",
  "3 ",
  "é",
  "\0",
  ":",
  "/",
  "1\t2",
];
const QUOTED = ['""', '"5"', '"X"', '"a;b"', '"a\nb"', '"a\r\nb"', '"he said ""no"""', '"\n\n"'];
const BROKEN = ['"', '5"', '"5"x', 'a"b', "\r", "1\r2", '"open'];

const cell = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...CODES) },
  { weight: 6, arbitrary: fc.constantFrom(...ODD) },
  { weight: 3, arbitrary: fc.constantFrom(...QUOTED) },
);

describe("the kernel that cuts rows gives what its reference gives", () => {
  test("for rows of codes, odd words and quotes, whatever ends a line", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }).chain((columns) =>
          fc.record({
            columns: fc.constant(columns),
            rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 120 }),
            ends: fc.array(fc.constantFrom("\n", "\r\n", "\n\n", "\r\n\r\n"), { minLength: 1, maxLength: 5 }),
            nullWords: fc.constantFrom<readonly string[]>([""], ["X"], ["", "-1", "9"]),
            canonicalNumbers: fc.boolean(),
          }),
        ),
        ({ columns, rows, ends, nullWords, canonicalNumbers }) => {
          const header = Array.from({ length: columns }, (_, j) => `c${j}`).join(";");
          const text = rows.map((row, i) => row.join(";") + ends[i % ends.length]).join("");
          bothWays(`${header}\n${text}`, { separator: ";", nullWords, canonicalNumbers });
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  test("for rows too short, too long or broken: the same line, column and words", () => {
    const any = fc.oneof({ weight: 40, arbitrary: cell }, { weight: 1, arbitrary: fc.constantFrom(...BROKEN) });
    fc.assert(
      fc.property(fc.array(fc.array(any, { minLength: 4, maxLength: 5 }), { minLength: 1, maxLength: 20 }), (rows) =>
        bothWays(`a;b;c;d\n${rows.map((row) => row.join(";")).join("\n")}`, { separator: ";" }),
      ),
      { numRuns: 150, seed: 8 },
    );
  });

  test("for a row of very many cells, and for a separator that could be part of a number", () => {
    bothWays(`a,b\n1,2\n${"7,".repeat(5000)}7\n`);
    bothWays("a-b\n1-2\n3--4\n", { separator: "-", header: ["a", "b"] });
    bothWays("a-b\n1-2\n-\n", { separator: "-" });
  });

  test("for every number of rows and columns about the size of a block", () => {
    for (const columns of [1, 2, 3, 4, 5, 30])
      for (const rows of [0, 1, 15, 16, 17, 4095, 4096, 4097]) {
        if (columns > 5 && rows > 17) continue;
        const line = (i: number): string => Array.from({ length: columns }, (_, j) => (i * 7 + j * 3) % 140).join(",");
        const lines = Array.from({ length: rows + 1 }, (_, i) =>
          i === 0 ? line(0).replace(/\d+/g, (_, at) => `c${at}`) : line(i),
        );
        bothWays(`${lines.join("\n")}\n`);
      }
  });
});
