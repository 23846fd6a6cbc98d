import { KindredError } from "../errors/index.js";
import type { DataInput } from "../estimator/index.js";
import { FeatureMatrix, type Label } from "../matrix/index.js";
import { chainsOf } from "./chains.js";
import type { HeldRows } from "./held-rows.js";
import { type Shares, sharesThrough } from "./shares.js";
import { isProjection, isStretch, type Step, through } from "./steps.js";

/** What sources add to the raw score of rows. */
export interface Contributor {
  /** The source columns. */
  readonly sources: readonly string[];
  /** The raw score that contributions start from. */
  readonly base: number;
  /** Rows x sources, one after the other. */
  of(rows: DataInput): Float64Array;
}

const WHERE = "explainScores";

/** How to get contributions out of a model: its own where it has trees, else from coefficients and a background that they are measured from. */
export function contributorOf(fitted: Step, positive: Label, background: HeldRows): Contributor {
  const chains = chainsOf(fitted);
  const sign = fitted.classes?.length === 2 && fitted.classes.indexOf(positive) === 0 ? -1 : 1;
  const all = chains.map(({ steps, slope, shift }) => {
    const one = ofChain(fitted, steps, positive, background);
    if (slope === 1 && shift === 0) return one;
    return {
      sources: one.sources,
      base: slope * one.base + sign * shift,
      of: (rows: DataInput) => one.of(rows).map((value) => slope * value),
    };
  });
  return all.length === 1 ? all[0]! : meanContributor(all);
}

/** The mean of what several models' contributions are; a source that one of them does not know adds nothing there. */
function meanContributor(all: readonly Contributor[]): Contributor {
  const sources = [...new Set(all.flatMap((one) => one.sources))];
  const share = 1 / all.length;
  return {
    sources,
    base: all.reduce((sum, { base }) => sum + share * base, 0),
    of: (rows) => {
      let out: Float64Array | undefined;
      for (const one of all) {
        const values = one.of(rows);
        const width = one.sources.length;
        const places = one.sources.map((source) => sources.indexOf(source));
        out ??= new Float64Array((values.length / width) * sources.length);
        for (let i = 0; i < values.length; i++)
          out[Math.floor(i / width) * sources.length + places[i % width]!]! += share * values[i]!;
      }
      return out!;
    },
  };
}

function ofChain(fitted: Step, steps: readonly Step[], positive: Label, background: HeldRows): Contributor {
  const [prefix, model] = [steps.slice(0, -1), steps.at(-1)!];
  if (model.contributions !== undefined) return treeContributor(fitted, prefix, model, positive, background);
  if (model.coefficients !== undefined) return linearContributor(fitted, prefix, model, positive, background);
  throw new KindredError({
    code: "UNSUPPORTED",
    where: WHERE,
    problem: `a fitted ${model.kind} has neither contributions nor coefficients`,
    fix: "Ask permutationImportance, which works for every classifier, or explain each of the models that it is made of",
  });
}

function treeContributor(
  fitted: Step,
  prefix: readonly Step[],
  model: Step,
  positive: Label,
  background: HeldRows,
): Contributor {
  const explain = (rows: DataInput): FeatureMatrix => model.contributions!(through(prefix, rows) as never, positive);
  const few = explain(background.take(Int32Array.of(0)).data);
  const columns = few.columns.slice(0, -1);
  const { sources, gather } = gathering(columns, sharesThrough(prefix, fitted.inputColumns));
  return {
    sources,
    base: few.column(columns.length)[0]!,
    of: (rows) => {
      const found = explain(rows);
      return gather(found.rows, (j) => found.column(j));
    },
  };
}

/** Coefficients go back through components and scaler, exactly, to where every column has one source. */
function linearContributor(
  fitted: Step,
  prefix: readonly Step[],
  model: Step,
  positive: Label,
  background: HeldRows,
): Contributor {
  const { coefficients, intercept } = towards(model, positive);
  let point = { at: prefix.length, columns: model.inputColumns, coefficients };
  let current = coefficients;
  for (let at = prefix.length - 1; at >= 0; at--) {
    const step = prefix[at]!;
    if (isProjection(step)) {
      current = beforeProjection(step, current);
      point = { at, columns: step.inputColumns, coefficients: current };
    } else if (isStretch(step)) current = current.map((value, j) => value / step.scales[j]!);
    else break;
  }
  const front = prefix.slice(0, point.at);
  const x = FeatureMatrix.from(through(front, background.data));
  const means = point.columns.map((name) => meanOf(x.column(name)));
  const z = FeatureMatrix.from(through(prefix.slice(point.at), x));
  const base = model.inputColumns.reduce((sum, name, j) => sum + coefficients[j]! * meanOf(z.column(name)), intercept);
  const { sources, gather } = gathering(point.columns, sharesThrough(front, fitted.inputColumns));
  return {
    sources,
    base,
    of: (rows) => {
      const values = FeatureMatrix.from(through(front, rows));
      return gather(values.rows, (j) =>
        Float64Array.from(values.column(point.columns[j]!), (value) => point.coefficients[j]! * (value - means[j]!)),
      );
    },
  };
}

/** Coefficients and intercept towards a class: of two classes the model has one row, for the second. */
function towards(
  { coefficients, intercepts, classes }: Step,
  positive: Label,
): { coefficients: Float64Array; intercept: number } {
  const at = classes!.indexOf(positive);
  const single = coefficients!.rows === 1;
  const sign = single && at === 0 ? -1 : 1;
  const row = coefficients!.take([single ? 0 : at]).toRows()[0]!;
  return {
    coefficients: Float64Array.from(row, (value) => sign * value),
    intercept: sign * intercepts![single ? 0 : at]!,
  };
}

function beforeProjection(
  step: Step & Required<Pick<Step, "components" | "explainedVariance">>,
  behind: Float64Array,
): Float64Array {
  const out = new Float64Array(step.inputColumns.length);
  step.components.toRows().forEach((row, c) => {
    const size = step.params?.whiten === true ? behind[c]! / Math.sqrt(step.explainedVariance[c]!) : behind[c]!;
    for (let j = 0; j < out.length; j++) out[j]! += size * row[j]!;
  });
  return out;
}

/** Sums what columns add by their sources. */
function gathering(
  columns: readonly string[],
  shares: ReadonlyMap<string, Shares>,
): { sources: readonly string[]; gather: (rows: number, column: (j: number) => ArrayLike<number>) => Float64Array } {
  const positions = new Map<string, number>();
  const parts = columns.map((name) =>
    Array.from(shares.get(name) ?? new Map([[name, 1]]), ([source, share]) => {
      const at = positions.get(source) ?? positions.size;
      positions.set(source, at);
      return [at, share] as const;
    }),
  );
  const width = positions.size;
  return {
    sources: [...positions.keys()],
    gather: (rows, column) => {
      const out = new Float64Array(rows * width);
      parts.forEach((part, j) => {
        const values = column(j);
        for (const [at, share] of part) for (let i = 0; i < rows; i++) out[i * width + at]! += share * values[i]!;
      });
      return out;
    },
  };
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
