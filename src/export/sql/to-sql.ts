import { KindredError } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { cannot } from "../cannot.js";
import { type Answer, type ExportableModel, exportedModel } from "../exported-model.js";
import type { Column } from "./column.js";
import { SqlContext } from "./context.js";
import { type Dialect, dialectOf, type SqlDialect } from "./dialect.js";
import { checkNames, resultNames } from "./names.js";
import { extreme } from "./operations/arithmetic.js";
import { translate } from "./operations/index.js";

/** Options of toSql. */
export interface ToSqlOptions {
  /** Whose SQL. `"spark"` is Databricks' as well. */
  readonly dialect: SqlDialect;
  /** The table with the rows: its name, `schema.name`, or the parts of its name (which may then hold dots). */
  readonly table: string | readonly string[];
  /** Columns of the table that go along, such as ids; none by default. */
  readonly keep?: readonly string[];
  /** What is asked: by default `"predict"`, or `"transform"` of a model that does not predict. */
  readonly verb?: "predict" | "transform";
}

const WHERE = "toSql";

const checkSql = optionsCheck<ToSqlOptions>(
  "toSql",
  {
    dialect: check.text,
    table: check.either("a name, or the parts of one", check.text, check.texts),
    keep: check.texts,
    verb: check.oneOf("predict", "transform"),
  },
  ["dialect", "table"],
);

/**
 * A fitted model as one SQL query over a table with the columns that it was fitted on. It gives the columns of `keep`, and: of a classifier
 * `prediction` and, for each class, `probability_<class>` (in BigQuery with `_` for characters that no name may have); of a clusterer `cluster`; of a transformer its columns.
 *
 * Null is missing, and so is NaN. Where the model in process throws (a missing value that it needs, a category that it refuses) the answers of
 * that row are null. Numbers are computed in double precision; where the model computes sums in float32 (a PCA whose input is float32), answers agree to
 * about 1e-6, otherwise to 1e-9.
 *
 * @param fitted - A fitted model.
 * @param options - The dialect, the table, and which of its columns go along.
 * @returns One SELECT statement, without a semicolon.
 * @throws KindredError where an operation has no SQL, or a name or the size is too much for the dialect: it says which and why.
 *
 * @example
 * ```ts
 * import { LogisticRegression } from "kindred";
 * import { toSql } from "kindred/export";
 *
 * const fitted = await new LogisticRegression().fit([[1], [2], [3], [4]], ["no", "no", "yes", "yes"]);
 * const sql = toSql(fitted, { dialect: "postgresql", table: "people", keep: ["id"] });
 * sql.startsWith("WITH"); // true
 * ```
 */
export function toSql(fitted: ExportableModel, options: ToSqlOptions): string {
  checkArguments("toSql", { fitted: [fitted, check.fitted] });
  checkSql(options);
  const { keep = [], verb } = options;
  const dialect = dialectOf(options.dialect, WHERE);
  const model = exportedModel(fitted, verb, WHERE);
  const parts = tableParts(options.table);
  checkNames(parts, { ...dialect, refusedInNames: undefined, ignoresCase: false }, "the table name", WHERE);
  checkNames(
    model.plan.map(({ name }) => name),
    dialect,
    "the column",
    WHERE,
  );
  checkNames(keep, dialect, "the kept column", WHERE);
  const context = new SqlContext(dialect, WHERE);
  const columns = translate(
    model.program,
    model.plan.map((column) => context.input(column)),
    context,
  );
  context.query.begin("answer");
  const outputs = outputsOf(model.answer, columns, context);
  const names = resultNames(
    outputs.map(([name]) => name),
    dialect,
  );
  checkNames([...keep, ...names], dialect, "the result's column", WHERE);
  const { sql, widest } = context.query.text(
    dialect,
    parts.map((part) => dialect.identifier(part)).join("."),
    keep.map((name) => dialect.identifier(name)),
    outputs.map(([, expression], j) => [dialect.identifier(names[j]!), expression]),
  );
  checkSize(sql, widest, dialect, model.kind);
  return sql;
}

function tableParts(table: string | readonly string[]): readonly string[] {
  const parts = typeof table === "string" ? table.split(".") : table;
  if (Array.isArray(parts) && parts.length > 0 && parts.every((part) => typeof part === "string" && part !== ""))
    return parts;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where: WHERE,
    problem: `table is ${JSON.stringify(table)}`,
    fix: 'Use a name, "schema.name", or a list of such parts',
    got: table,
  });
}

/** The columns of the result by name. */
function outputsOf(answer: Answer, columns: readonly Column[], context: SqlContext): (readonly [string, string])[] {
  const { dialect } = context;
  if (answer.kind === "columns") return answer.names.map((name, j) => [name, context.plain(columns[j]!).sql]);
  const values = columns.map((column) => context.number(column).sql);
  if (answer.kind === "cluster") return [["cluster", dialect.asInteger(values[0]!)]];
  const { classes, decision } = answer;
  const probabilities = classes.map((label, k) => [`probability_${String(label)}`, values[k]!] as const);
  if (decision.kind === "threshold") {
    const { column, threshold } = decision;
    const likely = `${values[column]} >= ${dialect.number(threshold)}`;
    const [yes, no] = [column, 1 - column].map((k) => label(classes[k]!, context));
    return [
      ["prediction", `CASE WHEN ${likely} THEN ${yes} WHEN ${values[column]} IS NOT NULL THEN ${no} END`],
      ...probabilities,
    ];
  }
  const most = context.define(extreme(values, dialect.greatest)).sql;
  const whens = values.map((value, k) => `WHEN ${value} = ${most} THEN ${label(classes[k]!, context)}`);
  return [["prediction", `CASE ${whens.join(" ")} END`], ...probabilities];
}

function label(value: Label, context: SqlContext): string {
  if (typeof value === "string") return context.word(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return Number.isSafeInteger(value) ? String(value) : context.dialect.double(value);
}

function checkSize(sql: string, widest: number, dialect: Dialect, kind: string): void {
  const { name, mostCharacters, mostColumns } = dialect;
  if (sql.length > mostCharacters)
    throw cannot(
      WHERE,
      `this ${kind}`,
      `its query of ${sql.length} characters is longer than the ${mostCharacters} that ${name} takes`,
      "Fit fewer or smaller trees, fewer components or columns, or use another dialect",
    );
  if (widest > mostColumns)
    throw cannot(
      WHERE,
      `this ${kind}`,
      `a step of it has ${widest} columns, and ${name} takes ${mostColumns}`,
      "Keep fewer columns (maxCategories, ColumnFilter, PCA), or use another dialect",
    );
}
