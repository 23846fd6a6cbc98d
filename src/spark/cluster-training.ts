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
import { type StagedBlocks, stagedRows } from "./staged-rows.js";
import { ROW_COLUMN, type WorkReading } from "./work.js";

/** Rows on a cluster whose places in the order are known. */
export interface NumberedRows {
  /** A query of all columns, and of the number of each row as `kindred_row`. */
  readonly query: string;
  readonly rows: number;
  /** What is known of the columns. */
  readonly schema: Schema;
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

/** Surveys numbered rows, and stores them as blocks in the form that passes read. */
export async function storeTraining(
  executors: Executors,
  { query, rows, schema }: NumberedRows,
  reading: Reading,
): Promise<StoredTraining> {
  const { parts, accepts, where, known, signal } = reading;
  const withNumber = schema.with({ [ROW_COLUMN]: { role: "id" } });
  const work: WorkReading = { parts: columnNamesOf(reading), accepts, where, schema: withNumber.toJSON() };
  const survey = await executors.resumed(async () => {
    const found = new RowSurvey(reading, schema);
    for await (const { data } of executors.perform(queried(query), { mode: "survey", ...work }, { signal }))
      found.join(unpack<SurveyFacts>(data));
    return found;
  });
  const { input: found, classes: labels, groups } = survey.finish();
  const input = known === undefined ? found : inputOfSource(known);
  const classes = parts.target === undefined ? undefined : (known?.classes ?? labels);
  refuseEmpty(rows, input.plan.length, where);
  const path = await executors.resumed(async () =>
    executors.store(
      await inSections(executors, query, rows, signal),
      { mode: "stage", plan: input.plan, classes, groups, ...work },
      "blocks",
      { signal },
    ),
  );
  const { plan, provenance } = input;
  return { path, plan, provenance, rows, schema: input.schema.toJSON(), ...(classes === undefined ? {} : { classes }) };
}

/** The column that says which partition a row goes to. */
const PART_COLUMN = "kindred_part";
const MAX_PARTITIONS = 10_000;

/** Numbered rows in order, the rows of a section in the same partition, and as few sections in a partition as there can be. */
async function inSections(
  executors: Executors,
  query: string,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<Relation> {
  const partitions = Math.min(Math.ceil(rows / SECTION_ROWS), MAX_PARTITIONS);
  const keys = await executors.keysOf(partitions, signal);
  const part = `element_at(array(${keys.map((key) => `${key}L`).join(", ")}), CAST(1 + ${ROW_COLUMN} DIV ${SECTION_ROWS} % ${partitions} AS INT))`;
  return queried(
    `SELECT * EXCEPT (${PART_COLUMN}) FROM (SELECT /*+ REPARTITION(${partitions}, ${PART_COLUMN}) */ * FROM ` +
      `(SELECT *, ${part} AS ${PART_COLUMN} FROM (${query}))) SORT BY ${ROW_COLUMN}`,
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
