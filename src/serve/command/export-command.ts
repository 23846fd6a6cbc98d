import { SQL_DIALECTS, toJavaScript, toOnnx, toSql } from "../../export/index.js";
import { writeWhole } from "../train/write-model.js";
import { type Terminal, UsageError } from "./exit.js";
import { readModel } from "./model-file.js";

/** What a model may be written as, and the end of such a file's name. */
export const EXPORT_FORMATS = { sql: ".sql", javascript: ".mjs", onnx: ".onnx" } as const;

/** Options of `kindred export`. */
export interface ExportFlags {
  readonly to?: string;
  readonly dialect?: string;
  readonly table?: string;
  readonly keep?: readonly string[];
  readonly input?: string;
  readonly output?: string;
}

/** Writes a model for a database, a page or another runtime. */
export async function exportCommand(path: string, flags: ExportFlags, terminal: Terminal): Promise<void> {
  const format = formatOf(flags);
  const { output = `model${EXPORT_FORMATS[format]}` } = flags;
  const model = await readModel(path);
  const written = textOf(format, model as unknown as Parameters<typeof toSql>[0], flags);
  await writeWhole(output, written);
  const size = `${written.length.toLocaleString("en-US")} ${typeof written === "string" ? "characters" : "bytes"}`;
  terminal.out(`${output}: ${size} of ${format === "sql" ? flags.dialect : format}\n`);
}

/** The format asked for, or the one that a dialect or the name of the file says. */
function formatOf({ to, dialect, output = "" }: ExportFlags): keyof typeof EXPORT_FORMATS {
  const names = Object.keys(EXPORT_FORMATS) as (keyof typeof EXPORT_FORMATS)[];
  const found = names.find((name) => name === to);
  if (to !== undefined && found === undefined) throw new UsageError(`--to is one of ${names.join(", ")}`);
  const format = found ?? names.find((name) => output.endsWith(EXPORT_FORMATS[name]));
  if (format !== undefined) return format;
  if (dialect !== undefined) return "sql";
  throw new UsageError(`Say what the model is written as: --to ${names.join(", --to ")}`);
}

function textOf(
  format: keyof typeof EXPORT_FORMATS,
  model: Parameters<typeof toSql>[0],
  { dialect, table, keep = [], input = "columns" }: ExportFlags,
): string | Uint8Array {
  if (format === "javascript") return toJavaScript(model);
  if (format === "onnx") {
    if (input !== "columns" && input !== "matrix") throw new UsageError("--input is columns or matrix");
    return toOnnx(model, { input });
  }
  const known = SQL_DIALECTS.find((one) => one === dialect);
  if (known === undefined) throw new UsageError(`--dialect is one of ${SQL_DIALECTS.join(", ")}`);
  if (table === undefined) throw new UsageError("--table names the table to score");
  return `${toSql(model, { dialect: known, table, keep })};\n`;
}
