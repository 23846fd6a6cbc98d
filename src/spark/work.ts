import type { Program } from "../engine/program/index.js";
import type { Columns, RemotePass, RemoteSummary } from "../engine/rows/index.js";
import type { Accepts, RowParts } from "../estimator/index.js";
import type { ColumnPlan, Label } from "../matrix/index.js";
import type { ColumnSchema } from "../table/index.js";
import type { Answering } from "./answers.js";
import type { PackedKeys } from "./row-keys.js";

/** The column of a query that says where a row is in the order: a whole number, or a text. */
export const KEY_COLUMN = "kindred_key";
/** Rows that are stored together: a multiple of the rows of every reducer's blocks, and a part of a section. */
export const STORED_ROWS = 32_768;

/** What is read beside features, by columns, and how. */
export interface WorkReading {
  readonly parts: { readonly [K in keyof RowParts]: string };
  readonly accepts: Accepts;
  readonly where: string;
  readonly schema: readonly (readonly [string, ColumnSchema])[];
}

/** What a Node process on an executor is to do with the batches of a partition. */
export type Work =
  /** Says what columns hold, and packs rows in any order as pieces of the blocks that they belong to. */
  | ({
      readonly mode: "pack";
      /** The columns, where they are known. */
      readonly plan: readonly ColumnPlan[] | undefined;
      /** The first key of every block but the first one. */
      readonly bounds: PackedKeys;
    } & WorkReading)
  /** Stores blocks, given their pieces. */
  | {
      readonly mode: "assemble";
      readonly plan: readonly ColumnPlan[];
      readonly classes: readonly Label[];
      readonly groups: readonly Label[];
      /** How many rows there are in all. */
      readonly total: number;
    }
  /** Adds up stored blocks, section by section. What is kept for every row comes beside the blocks, and goes out block by block. */
  | ({ readonly mode: "reduce"; readonly columns: Columns } & Omit<RemotePass, "signal" | "onRows" | "rowState"> & {
        /** Bytes kept for every row; zero where they do not come with the blocks. */
        readonly bytesPerRow: number | undefined;
      })
  /** Answers about rows as the query gives them. */
  | (Answering & {
      readonly mode: "score";
      readonly plan: readonly ColumnPlan[];
      readonly refusesMissing: boolean;
      readonly where: string;
    })
  /** Summarizes stored blocks, section by section. */
  | ({ readonly mode: "summarize"; readonly columns: Columns } & Omit<RemoteSummary, "signal" | "onRows">)
  /** Gives chosen rows of stored blocks, after a program. */
  | {
      readonly mode: "pick";
      readonly columns: Columns;
      readonly program: Program;
      readonly plan: readonly ColumnPlan[];
      /** The numbers of the rows, rising. */
      readonly chosen: Float64Array;
    }
  /** Stores what a program makes of stored blocks. */
  | {
      readonly mode: "keep";
      readonly columns: Columns;
      readonly program: Program;
      readonly plan: readonly ColumnPlan[];
    };

/** One result of a Node process: which rows it is of, and what it is; or what is kept for these rows, or what packed ones hold. */
export interface WorkResult {
  readonly row: number;
  readonly rows: number;
  readonly data: Uint8Array;
  readonly state?: Uint8Array;
}
