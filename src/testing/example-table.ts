import type { Table } from "apache-arrow";
import { FeatureMatrix, plainStore } from "../matrix/index.js";

/** An Arrow Table from columns of numbers or words, null where a value is missing. */
export function tableOfColumns(columns: readonly (readonly [string, readonly (number | string | null)[]])[]): Table {
  const rows = columns[0]?.[1].length ?? 0;
  const stores = columns.map(([, values]) => {
    if (!values.some((value) => typeof value === "string"))
      return plainStore(Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))));
    const labels = [...new Set(values.filter((value) => typeof value === "string"))].sort();
    const codes = new Map(labels.map((word, code) => [word, code]));
    const data = Int32Array.from(values, (value) => (value === null ? MISSING : codes.get(value as string)!));
    return plainStore(data, { labels, missing: MISSING });
  });
  return new FeatureMatrix(
    rows,
    columns.map(([name]) => name),
    stores,
  ).toTable();
}

const MISSING = -2147483648;
