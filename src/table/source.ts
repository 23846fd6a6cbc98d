import { KindredError } from "../errors/index.js";
import type { FeatureMatrix } from "../matrix/index.js";
import type { TableLike } from "./table-like.js";

/** Some rows of a {@link Source}: a Table, an array of records, an object of columns, or a matrix. */
export type SourceBatch = TableLike | FeatureMatrix;

/**
 * Rows that can be read again and again, batch by batch: a file, a query, a generator. Every batch has the same columns;
 * how rows are divided into batches changes no answer. Batches of records or columns become Tables as {@link tableFrom} makes them: what a column
 * holds (numbers, text, booleans or dates) is what it held in the first batch that has values of it, and a later batch that holds something else is
 * refused. A key that a later batch lacks is missing in its rows; a key that the first batch lacks is refused.
 *
 * @example
 * ```ts
 * import { type Source, Imputer } from "kindred";
 *
 * const pages = [[{ AGE: 34, ZONE: "a" }, { ZONE: "b" }], [{ AGE: 51, ZONE: "b" }]];
 * const source: Source = { open: async function* () { for (const page of pages) yield page; } };
 * const fitted = await new Imputer().fit(source);
 * ```
 */
export interface Source {
  /** Starts again from the first row. */
  open(): AsyncIterable<SourceBatch> | Iterable<SourceBatch>;
  /** Are the rows on other machines, as many as these hold? What needs all rows in memory then refuses them. */
  readonly isRemote?: boolean;
}

/** The error of what needs all rows in memory, for rows on other machines. */
export function needsMemory(where: string): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: "it needs all rows in memory, and these are on a cluster",
    fix: "Draw as many as fit: await people.sample(100_000, { seed: 1 })",
  });
}

/** The error of what takes rows in memory and no Source. */
export function noSource(where: string): KindredError {
  return new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: "got a Source, and it takes rows in memory",
    fix: "Read them first: await tableFrom(source)",
  });
}

/** Is it a Source? What throws where it is looked at is none, and its reader says so. */
export function isSource(data: unknown): data is Source {
  try {
    return typeof data === "object" && data !== null && "open" in data && typeof data.open === "function";
  } catch {
    return false;
  }
}
