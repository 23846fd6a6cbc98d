import { KindredError, readGiven } from "../errors/index.js";
import { FeatureMatrix, type Label, type Labels, type MatrixLike, type Numbers } from "../matrix/index.js";
import { checkLengths, distinctLabels, shown } from "./truth.js";

/** The probability of each class for each row. */
export interface ClassProbabilities {
  /** The labels, in the order of the columns. */
  readonly classes: readonly Label[];
  /** One column a class. */
  readonly matrix: FeatureMatrix;
}

/** Are these rows and columns, rather than one number a row? */
export function isMatrixLike(given: Numbers | MatrixLike): given is MatrixLike {
  return !("length" in given) || (Array.isArray(given) && Array.isArray(given[0]));
}

/**
 * Probabilities of classes, checked against the truth. Where the classes are not said, the names of the columns say them, as those of
 * `predictProbabilities` do.
 */
export function classProbabilities(
  truth: Labels,
  given: MatrixLike,
  classes: readonly Label[] | undefined,
  where: string,
): ClassProbabilities {
  const matrix = readGiven(where, () => FeatureMatrix.from(given), "FeatureMatrix");
  checkLengths(truth.length, matrix.rows, "probabilities", where);
  const distinct = distinctLabels(truth, where, "truth");
  const known = classes ?? classesNamed(matrix.columns, distinct, where);
  checkLengths(known.length, matrix.columns.length, "a row of probabilities", where);
  for (const label of distinct)
    if (!known.includes(label))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `the label ${shown(label)} is none of the classes ${known.map(shown).join(", ")}`,
        fix: 'Give { classes } the labels of the truth, of their type: "1" is not 1',
        expected: known,
        got: label,
      });
  return { classes: known, matrix };
}

function classesNamed(columns: readonly string[], distinct: ReadonlySet<Label>, where: string): Label[] {
  const byName = new Map([...distinct].map((label): [string, Label] => [String(label), label]));
  const nameless = [...byName].find(([name]) => !columns.includes(name));
  if (nameless === undefined) return columns.map((name) => byName.get(name) ?? name);
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `no column of the probabilities is named after the label ${shown(nameless[1])}`,
    fix: "Pass { classes }, the labels in the order of the columns, or what predictProbabilities gave",
    expected: [...distinct],
    got: columns,
  });
}
