import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureMatrix } from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

const cell = fc.oneof(fc.double(), fc.integer({ min: -127, max: 127 }), fc.constant(Number.NaN));
const rowsOf = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 12 }))
  .chain(([width, rows]) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
  );
/** Codes as a file holds them: whole numbers and gaps. */
const codes = fc.array(
  fc.tuple(fc.option(fc.integer({ min: -127, max: 127 })), fc.option(fc.integer({ min: 0, max: 3 }))),
  {
    minLength: 1,
    maxLength: 20,
  },
);

describe("FeatureMatrix", () => {
  it("gives back the rows that it was made of, through views, columns and subsets", () => {
    fc.assert(
      fc.property(
        rowsOf.filter((rows) => rows.length > 0),
        (rows) => {
          const matrix = FeatureMatrix.from(rows);
          expect(matrix.toRows()).toEqual(rows);
          const { view } = matrix;
          rows.forEach((row, i) => {
            row.forEach((value, j) => {
              expect(view.get(i, j)).toBe(value);
              expect(matrix.column(j)[i]).toBe(value);
            });
          });
          const chosen = rows.map((_, i) => rows.length - 1 - i);
          expect(matrix.take(chosen).toRows()).toEqual(rows.toReversed());
        },
      ),
    );
  });

  it("shows codes as the numbers that they stand for, and gaps as NaN", () => {
    fc.assert(
      fc.property(codes, (rows) => {
        const text = rows.map((row) => row.map((value) => value ?? "").join(",")).join("\n");
        const matrix = FeatureMatrix.from(parseCsv(`a,b\n${text}\n`, { nullWords: [""] }));
        const numbers = rows.map((row) => row.map((value) => value ?? Number.NaN));
        expect(matrix.toRows()).toEqual(numbers);
        expect(FeatureMatrix.from(matrix.toTable()).toRows()).toEqual(numbers);
      }),
    );
  });

  it("is left as it was by whatever is taken from it", () => {
    const matrix = FeatureMatrix.fromColumns({ a: [1, 2], b: [3, Number.NaN] });
    matrix.toRows()[0]![0] = 9;
    matrix.take([0]).column("a")[0] = 9;
    expect(matrix.toRows()).toEqual([
      [1, 3],
      [2, Number.NaN],
    ]);
  });
});
