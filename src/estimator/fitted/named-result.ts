import { KindredError } from "../../errors/index.js";
import { FeatureMatrix, type Origin } from "../../matrix/index.js";

/** What a method of a definition gave, as a matrix with the names that it should have. */
export function namedResult(
  result: Parameters<typeof FeatureMatrix.from>[0],
  names: readonly string[],
  rows: number,
  kind: string,
): FeatureMatrix {
  const matrix = FeatureMatrix.from(result);
  const width = matrix.rows === 0 && rows === 0 ? names.length : matrix.columns.length;
  if (width !== names.length || matrix.rows !== rows)
    throw new KindredError({
      code: "WRONG_WIDTH",
      where: `${kind}.transform`,
      problem: `gave ${matrix.rows} x ${matrix.columns.length} values for ${rows} rows and ${names.length} column names`,
      fix: "Define outputColumns where a transform changes the width, and give one row a row",
      expected: names.length,
      got: matrix.columns.length,
    });
  if (rows === 0) return FeatureMatrix.dense(0, names, new Float64Array(0));
  return new FeatureMatrix(
    rows,
    names,
    matrix.stores,
    matrix.columns === names ? matrix.provenance : originsOf(matrix, names),
  );
}

function originsOf(matrix: FeatureMatrix, names: readonly string[]): readonly Origin[] {
  return names.map((name, j) => (matrix.columns[j] === name ? matrix.provenance[j]! : { sources: [name] }));
}
