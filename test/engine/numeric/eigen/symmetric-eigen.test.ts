import { EigenvalueDecomposition, Matrix, QrDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../../../src/engine/numeric/eigen/index.js";
import { Random } from "../../../../src/engine/numeric/random/index.js";
import { useReference } from "../../../../src/engine/wasm/index.js";

/** A symmetric matrix of given eigenvalues in random directions. */
function withEigenvalues(values: readonly number[], seed: number): Matrix {
  const random = new Random(seed);
  const n = values.length;
  const square = Matrix.from1DArray(
    n,
    n,
    Array.from({ length: n * n }, () => random.normal()),
  );
  const q = new QrDecomposition(square).orthogonalMatrix;
  const product = q.mmul(Matrix.diag([...values])).mmul(q.transpose());
  return product.add(product.transpose()).mul(0.5);
}

/** The largest entry of A v - λ v, and of VVᵀ - 1. */
async function faults(
  matrix: Matrix,
  most: number,
): Promise<{ residual: number; angle: number; values: Float64Array }> {
  const n = matrix.rows;
  const { values, vectors } = await symmetricEigen(Float64Array.from(matrix.to1DArray()), n, most);
  const rows = Matrix.from1DArray(most, n, Array.from(vectors));
  const scaled = Matrix.diag(Array.from(values.subarray(0, most))).mmul(rows);
  const largest = (m: Matrix): number => Math.max(...m.to1DArray().map(Math.abs));
  return {
    residual: largest(rows.mmul(matrix).sub(scaled)),
    angle: largest(rows.mmul(rows.transpose()).sub(Matrix.eye(most, most))),
    values,
  };
}

describe("eigenvectors on flat arrays", () => {
  const spectra: Record<string, number[]> = {
    "one column": [3],
    "two columns": [3, 1],
    "falling slowly": Array.from({ length: 130 }, (_, k) => 130 - k),
    "condition 1e12": Array.from({ length: 120 }, (_, k) => 10 ** (-k / 10)),
    "all alike": new Array(110).fill(2),
    "many zeros": Array.from({ length: 105 }, (_, k) => (k < 5 ? 5 - k : 0)),
    "both signs": Array.from({ length: 101 }, (_, k) => 50 - k),
  };

  it.each(Object.keys(spectra))("are of length 1, at right angles, and belong to their values: %s", async (name) => {
    const expected = spectra[name]!;
    const matrix = withEigenvalues(expected, 1);
    const { residual, angle, values } = await faults(matrix, Math.ceil(expected.length / 2));
    // Backward stable: rounding of the largest eigenvalue, times a small multiple of the width.
    const rounding = 20 * expected.length * 2 ** -53 * Math.abs(expected[0]!);
    expect(residual).toBeLessThan(rounding);
    expect(angle).toBeLessThan(20 * expected.length * 2 ** -53);
    values.forEach((value, k) => {
      expect(Math.abs(value - expected[k]!)).toBeLessThan(rounding);
    });
  });

  it("agree with ml-matrix", async () => {
    const matrix = withEigenvalues(spectra["falling slowly"]!, 2);
    const { values } = await symmetricEigen(Float64Array.from(matrix.to1DArray()), 130, 1);
    const theirs = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => b - a);
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(theirs[k]!, 10);
    });
  });

  it("have the same bits without the kernels, and on any number of threads", async () => {
    const values = Array.from({ length: 170 }, (_, k) => 10 ** (-k / 14));
    const flat = Float64Array.from(withEigenvalues(values, 3).to1DArray());
    const computed = await symmetricEigen(flat, 170, 61, { threads: 1 });
    for (const threads of [2, 3, 8]) expect(await symmetricEigen(flat, 170, 61, { threads })).toEqual(computed);
    useReference(true);
    const plain = await symmetricEigen(flat, 170, 61);
    useReference(false);
    expect(plain).toEqual(computed);
  });
});
