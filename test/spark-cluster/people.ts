import type { Table } from "apache-arrow";
import { inject } from "vitest";
import { FeatureEncoder, Imputer, KMeans, PCA, Pipeline, Scaler, Schema } from "../../src/index.js";
import { type SparkSource, type SparkSourceOptions, sparkSource } from "../../src/spark/index.js";

/** Codes with gaps, amounts, words and an answer that hangs on them. */
export function people(rows: number, partitions = 3): string {
  return `
  SELECT id AS LNR,
    CASE WHEN id % 7 = 3 THEN NULL ELSE CAST(1 + (id * 2654435761 % 9) AS INT) END AS AGE,
    CAST(sin(id) AS DOUBLE) AS AMOUNT,
    CAST(cos(id * 0.37) * 5 AS FLOAT) AS RATE,
    element_at(array('x', 'y', 'z', 'w'), CAST(1 + id % 4 AS INT)) AS ZONE,
    CASE WHEN id * 2654435761 % 9 > 4 THEN 'yes' ELSE 'no' END AS ANSWER
  FROM range(0, ${rows}, 1, ${partitions})`;
}

export const prepare = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;

/** Segments whose learning passes over the rows some thirty times. */
export const segments = new Pipeline([
  ...prepare,
  ["reduce", new PCA({ components: 3 })],
  ["cluster", new KMeans({ clusters: 3, seed: 1, starts: 1, maxIterations: 3 })],
]);

/** What is known of the columns of people. */
export const answer: Schema = new Schema().with({ ANSWER: { role: "target" } });
const roles = answer.with({ LNR: { role: "id" } });

/** A query on the cluster of the tests. Executors run the package as it is built. */
export function source(
  query: string,
  options: Partial<SparkSourceOptions> = {},
  address: string = inject("spark").address,
): Promise<SparkSource> {
  const { folder } = inject("spark");
  return sparkSource(address, query, { rowId: "LNR", stage: `${folder}/stage`, schema: answer, ...options });
}

/** All rows of a source in memory. */
export async function read(people: SparkSource): Promise<Table> {
  const tables: Table[] = [];
  for await (const table of people.open()) tables.push(table);
  const [first, ...rest] = tables;
  return roles.attach(first!.concat(...rest));
}
