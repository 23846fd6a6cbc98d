/**
 * Parses exported queries by sqlglot's parser of their dialect: every model of the export tests, in every dialect. Needs Python with sqlglot:
 * `KINDRED_PYTHON=.venv/bin/python npm run check:dialects`.
 */
import { spawnSync } from "node:child_process";
import { KindredError } from "../src/errors/index.js";
import { SQL_DIALECTS, type SqlDialect, toSql } from "../src/export/index.js";
import { NAMES, peopleColumns } from "../test/export/people.js";

type Models = typeof import("../test/export/models.js");

const PARSER = `
import json, sys
import sqlglot
names = {"postgresql": "postgres"}
failed = 0
for line in sys.stdin:
    query = json.loads(line)
    dialect = query["dialect"]
    try:
        (statement,) = sqlglot.parse(query["sql"], read=names.get(dialect, dialect))
        assert statement.key == "select", statement.key
    except Exception as error:
        failed += 1
        print(query["model"], dialect, str(error)[:300])
print("not parsed:", failed)
sys.exit(1 if failed else 0)
`;

const queries: string[] = [];

/** Queries of every model in some dialects, over people whose columns have the names that they have now. */
async function write({ CASES, fittedCase }: Models, dialects: readonly SqlDialect[]): Promise<void> {
  for (const example of CASES) {
    const fitted = await fittedCase(example, peopleColumns(200));
    for (const dialect of dialects) {
      try {
        const sql = toSql(fitted, { dialect, table: "a.b", keep: ["id"] });
        queries.push(JSON.stringify({ model: example.name, dialect, sql }));
      } catch (error) {
        if (!(error instanceof KindredError)) throw error;
        console.log(`${example.name}: ${error.message}`);
      }
    }
  }
}

await write(
  await import("../test/export/models.js"),
  SQL_DIALECTS.filter((dialect) => dialect !== "bigquery"),
);
// BigQuery's columns have plain names.
for (const name of Object.keys(NAMES)) (NAMES as Record<string, string>)[name] = `the ${name}`;
const plain = "../test/export/models.js?plain";
await write((await import(plain)) as Models, ["bigquery"]);
console.log(`${queries.length} queries`);
const { status, stdout, stderr } = spawnSync(process.env["KINDRED_PYTHON"] ?? "python3", ["-c", PARSER], {
  input: queries.join("\n"),
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
console.log(stdout, stderr);
process.exit(status ?? 1);
