import { Command, CommanderError, Option } from "commander";
import { KindredError } from "../../errors/index.js";
import { ALGORITHMS } from "../train/estimators.js";
import { inspectCommand, predictCommand, trainCommand } from "./commands.js";
import { EXIT, type Terminal, UsageError } from "./exit.js";
import { EXPORT_FORMATS, exportCommand } from "./export-command.js";
import { reportCommand } from "./report-command.js";
import { serveCommand } from "./serve-command.js";

/** Runs a command line, without the names of node and of the script. @returns The exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let stopped = false;
  const program = commandLine(terminal, () => {
    stopped = true;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (terminal.signal.aborted && !stopped) return EXIT.interrupted;
    terminal.error(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) return EXIT.usage;
    return error instanceof KindredError && error.code === "INVALID_PARAMETER" ? EXIT.usage : EXIT.failed;
  }
}

function commandLine(terminal: Terminal, serving: () => void): Command {
  const program = new Command("kindred")
    .description("Segments of customers and scores of responders, from tables to a service.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.error(text) })
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
From a file to a service:
  $ kindred train mailing.csv --target RESPONSE --id LNR --output model.json
  $ kindred inspect model.json
  $ kindred predict model.json people.csv --output scores.csv
  $ kindred serve model.json --port 8080
  $ kindred export model.json --to onnx
  $ curl -H 'content-type: text/csv' --data-binary @people.csv http://127.0.0.1:8080/invocations

Exit codes: 0 done, 1 failed (the data, the model), 2 written wrongly, 130 interrupted.`,
    );
  const ids = (command: Command): Command =>
    command.option("--id <columns...>", "columns that say who a row is: no features, and they pass through");
  ids(
    program
      .command("train")
      .argument("[data]", "a .csv, .tsv, .csv.gz, .parquet or .arrow file; none: the folders of --folder"),
  )
    .description("Learn from a file: an answer (--target), or segments where there is none.")
    .option("--target <column>", "the column with the answer")
    .addOption(new Option("--algorithm <name>", "which classifier").choices(ALGORITHMS))
    .option("--estimator <file>", "the document of an estimator of yours (JSON.stringify of it)")
    .option("--set <path=value...>", "hyper-parameters, as --set model.iterations=200 segments.clusters=6")
    .option("--output <file>", "where the model goes", "model.json")
    .option("--folder <folder>", "the folders of a platform", "/opt/ml")
    .addHelpText(
      "after",
      `
Examples:
  $ kindred train people.csv --set segments.clusters=6
  $ kindred train mailing.csv --target RESPONSE --algorithm logisticRegression

Without a file it reads /opt/ml as SageMaker lays it out: input/config/hyperparameters.json and the file in
input/data/training; the model goes to model/model.json, and what failed to output/failure.`,
    )
    .action((data, flags) => trainCommand(data, flags, terminal));
  ids(program.command("predict").argument("<model>", "the model's file").argument("<data>", "the rows"))
    .description("Score every row of a file.")
    .option("--output <file>", "where the scores go", "scores.csv")
    .action((model, data, flags) => predictCommand(model, data, flags, terminal));
  ids(
    program.command("serve").argument("[model]", "the model's file; none: /opt/ml/model/model.json, on all addresses"),
  )
    .description("Answer over HTTP: SageMaker, MLflow and the Open Inference Protocol. /docs describes the model.")
    .option("--port <number>", "where to listen", "8080")
    .option("--host <address>", "127.0.0.1 is this machine alone, 0.0.0.0 everybody")
    .option("--threads <number>", "threads that score larger requests")
    .option("--name <name>", "the model's name in /v2/models/…")
    .addHelpText("after", "\nSIGTERM and SIGINT answer what has come and end; SIGHUP reads the model's file again.")
    .action((model, flags) => {
      serving();
      return serveCommand(model, flags, terminal);
    });
  program
    .command("inspect")
    .argument("<model>", "the model's file")
    .description("Say what a document holds, without building it.")
    .option("--json", "as JSON")
    .action((model, flags) => inspectCommand(model, flags, terminal));
  program
    .command("export")
    .argument("<model>", "the model's file")
    .description(
      "Write a model for a database (one SQL query), a page or an edge function (JavaScript), or another runtime (ONNX).",
    )
    .addOption(new Option("--to <format>", "as what").choices(Object.keys(EXPORT_FORMATS)))
    .option("--dialect <name>", "of SQL: duckdb, postgresql, sqlite, spark, bigquery, snowflake")
    .option("--table <name>", "of SQL: the table to score")
    .option("--keep <columns...>", "of SQL: columns that go along")
    .option("--input <form>", "of ONNX: one tensor a column (columns), or one of all (matrix)", "columns")
    .option("--output <file>", "where it goes; by default model.sql, model.mjs or model.onnx")
    .addHelpText(
      "after",
      `
Examples:
  $ kindred export model.json --dialect postgresql --table people --keep LNR
  $ kindred export model.json --to javascript
  $ kindred export model.json --output scorer.onnx

What an operation of the model has no form for is refused by name, and nothing is written.`,
    )
    .action((model, flags) => exportCommand(model, flags, terminal));
  program
    .command("report")
    .argument("<model>", "a model of segments: the file that kindred train without --target wrote")
    .description(
      "Write a page about segments: which of them customers come from more often than people do, and who is in them.",
    )
    .requiredOption("--population <file>", "people in general")
    .requiredOption("--customers <file>", "customers, with the same columns")
    .option("--overlap <kind>", "are customers part of the population: none or contained")
    .option("--audience <whom>", "shared hides groups of few people, operator shows all", "shared")
    .option("--title <text>", "the title of the page")
    .option("--output <file>", "where the page goes", "report.html")
    .addHelpText(
      "after",
      `
Example:
  $ kindred train population.csv --set segments.clusters=8 --output segments.json
  $ kindred report segments.json --population population.csv --customers customers.csv --overlap none

The page is one file without scripts, which fetches nothing.`,
    )
    .action((model, flags) => reportCommand(model, flags, terminal));
  return program;
}
