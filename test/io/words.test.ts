import { describe, expect, it } from "vitest";
import { rowStart } from "../../src/io/csv/cut-file.js";
import { hashOf, sameBytes } from "../../src/io/csv/word-hash.js";
import { parseCsv } from "../../src/io/index.js";

const ENCODER = new TextEncoder();
const DIALECT = { separator: 59, quote: 34, point: 46, canonicalNumbers: true, emptyIsMissing: true };

function viewOf(text: string, offset: number): DataView {
  const bytes = ENCODER.encode("x".repeat(offset) + text);
  return new DataView(bytes.buffer, 0, bytes.length);
}

describe("words", () => {
  it("hash alike wherever they lie, and otherwise where any byte differs", () => {
    for (let length = 0; length < 20; length++) {
      const word = "abcdefghijklmnopqrstuvwxyz".slice(0, length);
      const hash = hashOf(viewOf(word, 0), 0, length);
      for (let offset = 1; offset < 5; offset++) {
        expect(hashOf(viewOf(word, offset), offset, offset + length)).toBe(hash);
        expect(sameBytes(viewOf(word, 0), 0, viewOf(word, offset), offset, length)).toBe(true);
      }
      for (let at = 0; at < length; at++) {
        const other = `${word.slice(0, at)}!${word.slice(at + 1)}`;
        expect(hashOf(viewOf(other, 0), 0, length)).not.toBe(hash);
        expect(sameBytes(viewOf(word, 0), 0, viewOf(other, 0), 0, length)).toBe(false);
      }
    }
  });

  it("are one word whichever way a cell was read: as an integer, quoted, with doubled quotes, behind known ones", () => {
    const words = [
      "x",
      "12",
      "-7",
      'say ""so""',
      "0123456789",
      "a longer word of forty characters or so!",
      "ü",
      "N",
      "200",
    ];
    const lines = Array.from({ length: 9000 }, (_, i) => {
      const word = words[(i * 7 + (i >> 5)) % words.length]!;
      return i % 3 === 0 || word.includes('"') ? `"${word}"` : word;
    });
    const table = parseCsv(`word;n\n${lines.map((line, i) => `${line};${i % 5}`).join("\n")}\n`, { separator: ";" });
    const column = table.getChild("word")!;
    const expected = lines.map((line) => line.replace(/^"|"$/g, "").replaceAll('""', '"'));
    expect([...column]).toEqual(expected);
    expect(column.data[0]!.dictionary!.length).toBe(words.length);
  });

  it("that are missing, or numbers written another way, stay so among known words", () => {
    const cells = ["word", "NA", "", " word", "7.0", "7", "Nil", "word ", "NULL", "x0"];
    const lines = Array.from({ length: 5000 }, (_, i) => cells[i % cells.length]!);
    const column = parseCsv(`word;n\n${lines.map((line) => `${line};1`).join("\n")}\n`, { separator: ";" }).getChild(
      "word",
    )!;
    const expected = ["word", null, null, " word", "7", "7", "Nil", "word ", null, "x0"];
    expect([...column]).toEqual(lines.map((_, i) => expected[i % expected.length]));
  });
});

describe("where rows seem to begin", () => {
  const start = (text: string, columns = 3): number => rowStart(ENCODER.encode(text), DIALECT, columns);

  it("is behind a line feed that ends a row, and not behind one within a quoted cell", () => {
    expect(start("tail;1\n1;2;3\n4;5;6\n")).toBe(7);
    const within = 'in a cell;\nstill in it; and;more"; 5;6\n';
    expect(start(`${within}1;"a\nb";3\n4;5;6\n`)).toBe(within.length);
    expect(start(`${within}\n\r\n1;"a ""b"" c";3\r\n4;5;6\n`)).toBe(within.length);
  });

  it("is nowhere in a text of prose", () => {
    expect(start("one line\nanother; line\na third\n")).toBe(-1);
  });
});
