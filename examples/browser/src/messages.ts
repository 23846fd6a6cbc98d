import type { Schema } from "kindred";

type Level = NonNullable<ReturnType<Schema["column"]>["level"]>;

export type { Level };

/** What is known of a column once the file is read. */
export interface ColumnFacts {
  readonly name: string;
  /** Its type in words. */
  readonly type: string;
  /** What its values mean: guessed. */
  readonly level: Level;
  /** May another meaning be chosen? */
  readonly changeable: boolean;
  /** Does it look like an id? */
  readonly isId: boolean;
  /** The share of rows in which it is missing. */
  readonly missing: number;
}

/** A file that was read. */
export interface FileFacts {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
}

/** What to make segments of. */
export interface Choice {
  /** The column of ids; null where rows are numbered. */
  readonly id: string | null;
  /** The columns to use, with what their values mean. */
  readonly columns: readonly { readonly name: string; readonly level: Level }[];
}

/** How many segments `chooseClusters` advises. */
export interface Advice {
  readonly clusters: number | null;
  readonly sentence: string;
  readonly reasons: readonly string[];
}

export interface SegmentJob {
  readonly choice: Choice;
  readonly clusters: number;
  readonly customers: File | null;
}

export interface ModelJob {
  /** A model as this page or a program with kindred saved it. */
  readonly model: File;
  readonly id: string | null;
  readonly customers: File | null;
}

/** One segment as the page shows it. */
export interface SegmentFacts {
  /** Null for rows of which too little is known. */
  readonly segment: number | null;
  readonly name: string;
  readonly people: number;
  readonly share: number;
  /** Where customers are given: their number, and the index with its interval. */
  readonly customers?: number;
  readonly index?: number;
  readonly interval?: readonly [low: number, high: number];
}

/** Everything that came out. Blobs are handed over without a copy. */
export interface Results {
  readonly segments: readonly SegmentFacts[];
  readonly notes: readonly string[];
  /** The report without its style, which the page's policy would not apply, and that style. */
  readonly report: { readonly markup: string; readonly style: string };
  readonly reportFile: Blob;
  readonly labels: Blob;
  readonly customerLabels: Blob | null;
  readonly model: Blob;
}

/** What the worker does for the page: by name the argument and the answer. */
export interface Calls {
  read: [argument: File, answer: FileFacts];
  advise: [argument: Choice, answer: Advice];
  segment: [argument: SegmentJob, answer: Results];
  open: [argument: ModelJob, answer: Results];
}

export interface Progress {
  readonly step: string;
  readonly done: number;
  /** Not a number where it is unknown. */
  readonly total: number;
}

export type Request =
  | { readonly id: number; readonly call: keyof Calls; readonly argument: unknown }
  | { readonly cancel: number };

export type Response =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string; readonly cancelled: boolean };
