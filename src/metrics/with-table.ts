import type { Table } from "apache-arrow";
import { FeatureMatrix } from "../matrix/index.js";

/** What can be had as a Table. */
export interface Tabular {
  /** The same as a Table. */
  toTable(): Table;
}

/** Lets a result be had as a Table of numbers. What is added is not enumerable: the result compares, spreads and stringifies as before. */
export function withTable<T extends object>(
  result: T,
  columns: () => Readonly<Record<string, readonly number[]>>,
): T & Tabular {
  const toTable = (): Table => FeatureMatrix.fromColumns({ ...columns() }).toTable();
  return Object.defineProperty(result, "toTable", { value: toTable, configurable: true, writable: true }) as T &
    Tabular;
}
