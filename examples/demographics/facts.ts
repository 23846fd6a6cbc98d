import { readFileSync } from "node:fs";

/** The files of the reference case. The order numbers their random streams. */
export const FILES = ["population", "customers", "mailing", "test"] as const;
/** One of the four files. */
export type FileName = (typeof FILES)[number];

/** A code as a file holds it: a number, or a word. */
export type Code = number | string;

/** What is published about a column: names, codes and aggregate shares; no row of any real file. */
export interface ColumnFacts {
  readonly name: string;
  readonly family: string;
  readonly type: "id" | "ordinal" | "nominal" | "binary" | "numeric" | "mixed" | "date" | "target";
  /** Whom a value describes: a person, a household, a building, an area. */
  readonly level?: string;
  readonly codes?: readonly number[];
  readonly words?: readonly string[];
  /** Whole numbers from the first to the last. */
  readonly range?: readonly [number, number];
  /** Codes that the value dictionary calls unknown. */
  readonly unknown?: readonly Code[];
  /** Codes that mean unknown although the value dictionary does not list them. */
  readonly unknownElsewhere?: readonly Code[];
  readonly noActivity?: readonly Code[];
  /** Share of empty cells among the population and among customers. */
  readonly missing?: readonly [number, number];
  /** Share of empty cells and unknown codes together; the customers' share is not always known. */
  readonly missingOrUnknown?: readonly [number, number?];
  /** Of the cells that are not empty, unknown codes included. */
  readonly mean?: number;
  readonly deviation?: number;
  readonly min?: number;
  readonly max?: number;
  /** The name in the value dictionary, where it is another one. */
  readonly dictionaryName?: string;
  readonly documented?: false;
  /** Not a column of the population file. */
  readonly extra?: true;
}

/** Published counts and shares of whole files. */
export interface Published {
  readonly rows: Readonly<Record<FileName, number>>;
  readonly responses: number;
  readonly rowsMissingMoreThanHalf: { readonly population: number; readonly customers: number };
  readonly rowsMissingMoreThan50: { readonly population: number; readonly customers: number; readonly mailing: number };
  /** Share of eight segments in the population and among customers. */
  readonly segmentShares: readonly (readonly [number, number])[];
  readonly entryDates: Readonly<Record<string, number>>;
  readonly nearConstant: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const document = JSON.parse(readFileSync(new URL("./columns.json", import.meta.url), "utf8")) as {
  published: Published;
  columns: ColumnFacts[];
};

/** Published aggregates. */
export const published: Published = document.published;
/** Every column of the four files: 366 of the population, then the extra ones. */
export const columnFacts: readonly ColumnFacts[] = document.columns;
