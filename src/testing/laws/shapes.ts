import type { Table } from "apache-arrow";
import type { RowRecord } from "../../estimator/index.js";
import { FeatureMatrix, isTable } from "../../matrix/index.js";
import type { Source } from "../../table/index.js";
import { namesOf, rowsOf, selectRows } from "../example-data.js";
import { tableOfColumns } from "../example-table.js";
import { plainRows, type Subject } from "../subject.js";

/** The example as numbers alone. */
export function numbersOf(subject: Subject): FeatureMatrix {
  const { data } = subject.example();
  if (!isTable(data)) return data as FeatureMatrix;
  const table = data as Table;
  const names = namesOf(data).filter((name) => name !== "zone");
  return FeatureMatrix.from(names.length === 0 ? [] : table.select(names));
}

/** Rows as records, null where a value is missing. */
export function recordsOf(data: Table | FeatureMatrix): RowRecord[] {
  const names = namesOf(data);
  return plainRows(data).map((row) =>
    Object.fromEntries(names.map((name, j) => [name, (Number.isNaN(row[j]) ? null : row[j]) as number | null])),
  );
}

/** The columns turned round, with one more. */
export function reversedWithExtra(data: Table | FeatureMatrix): Table | FeatureMatrix {
  const names = namesOf(data).reverse();
  if (!isTable(data)) {
    const matrix = data as FeatureMatrix;
    const columns = Object.fromEntries([
      ["extra", new Float64Array(matrix.rows)],
      ...names.map((name) => [name, matrix.column(name)]),
    ]);
    return FeatureMatrix.fromColumns(columns as Record<string, Float64Array>);
  }
  const rows = plainRows(data);
  const all = namesOf(data);
  const columns = names.map((name): [string, (number | string | null)[]] => [
    name,
    rows.map((row) => row[all.indexOf(name)] as number),
  ]);
  return tableOfColumns([["extra", rows.map(() => "x")], ...columns]);
}

/** The data with one column renamed. */
export function renamedFirst(data: Table | FeatureMatrix, first: string): Table | FeatureMatrix {
  const names = namesOf(data);
  const changed = names.map((name) => (name === first ? `${name}_RZ` : name));
  if (!isTable(data)) return (data as FeatureMatrix).renamed(changed);
  const rows = plainRows(data);
  return tableOfColumns(changed.map((name, j) => [name, rows.map((row) => row[j] as number)]));
}

/** The rows as a source whose batches are cut where no block ends. */
export function oddBatches(data: Table | FeatureMatrix): Source {
  const rows = rowsOf(data);
  const cuts = [0, 1, 18, 19, 40, rows];
  return {
    async *open() {
      for (let k = 1; k < cuts.length; k++)
        yield selectRows(
          data,
          Array.from({ length: cuts[k]! - cuts[k - 1]! }, (_, i) => cuts[k - 1]! + i),
        );
    },
  };
}
