import { KindredError } from "../errors/index.js";
import type { DataInput } from "../estimator/index.js";
import { FeatureMatrix, isTable, type Label, type Labels, type MatrixLike } from "../matrix/index.js";
import { foundIds, idAt } from "../table/index.js";
import type { BothIds } from "./look-alike-options.js";

/** How many rows a file has. */
export function rowsOf(data: DataInput, what: string, where: string): number {
  const rows = isTable(data) ? data.numRows : FeatureMatrix.from(data as MatrixLike).rows;
  if (rows > 0) return rows;
  throw new KindredError({
    code: "EMPTY_INPUT",
    where,
    problem: `${what} has no rows`,
    fix: "Pass at least as many people as folds",
  });
}

/** For each row of the population that is a customer, the row of that customer, counted behind the population. */
export function duplicateRows(
  overlap: "none" | BothIds | undefined,
  population: number,
  customers: number,
  where: string,
): ReadonlyMap<number, number> {
  const duplicates = new Map<number, number>();
  if (overlap === undefined || overlap === "none") return duplicates;
  const checked = (ids: Labels, what: string, rows: number): void => {
    if (ids.length === rows) return;
    throw new KindredError({
      code: "WRONG_LENGTH",
      where,
      problem: `overlap.${what} has ${ids.length} ids for ${rows} rows`,
      fix: "Give one id a row",
      expected: rows,
      got: ids.length,
    });
  };
  checked(overlap.population, "population", population);
  checked(overlap.customers, "customers", customers);
  const rowOf = new Map<Label, number>();
  for (let i = customers - 1; i >= 0; i--) {
    const id = idAt(overlap.customers, i);
    if (id !== null) rowOf.set(id, population + i);
  }
  const people = Array.from({ length: population }, (_, i) => idAt(overlap.population, i));
  const known = new Set(people.filter((id) => id !== null));
  foundIds(
    { name: "ids of overlap.population", ids: known },
    { name: "overlap.customers", ids: rowOf.keys() },
    where,
    overlap.spelling,
  );
  people.forEach((id, i) => {
    const row = id === null ? undefined : rowOf.get(id);
    if (row !== undefined) duplicates.set(i, row);
  });
  if (duplicates.size < population) return duplicates;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: "everybody in the population is a customer",
    fix: "Pass a population that holds other people too",
  });
}
