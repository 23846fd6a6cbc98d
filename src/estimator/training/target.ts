import { KindredError } from "../../errors/index.js";
import { type Label, type Labels, labelAt } from "../../matrix/index.js";

/** Labels as positions in the sorted list of distinct ones. */
export interface EncodedLabels {
  readonly codes: Float64Array;
  readonly classes: readonly Label[];
}

/**
 * Distinct labels in order (numbers by size, words by code point, false before true), and each row's position among them.
 *
 * @throws KindredError where a label is missing or types are mixed.
 */
export function encodeLabels(labels: Labels, where: string, known?: readonly Label[]): EncodedLabels {
  const distinct = new Set<Label>();
  for (let i = 0; i < labels.length; i++) distinct.add(checkedLabel(labelAt(labels, i), i, where));
  const classes = known ?? sortedLabels(distinct, where);
  const positions = new Map(classes.map((label, code) => [label, code]));
  const codes = new Float64Array(labels.length);
  for (let i = 0; i < codes.length; i++) {
    const label = labelAt(labels, i) as Label;
    const code = positions.get(label);
    if (code === undefined)
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `the label ${JSON.stringify(label)} of row ${i} is none of the classes`,
        expected: classes,
        got: label,
      });
    codes[i] = code;
  }
  return { codes, classes };
}

/** A label that is one. */
export function checkedLabel(value: unknown, row: number, where: string): Label {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return Object.is(value, -0) ? 0 : value;
  throw new KindredError({
    code: "MISSING_TARGET",
    where,
    problem: `the target of row ${row} is ${value === null || value === undefined || Number.isNaN(value) ? "missing" : String(value)}`,
    fix: "Leave rows without a label out, or label them",
    got: value,
  });
}

/** Distinct labels in their order. */
export function sortedLabels(distinct: ReadonlySet<Label>, where: string): Label[] {
  const types = new Set([...distinct].map((label) => typeof label));
  if (types.size > 1)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `the target mixes ${[...types].join(" and ")} labels`,
      fix: "Use labels of one type",
    });
  return [...distinct].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
