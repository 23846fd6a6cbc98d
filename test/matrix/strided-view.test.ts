import * as fc from "fast-check";
import ndarray, { type NdArray } from "ndarray";
import { expect, it } from "vitest";
import { FeatureMatrix } from "../../src/index.js";

/** What is asked of an array, and of the one that is like it. */
interface Ask {
  readonly verb: "lo" | "hi" | "step" | "transpose" | "pick";
  readonly given: readonly (number | null | undefined)[];
}

const generic = (values: readonly number[]): ndarray.GenericArray<number> => ({
  length: values.length,
  get: (k) => values[k]!,
  set: () => undefined,
});

/** Everything that an array holds, and how it says that it holds it. */
function contentsOf(array: NdArray): unknown {
  const { shape, stride, offset, dimension, dtype, size } = array;
  const values = (at: readonly number[]): unknown =>
    at.length === shape.length
      ? [array.get(...at), array.index(...at)]
      : Array.from({ length: shape[at.length]! }, (_, i) => values([...at, i]));
  return { shape: [...shape], stride: [...stride], offset, dimension, dtype, size, values: values([]) };
}

const place = fc.oneof(fc.nat({ max: 2 }), fc.constant(null), fc.constant(undefined));
const ask: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({ verb: fc.constantFrom("lo", "hi", "pick"), given: fc.array(place, { maxLength: 2 }) }),
  fc.record({
    verb: fc.constant("step"),
    given: fc.array(fc.oneof(fc.constantFrom(1, 2, 3, -1, -2), fc.constant(undefined)), { maxLength: 2 }),
  }),
  fc.record({ verb: fc.constant("transpose"), given: fc.constantFrom([1, 0], [0, 1], []) }),
);

it("A view is what the ndarray package makes of the same numbers, whatever is taken of it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 6 }),
      fc.integer({ min: 3, max: 5 }),
      fc.array(ask, { maxLength: 4 }),
      (rows, columns, asks) => {
        const values = Array.from({ length: rows * columns }, (_, k) => k + 0.5);
        const matrix = FeatureMatrix.from(
          Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns)),
        );
        let [own, theirs] = [matrix.view as NdArray, ndarray(generic(values), [rows, columns]) as NdArray];
        for (const { verb, given } of asks) {
          // After a pick there is one axis less, and none of what is left of it may be empty.
          if (own.dimension < 2 && verb !== "pick") break;
          if (own.dimension === 0 || own.shape.some((length) => length < 3)) break;
          [own, theirs] = [own, theirs].map((array) => (array[verb] as (...given: unknown[]) => NdArray)(...given)) as [
            NdArray,
            NdArray,
          ];
        }
        expect(contentsOf(own)).toEqual(contentsOf(theirs));
      },
    ),
  );
});

it("A view knows its order and its transpose, and is not written to", () => {
  const { view } = FeatureMatrix.from([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(view.order).toEqual([1, 0]);
  expect([view.T.shape, view.T.get(2, 1)]).toEqual([[3, 2], 6]);
  expect(() => view.set(0, 0, 9)).toThrow("a FeatureMatrix is read-only");
  // Another matrix is made of it as of any ndarray.
  expect(FeatureMatrix.from(view.step(-1, 1)).toRows()).toEqual([
    [4, 5, 6],
    [1, 2, 3],
  ]);
});
