import { Int64, Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { RowKeys } from "../../src/spark/row-keys.js";

const random = new Random(1, "keys");
const ints = [
  ...["0", "-1", "1", "65535", "65536", "-65536", "-65537", "9223372036854775807", "-9223372036854775808"],
  ...Array.from({ length: 200 }, () =>
    String(BigInt(random.below(2 ** 31)) * BigInt(random.below(2 ** 31)) - 2n ** 61n),
  ),
  ...Array.from({ length: 200 }, (_, i) => String(2n ** 53n + BigInt((i * 77) % 200))),
];
const texts = [
  ...["", "a", "b", "ab", "abcdef", "abcdefg", "abcdefh", "abcdef\0", "é", "ß", "€", "😀", "\uffff", "z"],
  ...Array.from({ length: 200 }, () => `person-${random.below(1e6)}`),
];

it.each([
  ["whole numbers", ints, false],
  ["texts", texts, true],
] as const)("keys that are %s rise as Spark's ORDER BY has them", (_, values, areTexts) => {
  const keys = RowKeys.from(values, areTexts);
  const ordered = Array.from(keys.order(), (i) => values[i]!);
  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const bySize = (a: string, b: string) => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0);
  expect(ordered).toEqual([...values].sort(areTexts ? byBytes : bySize));
  const bounds = RowKeys.from(
    ordered.filter((_, i) => i % 50 === 49),
    areTexts,
  );
  const others = RowKeys.join([
    RowKeys.from(ordered.slice(0, 33), areTexts),
    RowKeys.from(ordered.slice(33), areTexts),
  ]);
  for (let i = 0; i < ordered.length; i++) expect(bounds.countUpTo(others, i)).toBe(Math.floor((i + 1) / 50));
  const taken = new RowKeys(others.take(Int32Array.of(60, 5)));
  expect([taken.compare(0, others, 60), taken.compare(1, others, 5)]).toEqual([0, 0]);
});

it("keys are read off columns of Arrow, of one batch or of several", () => {
  for (const [values, vector] of [
    [ints, vectorFromArray(ints.map(BigInt), new Int64())],
    [texts, vectorFromArray(texts, new Utf8())],
  ] as const) {
    const sent = tableFromIPC(tableToIPC(new Table({ key: vector }), "stream"));
    for (const table of [sent, sent.slice(0, 7).concat(sent.slice(7))]) {
      const keys = RowKeys.of(table.getChild("key")!);
      const same = RowKeys.from([...values], values === texts);
      expect(keys.length).toBe(values.length);
      for (let i = 0; i < values.length; i++) expect(keys.compare(i, same, i)).toBe(0);
    }
  }
});
