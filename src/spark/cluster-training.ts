import type { RowSource } from "../engine/rows/index.js";
import { KindredError } from "../errors/index.js";
import {
  inputOfSource,
  type Reading,
  RowSurvey,
  refuseEmpty,
  type SurveyFacts,
  type TrainingData,
} from "../estimator/index.js";
import type { Schema } from "../table/index.js";
import type { Executors } from "./cluster.js";
import { queried } from "./connect/plans.js";
import { unpack } from "./packet.js";
import { stagedRows } from "./staged-rows.js";
import { ROW_COLUMN, SECTION_ROWS, type WorkReading } from "./work.js";

/** Rows on a cluster whose places in the order are known. */
export interface NumberedRows {
  /** A query of all columns, and of the number of each row as `kindred_row`. */
  readonly query: string;
  readonly rows: number;
  /** What is known of the columns. */
  readonly schema: Schema;
}

/** Surveys numbered rows, and stores them as blocks in the form that passes read. */
export async function clusterTraining(
  executors: Executors,
  { query, rows, schema }: NumberedRows,
  reading: Reading,
): Promise<TrainingData> {
  const { parts, accepts, where, known, signal } = reading;
  const withNumber = schema.with({ [ROW_COLUMN]: { role: "id" } });
  const work: WorkReading = { parts: columnNamesOf(reading), accepts, where, schema: withNumber.toJSON() };
  const survey = new RowSurvey(reading, schema);
  for await (const { data } of executors.perform(queried(query), { mode: "survey", ...work }, signal))
    survey.join(unpack<SurveyFacts>(data));
  const { input: found, classes: labels, groups } = survey.finish();
  const input = known === undefined ? found : inputOfSource(known);
  const classes = parts.target === undefined ? undefined : (known?.classes ?? labels);
  refuseEmpty(rows, input.plan.length, where);
  const path = executors.newPath("blocks");
  const sections = Math.ceil(rows / SECTION_ROWS);
  const together = queried(
    `SELECT * FROM (${query}) DISTRIBUTE BY ${ROW_COLUMN} DIV ${SECTION_ROWS} SORT BY ${ROW_COLUMN}`,
  );
  await executors.shuffleInto(Math.max(1, Math.min(sections, MAX_SHUFFLE_PARTITIONS)));
  await executors.store(together, { mode: "stage", plan: input.plan, classes, groups, ...work }, path, signal);
  const source: RowSource = stagedRows(executors, { path, plan: input.plan, provenance: input.provenance, rows });
  return { source, schema: input.schema, ...(classes === undefined ? {} : { classes }) };
}

const MAX_SHUFFLE_PARTITIONS = 1000;

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
