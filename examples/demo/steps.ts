import type { Table } from "apache-arrow";
import {
  ColumnFilter,
  type DataDictionary,
  DropSparseRows,
  FeatureEncoder,
  Imputer,
  KMeans,
  missingReport,
  type Origin,
  PCA,
  Pipeline,
  Recoder,
  Scaler,
  UnknownCodes,
} from "kindred";
import { placeColumns, rulesFor } from "./reference-rules.js";

/** Rows that miss more than this share of their columns are a segment of their own. */
export const SPARSE = 0.5;

/**
 * Columns of which more people than this hold one value say the same of most: of transactions that one in twelve had they make segments of those who had
 * them, whoever they are otherwise. They are described all the same.
 */
const MAX_TOP_SHARE = 0.6;

/** What comes before everything: unknown codes, columns that say two things, columns that say too little. */
export function cleaning(population: Table, dictionary: DataDictionary | undefined) {
  return new Pipeline([
    ["unknown", new UnknownCodes(dictionary === undefined ? {} : { dictionary })],
    ["recode", new Recoder({ rules: rulesFor(population.schema.fields.map(({ name }) => name)) })],
    ["filter", new ColumnFilter({ maxMissing: 0.3 })],
  ]);
}

/** From clean columns to components: what the clusterer sees. `drop` are columns about places. */
function reduction(drop: readonly string[]) {
  return [
    ["sparse", new DropSparseRows({ maxMissing: SPARSE })],
    ["near", new ColumnFilter({ drop, maxTopShare: MAX_TOP_SHARE })],
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder({ minFrequency: 0.01, nominal: "oneHot" })],
    ["scale", new Scaler({ method: "yeoJohnson" })],
    ["reduce", new PCA({ components: 0.8 })],
  ] as const;
}

/** The same without segments: components of people, to choose a number of segments by. */
export function components(drop: readonly string[]) {
  return new Pipeline(reduction(drop));
}

/** Segments of people. */
export function segments(drop: readonly string[], clusters: number, seed: number) {
  return new Pipeline([...reduction(drop), ["cluster", new KMeans({ clusters, seed })]]);
}

const asideOf = new WeakMap<Table, boolean[]>();

/** Which rows miss so much that they are set aside; a table is looked at once. */
export function asideIn(table: Table): boolean[] {
  const known = asideOf.get(table) ?? Array.from(missingReport(table).rows, (missing) => missing > SPARSE);
  asideOf.set(table, known);
  return known;
}

/** The segment of each row; null for those set aside. */
export function labelsOf(model: { predict(table: Table): ArrayLike<number> }, table: Table): (number | null)[] {
  const aside = asideIn(table);
  return Array.from(model.predict(table), (label, i) => (aside[i] ? null : label));
}

/**
 * Columns about places, by their level where it is known and by their name else: there are more of them than of all others, they repeat each other, and
 * segments of people become segments of places.
 */
export function aboutPlaces(
  provenance: readonly Origin[],
  columns: readonly string[],
  dictionary: DataDictionary | undefined,
): string[] {
  const near = /person|household/i;
  return columns.filter((name, j) => {
    const source = provenance[j]!.sources[0] ?? name;
    const level = dictionary?.column(source)?.level;
    return level === undefined || level === "Other" ? placeColumns.test(source) : !near.test(level);
  });
}
