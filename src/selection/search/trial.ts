import type { Table } from "apache-arrow";
import { checksumOf, encode, type Json } from "../../document/index.js";
import { hashed } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import type { Training } from "../../estimator/index.js";
import { valueAt } from "../../matrix/index.js";
import { tableFromRows } from "../../table/index.js";
import type { FoldedData } from "../split/split.js";
import type { Candidate } from "./space.js";

/** One candidate, learned and scored in every fold. Plain JSON. */
export interface Trial {
  /** The hyper-parameters by path. */
  readonly params: { readonly [path: string]: Json };
  /** The share of each fold's training rows that it learned from. */
  readonly share: number;
  /** Every score by its name, one value a fold; empty where learning failed. */
  readonly scores: { readonly [name: string]: readonly number[] };
  /** Why learning failed, where it did. */
  readonly error?: string;
}

/** What a way of searching works with: it is given candidates' scores for candidates. */
export interface CandidateTrials {
  /** All trials so far, in the order in which they were asked for. */
  readonly trials: Trial[];
  /** Is the time over? The first trial is always run. */
  readonly spent: boolean;
  /** Why learning failed where it did so first. */
  readonly failure: KindredError;
  /** What was tried in a trial. */
  candidateOf(trial: Trial): Candidate;
  /** The trials of some candidates, in their order; fewer where the time is over. */
  run(candidates: readonly Candidate[], share?: number): Promise<Trial[]>;
  /** No more trials are run. */
  close(): void;
}

/** A trial as a log holds it. */
export interface LoggedTrial extends Trial {
  /** What was searched over which rows: a log counts for the same search over the same rows alone. */
  readonly study: string;
  /** How long it took. */
  readonly seconds: number;
}

/** A trial of a log as the search has it. */
export function trialOf({ params, share, scores, error }: LoggedTrial): Trial {
  return { params, share, scores, ...(error === undefined ? {} : { error }) };
}

/** The hyper-parameters of a candidate as JSON. */
export function paramsOf(candidate: Candidate, where: string): Trial["params"] {
  return encode({ ...candidate }, where) as Trial["params"];
}

/** Equal for trials of the same candidate under the same circumstances. */
export function trialKey({ params, share }: Pick<Trial, "params" | "share">): string {
  return JSON.stringify([Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)), share]);
}

/** The mean of a score over folds; NaN where learning failed. */
export function meanOf({ scores }: Trial, name: string): number {
  const values = scores[name] ?? [];
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard error of that mean, as if folds were independent. */
export function errorOf(trial: Trial, name: string): number {
  const values = trial.scores[name] ?? [];
  const mean = meanOf(trial, name);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length);
}

/** Was the candidate learned, and does its score mean anything? */
export function hasScore(trial: Trial, name: string): boolean {
  return trial.error === undefined && !Number.isNaN(meanOf(trial, name));
}

/** The trial with the highest mean among those of the largest share of rows, the first of ties. One without a score is best only where all are. */
export function bestOf(trials: readonly Trial[], name: string): Trial {
  const scored = trials.filter((trial) => hasScore(trial, name));
  const among = scored.length > 0 ? scored : trials;
  const share = Math.max(...among.map((trial) => trial.share));
  return ranked(
    among.filter((trial) => trial.share === share),
    name,
  )[0]!;
}

/** The best first, those without a score last: they failed, or their score is NaN. */
export function ranked(trials: readonly Trial[], name: string): Trial[] {
  const value = (trial: Trial): number => meanOf(trial, name);
  const scored = trials.filter((trial) => hasScore(trial, name));
  return [
    ...scored.sort((a, b) => (value(a) === value(b) ? 0 : value(b) - value(a))),
    ...trials.filter((trial) => !hasScore(trial, name)),
  ];
}

/** One row a trial: what was tried, how it did in the mean with its standard error, and in each fold. */
export function trialTable(trials: readonly Trial[], names: readonly string[]): Table {
  const paths = [...new Set(trials.flatMap(({ params }) => Object.keys(params)))];
  const folds = Math.max(...trials.map(({ scores }) => scores[names[0]!]?.length ?? 0));
  const numbers = Array.from({ length: folds }, (_, k) => k);
  const columns = [
    "trial",
    ...paths,
    "share",
    ...names.flatMap((name) => [name, `${name}.standardError`, ...numbers.map((k) => `${name}.fold${k + 1}`)]),
    "error",
  ];
  return tableFromRows(
    columns,
    trials.map((trial, i) => [
      i,
      ...paths.map((path) => cell(trial.params[path])),
      trial.share,
      ...names.flatMap((name) => [
        meanOf(trial, name),
        errorOf(trial, name),
        ...numbers.map((k) => trial.scores[name]?.[k] ?? Number.NaN),
      ]),
      trial.error ?? null,
    ]),
  );
}

function cell(value: Json | undefined): string | number | null {
  if (typeof value === "number" || typeof value === "string") return value;
  return value === undefined ? null : JSON.stringify(value);
}

/** Names what is searched over which rows: the estimator, the scores, the folds, the labels and a sample of the rows. */
export function studyOf(estimator: Json, scores: readonly string[], { training, block, folds }: FoldedData): string {
  const cells = block.x.stores.map((store) => {
    const step = Math.max(1, Math.floor(block.x.rows / 97));
    let hash = 0;
    for (let i = 0; i < block.x.rows; i += step) hash = hashed(hash, String(valueAt(store, i)));
    return hash;
  });
  return checksumOf({
    estimator,
    scores: [...scores],
    folds: folds.map(({ train, test }) => hashed(train.join(), test.join())),
    rows: block.x.rows,
    target: hashed(block.y!.join(), block.w?.join() ?? ""),
    classes: [...training.classes!],
    columns: [...block.x.columns],
    cells,
  });
}

/** Every trial has a score that is NaN. */
export function noScore(where: string, name: string): KindredError {
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the score "${name}" is NaN for every candidate`,
    fix: "Use a score that every fold gives a number, or fewer folds",
  });
}

/** No trial of a log that is all there is had a score: says why the first has none. */
export function allFailed(where: string, trials: readonly Trial[]): KindredError {
  const failed = trials.find(({ error }) => error !== undefined);
  return new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `no candidate could be learned; the first says: ${failed?.error ?? "nothing was tried"}`,
    fix: "Correct the estimator or the space",
  });
}

/** Options of a search's `fit` beside those of every fit. */
export interface SearchLog {
  /** Trials of an earlier run: those of the same search over the same rows are not run again. */
  readonly log?: readonly LoggedTrial[];
  /** Called after each trial: write it down, and give it back as `log`. */
  readonly onTrial?: (trial: LoggedTrial) => void;
}

/** The log that a fit was given. */
export function logOf({ options }: Training): SearchLog {
  return options as SearchLog;
}
