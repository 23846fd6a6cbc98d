import { tableFromIPC } from "apache-arrow";
import { SECTION_ROWS } from "../engine/reducers/index.js";
import { KindredError } from "../errors/index.js";
import {
  inputOfSource,
  type Reading,
  RowSurvey,
  refuseEmpty,
  type SurveyFacts,
  type TrainingData,
} from "../estimator/index.js";
import type { Label } from "../matrix/index.js";
import { type ColumnSchema, Schema } from "../table/index.js";
import type { Executors } from "./cluster.js";
import { queried, type Relation } from "./connect/plans.js";
import { unpack } from "./packet.js";
import { otherRows } from "./pieces.js";
import type { PackedKeys } from "./row-keys.js";
import { type StagedBlocks, stagedRows } from "./staged-rows.js";
import { KEY_COLUMN, type WorkReading } from "./work.js";

/** Rows on a cluster whose order is known. */
export interface PlacedRows {
  /** A query of all columns, and of the key of each row as `kindred_key`. */
  readonly query: string;
  readonly rows: number;
  /** What is known of the columns. */
  readonly schema: Schema;
  /** The first key of every block but the first one. */
  readonly bounds: PackedKeys;
}

/** Rows that are stored in the form that passes read, in data that another process can read. */
export interface StoredTraining extends StagedBlocks {
  readonly schema: readonly (readonly [string, ColumnSchema])[];
  readonly classes?: readonly Label[];
}

/** Rows to learn from, as they are stored. */
export function trainingOf(executors: Executors, { schema, classes, ...staged }: StoredTraining): TrainingData {
  const source = stagedRows(executors, staged);
  return { source, schema: Schema.fromJSON(schema), ...(classes === undefined ? {} : { classes }) };
}

/** Equal for rows of one query that are stored alike: those of a fold have the columns and classes of all rows. */
export function readingKey({ parts, accepts, known }: Reading): string {
  if (known === undefined) return JSON.stringify([parts, accepts]);
  const { plan, provenance } = known.source;
  return JSON.stringify([parts, accepts, plan, provenance, known.schema, known.classes]);
}

/**
 * Stores rows as blocks in the form that passes read. One pass over the query says what columns hold and packs the rows as pieces of the blocks that their keys
 * belong to; from the pieces, which are a fraction of the rows as Spark has them, blocks are put together.
 */
export async function storeTraining(
  executors: Executors,
  { query, rows, schema, bounds }: PlacedRows,
  reading: Reading,
): Promise<StoredTraining> {
  const { parts, accepts, where, known, signal } = reading;
  const withKey = schema.with({ [KEY_COLUMN]: { role: "id" } });
  const work: WorkReading = { parts: columnNamesOf(reading), accepts, where, schema: withKey.toJSON() };
  const fixed = known === undefined ? undefined : inputOfSource(known);
  const pieces = await executors.resumed(() =>
    executors.store(queried(query), { mode: "pack", plan: fixed?.plan, bounds, ...work }, "pieces", { signal }),
  );
  const partitions = Math.min(Math.ceil(rows / SECTION_ROWS), MAX_PARTITIONS);
  const surveyed = executors.resumed(async () => {
    const found = new RowSurvey(reading, schema);
    const facts = `SELECT facts FROM parquet.\`${pieces}\` WHERE facts IS NOT NULL`;
    for await (const stream of executors.read(facts, { signal }))
      for (const batch of tableFromIPC(stream).batches)
        for (const bytes of batch.getChild("facts")!) found.join(unpack<SurveyFacts>(bytes as Uint8Array));
    return found;
  });
  const keysOf = executors.resumed(() => executors.keysOf(partitions, signal));
  const [survey, keys] = await Promise.all([surveyed, keysOf]);
  const { input: found, rows: packed, classes: labels, groups } = survey.finish();
  const input = fixed ?? found;
  const classes = parts.target === undefined ? undefined : (known?.classes ?? labels);
  refuseEmpty(rows, input.plan.length, where);
  if (packed !== rows) throw otherRows(0);
  const path = await executors.resumed(() =>
    executors.store(
      inSections(pieces, keys),
      { mode: "assemble", plan: input.plan, classes: classes ?? [], groups, total: rows },
      "blocks",
      { signal },
    ),
  );
  const { plan, provenance } = input;
  return { path, plan, provenance, rows, schema: input.schema.toJSON(), ...(classes === undefined ? {} : { classes }) };
}

const MAX_PARTITIONS = 10_000;

/**
 * Pieces in the order of their blocks, those of a section in the same partition, and as few sections in a partition as there can be: `keys` are numbers that Spark
 * puts into one partition each.
 */
function inSections(pieces: string, keys: readonly number[]): Relation {
  const partitions = keys.length;
  const part = `element_at(array(${keys.map((key) => `${key}L`).join(", ")}), CAST(1 + row DIV ${SECTION_ROWS} % ${partitions} AS INT))`;
  return queried(
    `SELECT row, data FROM (SELECT /*+ REPARTITION(${partitions}, part) */ * FROM ` +
      `(SELECT row, data, ${part} AS part FROM parquet.\`${pieces}\` WHERE facts IS NULL)) SORT BY row`,
  );
}

/** The columns that hold target, weights and groups. */
function columnNamesOf({ parts, where }: Reading): WorkReading["parts"] {
  return Object.fromEntries(
    Object.entries(parts).map(([what, part]) => {
      if (typeof part === "string") return [what, part];
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `${what} is a list, and the rows are on a cluster`,
        fix: `Name the column that holds it: { ${what}: "…" }`,
      });
    }),
  );
}
