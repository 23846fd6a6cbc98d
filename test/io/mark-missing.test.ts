import { makeData } from "apache-arrow/data";
import { Int8 } from "apache-arrow/type";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markMissing } from "../../src/io/arrow/mark-missing.js";
import { nullsAreReserved } from "../../src/table/reserved-nulls.js";

const cell = fc.record({ value: fc.integer({ min: -128, max: 127 }), present: fc.boolean() });
/** Cells as others leave them, as we write them, and with a value that is the reserved code. */
const cells = fc.oneof(
  fc.array(cell, { maxLength: 100 }),
  fc.array(
    fc.oneof(
      { weight: 20, arbitrary: fc.record({ value: fc.integer({ min: -127, max: 127 }), present: fc.constant(true) }) },
      { weight: 5, arbitrary: fc.constant({ value: -128, present: false }) },
      { weight: 1, arbitrary: cell },
    ),
    { maxLength: 100 },
  ),
);

describe("Missing bytes of an Arrow file", () => {
  it("get the reserved code, others stay, and it is known whether no other has it", () => {
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(cells, (column) => {
        const data = Int8Array.from(column, ({ value }) => value);
        const nullBitmap = new Uint8Array((column.length + 7) >> 3);
        for (const [i, { present }] of column.entries()) if (present) nullBitmap[i >> 3]! |= 1 << (i & 7);
        const nullCount = column.filter(({ present }) => !present).length;
        const made = makeData({ type: new Int8(), length: column.length, nullCount, nullBitmap, data });
        markMissing([made]);
        expect(Array.from(data)).toEqual(column.map(({ value, present }) => (present ? value : -128)));
        if (nullCount === 0) return;
        const isReserved = column.every(({ value, present }) => !present || value !== -128);
        expect(nullsAreReserved(made, data)).toBe(isReserved);
        outcomes.add(isReserved);
      }),
      { numRuns: 500 },
    );
    expect(outcomes.size).toBe(2);
  });
});
