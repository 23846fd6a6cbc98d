import { type Program, type ProjectOperation, runProgram } from "../engine/program/index.js";
import { type ScoreTrees, scoreContributions } from "../engine/trees/index.js";
import { KindredError } from "../errors/index.js";
import { alignInput, type DataInput, type Fitted } from "../estimator/index.js";
import { emptyMatrix, type FeatureMatrix, type Label } from "../matrix/index.js";
import { beforeLinear } from "./before-linear.js";
import type { HeldRows } from "./held-rows.js";
import { type RawScore, rawScoresOf } from "./raw-scores.js";
import { type Described, describedAfter, describedInput, type Shares } from "./shares.js";

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

/** What every part of an explanation reads. */
interface Explained {
  readonly input: Described;
  /** The outputs whose weighted sum is the score asked for. */
  readonly terms: readonly ScoreTerm[];
  /** Rows as a program makes them, from people as they come. */
  run(program: Program, rows: DataInput): FeatureMatrix;
  readonly background: DataInput;
  readonly first: DataInput;
}

interface ScoreTerm {
  readonly output: number;
  readonly weight: number;
}

/**
 * How to get contributions out of a model, from the program that it predicts by: exact Shapley values of trees, else weights and a background
 * that they are measured from.
 */
export function contributorOf(
  fitted: Fitted,
  classes: readonly Label[],
  positive: Label,
  background: HeldRows,
): Contributor {
  const { predictor = [] }: Partial<Fitted> = fitted;
  const parts = rawScoresOf(predictor);
  if (parts.length === 0)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: WHERE,
      problem: `the score of a fitted ${fitted.kind} is neither a weighted sum of columns nor a sum of trees`,
      fix: "Ask permutationImportance, which works for every classifier, or explain each of the models that it is made of",
    });
  const { plan, provenance } = fitted.spec.input;
  const input = describedInput(emptyMatrix(plan, provenance));
  const at = classes.indexOf(positive);
  const sign = classes.length === 2 && at === 0 ? -1 : 1;
  const all = parts.map((part) => {
    const one = ofPart(part, {
      input,
      terms: termsOf(part, at, classes.length),
      run: (program, rows) =>
        runProgram(program, { x: alignInput(rows, fitted.spec.input, fitted.accepts, WHERE), row: 0 }),
      background: background.data,
      first: background.take(Int32Array.of(0)).data,
    });
    const { slope, shift } = part;
    if (slope === 1 && shift === 0) return one;
    return {
      sources: one.sources,
      base: slope * one.base + sign * shift,
      of: (rows: DataInput) => one.of(rows).map((value) => slope * value),
    };
  });
  return all.length === 1
    ? all[0]!
    : meanContributor(
        all,
        parts.map(({ share }) => share),
      );
}

/** Which outputs make the score of a class: the log odds of one of two classes, or the class's own score among several. */
function termsOf({ score }: RawScore, at: number, classes: number): readonly ScoreTerm[] {
  if (score.names.length === 1) return [{ output: 0, weight: at === 0 ? -1 : 1 }];
  const own = { output: at, weight: 1 };
  return classes === 2 ? [own, { output: 1 - at, weight: -1 }] : [own];
}

/** The weighted mean of what several models' contributions are; a source that one of them does not know adds nothing there. */
function meanContributor(all: readonly Contributor[], shares: readonly number[]): Contributor {
  const sources = [...new Set(all.flatMap((one) => one.sources))];
  return {
    sources,
    base: all.reduce((sum, { base }, m) => sum + shares[m]! * base, 0),
    of: (rows) => {
      let out: Float64Array | undefined;
      all.forEach((one, m) => {
        const values = one.of(rows);
        const width = one.sources.length;
        const places = one.sources.map((source) => sources.indexOf(source));
        out ??= new Float64Array((values.length / width) * sources.length);
        for (let i = 0; i < values.length; i++)
          out[Math.floor(i / width) * sources.length + places[i % width]!]! += shares[m]! * values[i]!;
      });
      return out!;
    },
  };
}

function ofPart({ front, score }: RawScore, explained: Explained): Contributor {
  return score.op === "trees" ? treeContributor(front, score, explained) : linearContributor(front, score, explained);
}

function treeContributor(front: Program, score: ScoreTrees, { input, terms, run, first }: Explained): Contributor {
  const after = describedAfter(front, input);
  const { columns } = after.x;
  const width = columns.length + 1;
  const { sources, gather } = gathering(columns, after.shares);
  const explain = (rows: DataInput): Float64Array => {
    const values = run(front, rows).toDense();
    const out = new Float64Array((values.length / columns.length) * width);
    for (const { output, weight } of terms)
      scoreContributions(score, output, values, columns.length).forEach((value, k) => {
        out[k]! += weight * value;
      });
    return out;
  };
  return {
    sources,
    base: explain(first)[columns.length]!,
    of: (rows) => {
      const found = explain(rows);
      return gather(found.length / width, (i, j) => found[i * width + j]!);
    },
  };
}

/** Weights go back, exactly, through all that is linear before them: to where a column has one source, as a rule. */
function linearContributor(
  front: Program,
  { weights, bias, center, names }: ProjectOperation,
  { input, terms, run, background }: Explained,
): Contributor {
  const outputs = names.length;
  const own = new Float64Array(weights.length / outputs);
  let intercept = 0;
  for (const { output, weight } of terms) {
    for (let j = 0; j < own.length; j++) own[j]! += weight * weights[j * outputs + output]!;
    intercept += weight * bias[output]!;
  }
  if (center !== undefined) for (let j = 0; j < own.length; j++) intercept -= own[j]! * center[j]!;
  const back = beforeLinear(front, own, input);
  const behind = describedAfter(front.slice(0, back.at), input);
  const { columns } = behind.x;
  const x = run(front.slice(0, back.at), background);
  const means = columns.map((_, j) => meanOf(x.column(j)));
  const z = runProgram(front.slice(back.at), { x, row: 0 });
  const base = own.reduce((sum, weight, j) => sum + weight * meanOf(z.column(j)), intercept);
  const { sources, gather } = gathering(columns, behind.shares);
  return {
    sources,
    base,
    of: (rows) => {
      const values = run(front.slice(0, back.at), rows);
      const held = columns.map((_, j) => values.column(j));
      return gather(values.rows, (i, j) => back.weights[j]! * (held[j]![i]! - means[j]!));
    },
  };
}

/** Sums what columns add by their sources. */
function gathering(
  columns: readonly string[],
  shares: ReadonlyMap<string, Shares>,
): { sources: readonly string[]; gather: (rows: number, value: (i: number, j: number) => number) => Float64Array } {
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
    gather: (rows, value) => {
      const out = new Float64Array(rows * width);
      parts.forEach((part, j) => {
        for (const [at, share] of part) for (let i = 0; i < rows; i++) out[i * width + at]! += share * value(i, j);
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
