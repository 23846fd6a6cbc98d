import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pack, unpack } from "../../src/spark/packet.js";

const leaf = fc.oneof(
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.float64Array(),
  fc.float32Array(),
  fc.int8Array(),
  fc.uint8Array(),
  fc.int16Array(),
  fc.int32Array(),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("any")),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$", "at", "__proto__")), tie("any"), {
      noNullPrototype: true,
    }),
    fc.array(fc.tuple(fc.string(), tie("any"))).map((entries) => new Map(entries)),
    fc.array(fc.string()).map((list) => new Set(list)),
  ),
})).any;

describe("packets", () => {
  it("give back what was packed, to the bit, wherever their bytes lie", () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 9 }), (given, shift) => {
        const bytes = pack(given);
        const moved = new Uint8Array(bytes.length + shift);
        moved.set(bytes, shift);
        expect(unpack(moved.subarray(shift))).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it("refuse what has no form, and bytes that are damaged or of another version", () => {
    expect(() => pack(new Date())).toThrow("a Date cannot travel");
    expect(() => pack({ run: () => 1 })).toThrow("a function cannot travel");
    const bytes = pack({ values: Float64Array.of(1, 2, 3) });
    expect(() => unpack(bytes.subarray(0, bytes.length - 8))).toThrow("is not in the form of this version");
    expect(() => unpack(Buffer.from("nothing"))).toThrow("is not in the form of this version");
  });
});
