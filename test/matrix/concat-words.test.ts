import { array, assert, constantFrom, option, property, tuple } from "fast-check";
import { expect, it } from "vitest";
import { concatRows, FeatureMatrix, plainStore, valueAt } from "../../src/matrix/index.js";

const MISSING = -128;
const word = constantFrom("a", "b", "c", "d", "e");

/** A block of one column of words, whose codes are in the order in which the words come. */
function blockOf(values: readonly (string | null)[], isWide: boolean): FeatureMatrix {
  const labels = [...new Set(values.filter((value) => value !== null))];
  const missing = isWide ? -2147483648 : MISSING;
  const codes = values.map((value) => (value === null ? missing : labels.indexOf(value)));
  const data = isWide ? Int32Array.from(codes) : Int8Array.from(codes);
  return new FeatureMatrix(values.length, ["ZONE"], [plainStore(data, { missing, labels })]);
}

function wordsOf(block: FeatureMatrix): (string | null)[] {
  const [store] = block.stores;
  return Array.from({ length: block.rows }, (_, i) => {
    const code = valueAt(store!, i);
    return Number.isNaN(code) ? null : store!.labels![code]!;
  });
}

it("keeps the word of every row, whatever words each block knows and however they are stored", () => {
  assert(
    property(array(tuple(array(option(word)), constantFrom(true, false)), { minLength: 1, maxLength: 4 }), (parts) => {
      const all = concatRows(parts.map(([values, isWide]) => blockOf(values, isWide)));
      expect(wordsOf(all)).toEqual(parts.flatMap(([values]) => values));
    }),
  );
});

it("takes wider codes where those of the first block are too few for all words", () => {
  const words = (from: number): string[] => Array.from({ length: 100 }, (_, i) => `w${from + i}`);
  const all = concatRows([blockOf(words(0), false), blockOf(words(100), false)]);
  expect(wordsOf(all)).toEqual([...words(0), ...words(100)]);
});
