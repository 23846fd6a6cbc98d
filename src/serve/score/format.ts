import { formatNpy } from "../read/npy.js";
import type { RowFailure } from "../read/rows.js";
import { entriesOf, scoreColumns } from "./entries.js";
import type { Scored } from "./scored.js";
import type { Scorer } from "./scorer.js";

/** Scores as an object a row: ids, then what the model says, or the row's error. */
export function* predictions(scored: Scored, scorer: Scorer): Generator<object> {
  const { passed } = scored.rows;
  const columns = scoreColumns(scorer);
  const binary = columns.length === 1;
  for (const { ids, at, failure } of entriesOf(scored)) {
    const entry: [string, unknown][] = passed.map(({ name }, k) => [name, ids[k]]);
    if (failure !== undefined) entry.push(["error", failure]);
    else {
      const values = columns.map((column) => column.value(scored, at));
      if (scorer.verb === "transform") entry.push(["values", values]);
      else if (binary) entry.push([columns[0]!.name, values[0]]);
      else entry.push(["probabilities", Object.fromEntries(columns.map(({ name }, k) => [name, values[k]]))]);
      if (scored.scores.labels !== undefined) entry.push(["label", scored.scores.labels[at]]);
    }
    yield Object.fromEntries(entry);
  }
}

/** `{"predictions": […]}`, as SageMaker and MLflow have it. */
export function formatJson(scored: Scored, scorer: Scorer): string {
  return JSON.stringify({ predictions: [...predictions(scored, scorer)] });
}

/** One object a line. */
export function formatJsonLines(scored: Scored, scorer: Scorer): string {
  let text = "";
  for (const one of predictions(scored, scorer)) text += `${JSON.stringify(one)}\n`;
  return text;
}

/** One row a line: ids, scores, and where any row failed a last cell that says why. */
export function formatCsv(scored: Scored, scorer: Scorer, header: boolean): string {
  const columns = scoreColumns(scorer);
  const hasFailures = scored.failures.length > 0;
  let text = "";
  const line = (cells: readonly unknown[]): void => {
    text += `${cells.map(cellText).join(",")}\n`;
  };
  if (header)
    line([
      ...scored.rows.passed.map(({ name }) => name),
      ...columns.map(({ name }) => name),
      ...(hasFailures ? ["error"] : []),
    ]);
  for (const { ids, at, failure } of entriesOf(scored)) {
    const values = columns.map((column) => (at < 0 ? null : column.value(scored, at)));
    line([...ids, ...values, ...(hasFailures ? [failure === undefined ? null : failureText(failure)] : [])]);
  }
  return text;
}

/** A failure in one sentence. */
export function failureText({ row, column, message }: RowFailure): string {
  return `row ${row}${column === undefined ? "" : `, column ${column}`}: ${message}`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The scores alone, as an array of NumPy; not a number where a row failed. */
export function formatScoresNpy(scored: Scored, scorer: Scorer): Uint8Array {
  const columns = scoreColumns(scorer);
  const out = new Float64Array(scored.rows.count * columns.length).fill(Number.NaN);
  for (let i = 0; i < scored.good.length; i++)
    columns.forEach((column, k) => {
      const value = column.value(scored, i);
      out[scored.good[i]! * columns.length + k] = value === null ? Number.NaN : Number(value);
    });
  return formatNpy(out, scored.rows.count, columns.length);
}
