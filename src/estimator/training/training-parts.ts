import type { Table } from "apache-arrow";
import type { RowSource } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { type ColumnPlan, type FeatureMatrix, type Label, planOf } from "../../matrix/index.js";
import { columnNames, matrixFromTable, planOfTable, type Schema } from "../../table/index.js";
import type { FitOptions } from "../define/options.js";
import { type Accepts, type DataInput, type InputSchema, schemaOf } from "./input.js";

/** What `fit` was given, as rows to learn from. */
export interface TrainingSource {
  readonly source: RowSource;
  readonly input: InputSchema;
  /** The distinct labels, where there is a target. */
  readonly classes?: readonly Label[];
}

/** Roles of columns that are never features. */
const ASIDE: ReadonlySet<string> = new Set(["id", "target", "weight", "group", "time"]);

/** Which part of the data is what. */
export type TrainingParts = Pick<FitOptions, "target" | "sampleWeight" | "groups">;

/** Refuses data without rows or without features. */
export function refuseEmpty(rows: number, columns: number, where: string): void {
  if (rows > 0 && columns > 0) return;
  throw new KindredError({
    code: "EMPTY_INPUT",
    where,
    problem: rows === 0 ? "there are no rows to learn from" : "there are no feature columns to learn from",
    fix: rows === 0 ? "Pass at least one row" : "Pass at least one column that is a feature",
  });
}

/** Which columns are features: those that have no other part, named here or by their role. */
export function featuresOf(parts: TrainingParts, schema: Schema): (name: string) => boolean {
  const aside = new Set(Object.values(parts).filter((part): part is string => typeof part === "string"));
  return (name) => !aside.has(name) && !ASIDE.has(schema.column(name).role ?? "feature");
}

/** The features of data in memory. */
export async function inputSchema(
  data: DataInput,
  all: FeatureMatrix | undefined,
  parts: TrainingParts,
  accepts: Accepts,
  where: string,
  yieldNow: () => Promise<void>,
): Promise<InputSchema> {
  const schema = schemaOf(data);
  const isFeature = featuresOf(parts, schema);
  if (all !== undefined) {
    const chosen = all.columns.flatMap((name, j) => (isFeature(name) ? [j] : []));
    const plan = planOf(all);
    return { plan: chosen.map((j) => plan[j]!), provenance: chosen.map((j) => all.provenance[j]!), schema };
  }
  const names = columnNames(data as Table).filter(isFeature);
  if (accepts === "matrix") matrixFromTable((data as Table).select(names), where);
  const plan: ColumnPlan[] = [];
  for (const name of names) {
    plan.push(...planOfTable(data as Table, [name], where));
    await yieldNow();
  }
  return { plan, provenance: names.map((name) => ({ sources: [name] })), schema };
}

/** A weight that a row may have. */
export function checkedWeight(weight: number, row: number, where: string): number {
  if (weight >= 0 && Number.isFinite(weight)) return weight;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `the weight of row ${row} is ${weight}`,
    fix: "Use finite weights of at least 0",
    got: weight,
  });
}

/** Says that something has not one value a row. */
export function wrongLength(what: string, got: number, expected: number, where: string): KindredError {
  return new KindredError({
    code: "WRONG_LENGTH",
    where,
    problem: `${what} has ${got} values for ${expected} rows`,
    fix: "Give one value a row",
    expected,
    got,
  });
}
