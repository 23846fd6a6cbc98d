import type { Table } from "apache-arrow";
import { KindredError, listed } from "../errors/index.js";
import type { DataInput } from "../estimator/index.js";
import { concatRows, FeatureMatrix, isTable, type MatrixLike } from "../matrix/index.js";
import { type SelectableRows, selectableOf } from "../selection/index.js";
import { columnNames, planFrom, readTable, Schema, startSurvey, surveyTable } from "../table/index.js";

/** Files one below the other. */
export interface Stacked {
  /** All rows, those of the first file first, in the columns that every file has; selected as what came in. */
  readonly data: SelectableRows;
  /** Columns that some file lacks, and columns that are no features. */
  readonly aside: readonly string[];
}

/** A guess at what is an id looks at this many rows. */
const GUESS_ROWS = 10_000;

/**
 * Files of the same people's columns one below the other, each column in one storage for all of them. Columns that some file lacks stay aside, and
 * so do ids: those of another file would tell the files apart.
 */
export function stacked(parts: readonly DataInput[], where: string): Stacked {
  const tables = parts.filter((part): part is Table => isTable(part));
  if (tables.length === parts.length) return stackedTables(tables, where);
  if (tables.length > 0)
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: "some files are Tables and some are numbers",
      fix: "Pass all of them in the same form",
    });
  const matrices = parts.map((part) => FeatureMatrix.from(part as MatrixLike));
  const names = matrices[0]!.columns.filter((name) => matrices.every(({ columns }) => columns.includes(name)));
  demandColumns(names, where);
  const block = concatRows(
    matrices.map((matrix) => {
      const at = names.map((name) => matrix.columns.indexOf(name));
      return new FeatureMatrix(
        matrix.rows,
        names,
        at.map((j) => matrix.stores[j]!),
        at.map((j) => matrix.provenance[j]!),
      );
    }),
  );
  const every = new Set(matrices.flatMap(({ columns }) => columns));
  return { data: selectableOf(block, undefined), aside: [...every].filter((name) => !names.includes(name)) };
}

function stackedTables(tables: readonly Table[], where: string): Stacked {
  const [first] = tables as [Table];
  const columns = tables.map(columnNames);
  const schema = Schema.of(first);
  const guessed = Schema.infer(first.slice(0, GUESS_ROWS));
  const isFeature = (name: string): boolean => (guessed.column(name).role ?? "feature") === "feature";
  const names = columns[0]!.filter((name) => isFeature(name) && columns.every((others) => others.includes(name)));
  demandColumns(names, where);
  const surveys = new Map(names.map((name) => [name, startSurvey()]));
  for (const table of tables) surveyTable(table, surveys, where);
  const plan = names.map((name) => planFrom(name, surveys.get(name)!));
  const block = concatRows(tables.map((table) => readTable(table, plan, where)));
  return {
    data: selectableOf(block, schema),
    aside: [...new Set(columns.flat())].filter((name) => !names.includes(name)),
  };
}

function demandColumns(names: readonly string[], where: string): void {
  if (names.length > 0) return;
  throw new KindredError({
    code: "MISSING_COLUMN",
    where,
    problem: "the files have no column in common that is a feature",
    fix: "Pass files with the same columns",
  });
}

/** One sentence on the columns that stay aside, where there are any. */
export function asideNote(aside: readonly string[]): string[] {
  if (aside.length === 0) return [];
  return [`Left aside, since a file lacks them or they are no features: ${listed(aside)}.`];
}
