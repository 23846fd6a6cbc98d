import { hasTwoValues, type ValueSpread } from "../../engine/numeric/statistics/index.js";
import type { EncodeOperation, OneHotCode, PassCode, Program } from "../../engine/program/index.js";
import { type DistinctValues, moments } from "../../engine/reducers/index.js";
import { mapRows } from "../../engine/rows/index.js";
import { KindredError, listed } from "../../errors/index.js";
import { countValues, type InputSchema, refuseNotFinite, type Training } from "../../estimator/index.js";
import type { Origin } from "../../matrix/index.js";
import type { KPrototypesOptions } from "./options.js";
import type { KPrototypesState } from "./state.js";

/** Numbers whose squared Euclidean distances are those of the method, and how they come of the columns. */
export type Encoding = Pick<KPrototypesState, "codes" | "center" | "scale" | "gamma">;

/**
 * Numeric columns pass, and each nominal one becomes a column of 0 and `s` for each category, with 2 s² = gamma: two rows of different categories are
 * then gamma apart. A last column, on in no training row, is for categories that were not there: they differ from all.
 */
export async function learnEncoding(training: Training, params: KPrototypesOptions): Promise<Encoding> {
  const { plan } = training.source;
  const named = nominalColumns(training, params.nominal);
  const rest = plan.flatMap((_, j) => (named.includes(j) ? [] : [j]));
  const amounts = (await numericSpreads(training, rest)).filter(({ spread }) => !hasTwoValues(spread));
  const numeric = amounts.map(({ position }) => position);
  const nominal = plan.flatMap((_, j) => (numeric.includes(j) ? [] : [j]));
  const means = amounts.map(({ spread }) => spread.mean);
  const deviations = amounts.map(({ spread }) => Math.sqrt(spread.variance));
  const counts = nominal.length === 0 ? [] : await countValues(over(training, nominal));
  const variances = deviations.map((deviation) => (params.scale ? Number(deviation > 0) : deviation ** 2));
  const gamma = params.gamma === "auto" ? balanced(variances) : params.gamma;
  const codes = plan.map((_, j): PassCode | OneHotCode => {
    const at = nominal.indexOf(j);
    return at < 0 ? { kind: "pass", from: j } : oneHot(j, counts[at]!, params.missing);
  });
  const one = (code: PassCode | OneHotCode, amount: (k: number) => number, category: number): number[] =>
    code.kind === "pass" ? [amount(numeric.indexOf(code.from))] : new Array<number>(code.width).fill(category);
  const scaleOf = (k: number): number => (params.scale && deviations[k]! > 0 ? 1 / deviations[k]! : 1);
  return {
    codes,
    center: Float64Array.from(codes.flatMap((code) => one(code, (k) => means[k]!, 0))),
    scale: Float64Array.from(codes.flatMap((code) => one(code, scaleOf, Math.sqrt(gamma / 2)))),
    gamma,
  };
}

/** The operations that make those numbers. */
export function encodingProgram(
  { codes, center, scale }: Encoding,
  { plan, provenance }: Pick<InputSchema, "plan" | "provenance">,
): Program {
  const words = new Map(plan.flatMap(({ labels }, j) => (labels === undefined ? [] : [[j, labels] as const])));
  const columns = codes.flatMap((code): { name: string; origin: Origin }[] => {
    const { name, labels } = plan[code.from]!;
    const origin = provenance[code.from]!;
    if (code.kind === "pass") return [{ name, origin }];
    return Array.from({ length: code.width }, (_, k) => {
      const at = code.outputs.indexOf(k);
      const category = at < 0 ? (k === code.missing ? "(missing)" : "(other)") : wordOf(code.values[at]!, labels);
      return { name: `${name}=${category}`, origin: { ...origin, category } };
    });
  });
  const encode: EncodeOperation = {
    op: "encode",
    codes,
    names: columns.map(({ name }) => name),
    origins: columns.map(({ origin }) => origin),
    single: false,
    words,
  };
  return [encode, { op: "affine", center, scale }];
}

/** Where the numbers of each nominal column lie, from and to. */
export function nominalRanges(codes: Encoding["codes"]): [from: number, to: number][] {
  let at = 0;
  return codes.flatMap((code): [number, number][] => {
    const from = at;
    at += code.kind === "pass" ? 1 : code.width;
    return code.kind === "pass" ? [] : [[from, at]];
  });
}

const wordOf = (value: number, labels: readonly string[] | undefined): string => labels?.[value] ?? String(value);

function over(training: Training, positions: readonly number[]): Training {
  return training.over({ source: mapRows(training.source, [{ op: "select", positions }]), schema: training.schema });
}

function nominalColumns({ source, schema, where }: Training, given: readonly string[]): number[] {
  const lost = given.filter((name) => !source.plan.some((column) => column.name === name));
  if (lost.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where,
      problem: `\`nominal\` names ${listed(lost)}, which the data lack`,
      fix: "Correct the names, or take them off `nominal`",
      column: lost[0]!,
    });
  const date = source.plan.find(({ shows }) => shows === "date");
  if (date !== undefined)
    throw new KindredError({
      code: "NOT_A_NUMBER",
      where,
      problem: `column "${date.name}" holds dates`,
      fix: "Make an age or a part of a date of it before, by a Recoder, or leave it out",
      column: date.name,
    });
  return source.plan.flatMap(({ name, labels, shows }, j) =>
    labels !== undefined || shows === "boolean" || schema.column(name).level === "nominal" || given.includes(name)
      ? [j]
      : [],
  );
}

async function numericSpreads(
  training: Training,
  positions: readonly number[],
): Promise<{ position: number; spread: ValueSpread }[]> {
  if (positions.length === 0) return [];
  const rows = over(training, positions);
  const sums = await rows.reduce(moments);
  refuseNotFinite(rows, sums);
  const { weight, sum, smallest, largest } = sums as Record<string, Float64Array>;
  const means = sum!.map((total, k) => total / weight![k]!);
  const { squares } = await rows.reduce(moments, { shift: means });
  return positions.map((position, k) => {
    const variance = squares![k]! / weight![k]!;
    // What is rounding alone is no spread.
    const varies = variance > (1e-12 * means[k]!) ** 2;
    const spread = { mean: means[k]!, variance: varies ? variance : 0, smallest: smallest![k]!, largest: largest![k]! };
    return { position, spread };
  });
}

/** The categories of a column: those that were there, missing as one of them where it is one, and one for what was not there. */
function oneHot(from: number, { values, missing }: DistinctValues, policy: KPrototypesOptions["missing"]): OneHotCode {
  const own = policy === "category" && missing > 0;
  const known = values.length + Number(own);
  return {
    kind: "oneHot",
    from,
    values: Float64Array.from(values),
    outputs: Int32Array.from(values, (_, k) => k),
    width: known + 1,
    missing: policy === "ignore" ? -1 : own ? values.length : known,
    other: known,
  };
}

/** Twice the mean variance, which is the mean squared difference of two random rows; 2 where nothing varies. Constant columns are left aside. */
function balanced(variances: readonly number[]): number {
  const varying = variances.filter((variance) => variance > 0);
  if (varying.length === 0) return 2;
  return (2 * varying.reduce((sum, variance) => sum + variance, 0)) / varying.length;
}
