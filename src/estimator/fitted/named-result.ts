import { counted, KindredError } from "../../errors/index.js";
import { FeatureMatrix, isFeatureMatrix, type Origin } from "../../matrix/index.js";
import type { Verb } from "./spec.js";

/** What the result of a definition's method must be. */
export interface Promised {
  readonly kind: string;
  readonly verb: Verb;
  /** The names that its columns should have. */
  readonly names: readonly string[];
  /** The rows that the method got. */
  readonly x: FeatureMatrix;
}

/** What to do about another width. */
const WIDTHS: Readonly<Record<Verb, string>> = {
  transform: "Define outputColumns where a transform changes the width, and give one row a row",
  predict: "Give one cluster a row",
  predictProbabilities: "Give one row a row, with one value a class",
};

/** What a method of a definition gave, as a matrix with the names that it should have; its columns know where they come from. */
export function namedResult(
  result: Parameters<typeof FeatureMatrix.from>[0],
  { kind, verb, names, x }: Promised,
): FeatureMatrix {
  const matrix = FeatureMatrix.from(result);
  const where = `${kind}.${verb}`;
  const width = matrix.rows === 0 && x.rows === 0 ? names.length : matrix.columns.length;
  if (width !== names.length || matrix.rows !== x.rows)
    throw new KindredError({
      code: "WRONG_WIDTH",
      where,
      problem: `gave ${matrix.rows} x ${matrix.columns.length} values for ${counted(x.rows, "row")} and ${counted(names.length, "column name")}`,
      fix: WIDTHS[verb],
      expected: names.length,
      got: matrix.columns.length,
    });
  if (isFeatureMatrix(result) && matrix.rows > 0) refuseOtherOrder(matrix.columns, names, where);
  const origins = originsOf(matrix, names, x);
  if (x.rows === 0) return FeatureMatrix.dense(0, names, new Float64Array(0), origins);
  return new FeatureMatrix(x.rows, names, matrix.stores, origins);
}

/** A result whose own names say that its columns stand in another order would get wrong names. */
function refuseOtherOrder(given: readonly string[], names: readonly string[], where: string): void {
  const wanted = new Set(names);
  const at = names.findIndex((name, j) => given[j] !== name);
  if (at < 0 || !given.every((name) => wanted.has(name))) return;
  throw new KindredError({
    code: "INVALID_RESULT",
    where,
    problem: `gave column "${given[at]}" where "${names[at]}" is due`,
    fix: "Give the columns in the order of outputColumns, by default that of the input",
    column: given[at]!,
    expected: names,
    got: given,
  });
}

/** Each column's own origin where the result knows it, that of the input's column of the same name, or all columns of the input. */
function originsOf(matrix: FeatureMatrix, names: readonly string[], x: FeatureMatrix): readonly Origin[] {
  const known = new Map(x.columns.map((name, j) => [name, x.provenance[j]!]));
  const all: Origin = { sources: [...new Set(x.provenance.flatMap((origin) => origin.sources))] };
  return names.map((name, j) => {
    const own = matrix.provenance[j];
    const isOwn = own !== undefined && !(own.sources.length === 1 && own.sources[0] === matrix.columns[j]);
    return isOwn ? own : (known.get(name) ?? all);
  });
}
