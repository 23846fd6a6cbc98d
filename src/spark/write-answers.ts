import { isPortable } from "../engine/program/index.js";
import { KindredError } from "../errors/index.js";
import type { Fitted, RemoteAnswers } from "../estimator/index.js";
import { missingColumns } from "../table/index.js";
import { answeringOf } from "./answers.js";
import type { Executors } from "./cluster.js";
import { queried, quoted } from "./connect/plans.js";

/** The rows of a query, and the column that names each. */
export interface NamedRows {
  readonly query: string;
  readonly rowId: string;
}

/** What the first column is called on its way, so that no column of a model can have its name. */
const KEPT = "kindred_id";

/** Has executors answer about the rows of a query, and Spark write the answers as a table after the last of them. */
export async function writeAnswers(
  executors: Executors,
  { query, rowId }: NamedRows,
  { name, mode, verb, model, signal, onProgress }: RemoteAnswers,
): Promise<void> {
  const where = `${model.kind}.writeTable`;
  // What public types of fitted models do not show.
  const fitted = model as unknown as Fitted;
  const { program, answer, columns } = answeringOf(fitted, verb, where);
  if (!isPortable(program))
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: `a step of this ${model.kind} is a function of the caller's, which does not travel to executors`,
      fix: "Take the results block by block: for await (const block of fitted.bulk(verb, people))",
    });
  checkTableName(name, where);
  const same = columns.find((column) => column.name.toLowerCase() === rowId.toLowerCase());
  if (same !== undefined)
    throw new KindredError({
      code: "DUPLICATE_COLUMN",
      where,
      problem: `the answers have a column "${same.name}", and so has the column that names rows`,
      fix: "Give one of them another name in the query",
      column: same.name,
    });
  if (mode === "error" && (await isThere(executors, name, signal)))
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `there is a table ${name}`,
      fix: 'Choose another name, or { mode: "replace" } or { mode: "append" }',
      got: name,
    });
  const types = new Map(
    (await executors.rows(`DESCRIBE QUERY SELECT * FROM (${query})`, signal)).map((row) => [
      String(row["col_name"]),
      String(row["data_type"]),
    ]),
  );
  const { plan } = fitted.spec.input;
  const missing = [rowId, ...fitted.inputColumns].filter((column) => !types.has(column));
  if (missing.length > 0) throw missingColumns(missing, where);
  const features = plan.map((column) => quoted(column.name));
  const input = queried(`SELECT ${[`${quoted(rowId)} AS ${KEPT}`, ...features].join(", ")} FROM (${query})`);
  const { refusesMissing } = fitted;
  const path = await executors.storeAnswers(
    input,
    { mode: "score", plan, program, answer, columns, refusesMissing, where },
    { kept: { name: rowId, type: types.get(rowId)! }, answers: columns },
    { signal, onTasks: ({ done, total }) => onProgress?.({ step: model.kind, done, total }) },
  );
  await executors.saveTable(`SELECT * FROM parquet.\`${path}\``, name, mode, { signal });
}

/** Names of tables are put into statements. */
function checkTableName(name: unknown, where: string): void {
  if (typeof name === "string" && /^(\w+|`[^`]+`)(\.(\w+|`[^`]+`))*$/.test(name)) return;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `a table cannot be called ${JSON.stringify(name)}`,
    fix: 'Write "scored", or "schema.scored"; parts with other characters than letters, digits and _ in backticks',
    got: name,
  });
}

async function isThere(executors: Executors, name: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await executors.rows(`DESCRIBE TABLE ${name}`, signal);
    return true;
  } catch (error) {
    if (error instanceof KindredError && /TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND/.test(error.message)) return false;
    throw error;
  }
}
