import { KindredError } from "../errors/index.js";
import type { DataInput } from "../estimator/index.js";
import { FeatureMatrix, isTable, type Labels, labelAt, type MatrixLike } from "../matrix/index.js";
import type { BothIds } from "./look-alike.js";

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
export function twinRows(
  overlap: "none" | BothIds | undefined,
  population: number,
  customers: number,
  where: string,
): ReadonlyMap<number, number> {
  const twins = new Map<number, number>();
  if (overlap === undefined || overlap === "none") return twins;
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
  const rowOf = new Map<unknown, number>();
  for (let i = customers - 1; i >= 0; i--) rowOf.set(labelAt(overlap.customers, i), population + i);
  for (let i = 0; i < population; i++) {
    const row = rowOf.get(labelAt(overlap.population, i));
    if (row !== undefined) twins.set(i, row);
  }
  if (twins.size < population) return twins;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: "everybody in the population is a customer",
    fix: "Pass a population that holds other people too",
  });
}
