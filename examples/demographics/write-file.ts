import type { Country } from "./country.js";
import { BUILDING_ROWS, type DrawnRows, FileDraw } from "./draw.js";
import type { FileName } from "./facts.js";
import { FIRST_DAY } from "./marginals.js";
import { type ColumnPlan, columnsOf, EMPTY } from "./plan.js";
import { SEGMENTS } from "./traits.js";
import { LineWriter } from "./write-lines.js";

/** Rows drawn and written together. */
const BLOCK = 1000 * BUILDING_ROWS;

/** What one file is to be. */
export interface FileJob {
  readonly country: Country;
  readonly seed: number;
  readonly file: FileName;
  readonly rows: number;
  readonly path: string;
  /** Where the truth about its people goes. */
  readonly truth: string;
  readonly signal?: AbortSignal | undefined;
  readonly onRows?: (rows: number) => void;
}

/** Writes one file and the truth beside it, block by block. */
export async function writeFile(job: FileJob): Promise<void> {
  const { country, file, rows, path } = job;
  const draw = new FileDraw(country, job.seed, file);
  const positions = columnsOf(file);
  const columns = positions.map((j) => country.plan.columns[j]!);
  const texts = columns.map(textsOf);
  const id = positions[columns.findIndex((column) => column.facts.type === "id")]!;
  const data = new LineWriter(path);
  const truth = new LineWriter(job.truth);
  try {
    await data.write(`${columns.map((column) => column.facts.name).join(";")}\n`);
    await truth.write("LNR;SEGMENT;SEGMENT_NAME;PROBABILITY\n");
    for (let from = 0; from < rows; from += BLOCK) {
      job.signal?.throwIfAborted();
      const drawn = draw.rows(from, Math.min(rows, from + BLOCK));
      await data.write(rowsOf(drawn, positions, texts));
      await truth.write(truthOf(drawn, id));
      job.onRows?.(drawn.rows);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await data.finish();
    await truth.finish();
  } catch (error) {
    await Promise.all([data.giveUp(), truth.giveUp()]);
    throw error;
  }
}

/** The text of every code of a column, made when it is first met. */
function textsOf(column: ColumnPlan): (code: number) => string {
  if (column.facts.type === "date") return dateText;
  const { words } = column;
  return words === undefined ? (code) => (code === EMPTY ? "" : String(code)) : (code) => words[code] ?? "";
}

const dates = new Map<number, string>();

function dateText(day: number): string {
  if (day === EMPTY) return "";
  let text = dates.get(day);
  if (text === undefined) {
    text = `${new Date((FIRST_DAY + day) * 86_400_000).toISOString().slice(0, 10)} 00:00:00`;
    dates.set(day, text);
  }
  return text;
}

function rowsOf(
  { rows, codes }: DrawnRows,
  positions: readonly number[],
  texts: readonly ((code: number) => string)[],
): string {
  const cells = new Array<string>(positions.length);
  let text = "";
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < cells.length; k++) cells[k] = texts[k]!(codes[positions[k]!]![i]!);
    text += `${cells.join(";")}\n`;
  }
  return text;
}

function truthOf({ rows, codes, segments, probabilities }: DrawnRows, id: number): string {
  let text = "";
  for (let i = 0; i < rows; i++)
    text += `${codes[id]![i]};${segments[i]};${SEGMENTS[segments[i]!]!.name};${probabilities[i]}\n`;
  return text;
}
