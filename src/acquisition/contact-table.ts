import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import { ScoreExplanation } from "../explanation/index.js";
import type { Label, Labels, Numbers } from "../matrix/index.js";
import { check, optionsCheck } from "../options/index.js";
import { idAt, tableFromRows } from "../table/index.js";
import type { ProspectList } from "./prospect-table.js";

/** A fitted model, as far as its document is concerned. */
export interface Documented {
  /** Its document, which has a checksum. */
  toJSON(): unknown;
}

/** Options of `contactTable`: everything beside `ids` is a column, or some, of the table. */
export interface ContactTableOptions {
  /** Who each row is. */
  readonly ids: Labels;
  /** The segment of each row; null where there is none. */
  readonly segments?: ArrayLike<number | string | null>;
  /** The names of segments: by id, or as `nameSegments` gives them. */
  readonly names?: Readonly<Record<string, string>> | ReadonlyMap<number | string, string> | readonly string[];
  /** How surely each row belongs to its segment: from 0 to 1, or a distance. */
  readonly membership?: Numbers;
  /** The calibrated probability of a response, one a row. */
  readonly probabilities?: Numbers;
  /** The explanation by `explainScores` of these rows: the three columns that moved each score most, in words. */
  readonly explanation?: ScoreExplanation;
  /** The list by `prospectList` of these rows. */
  readonly list?: ProspectList;
  /** The model that scored: the checksum of its document says later which one it was. */
  readonly model?: Documented;
  /** The day of scoring, as a Date or as text; today by default. */
  readonly date?: Date | string;
}

const WHERE = "contactTable";
const TENTHS = 10;
const REASONS = 3;

const checkContact = optionsCheck<ContactTableOptions>(
  "contactTable",
  {
    ids: check.labels,
    segments: check.labels,
    names: check.data,
    membership: check.numbers,
    probabilities: check.numbers,
    explanation: check.expected((value) => value instanceof ScoreExplanation, "what explainScores gave"),
    list: check.expected(
      (value) => typeof value === "object" && value !== null && "outcomeOf" in value,
      "what prospectList gave",
    ),
    model: check.expected(
      (value) => typeof value === "object" && value !== null && "toJSON" in value,
      "a fitted model",
    ),
    date: check.expected(
      (value) => typeof value === "string" || (value instanceof Date && !Number.isNaN(value.getTime())),
      "a Date or a text",
    ),
  },
  ["ids"],
);

/**
 * What a CRM takes back: one row for every id, with segment, decile, probability, reasons, what became of it on the list, the model's checksum and
 * the date. Where an id stands in several rows that of the best probability is kept; rows without an id are left out. It holds ids: it is for
 * the CRM, not for a report.
 *
 * @returns Columns `id`, and of those asked for `segment`, `segmentName`, `membership`, `decile` (of these rows, 1 the best; equal probabilities stay together),
 * `probability`, `reason1` to `reason3`, `outcome`, `modelHash`, and `date`.
 * @throws KindredError where lengths differ.
 *
 * @example
 * ```ts
 * import { contactTable, prospectList } from "kindred";
 *
 * const ids = ["ann", "bob", "cem"];
 * const probabilities = [0.2, 0.6, 0.1];
 * const list = prospectList({ ids, scores: probabilities, capacity: 1 });
 * const table = contactTable({ ids, probabilities, list, segments: [0, 1, 0], names: { 0: "young", 1: "rich" }, date: "2024-06-01" });
 * table.get(1)!.toJSON().outcome; // "listed"
 * table.get(1)!.toJSON().segmentName; // "rich"
 * table.numRows; // 3
 * ```
 */
export function contactTable(options: ContactTableOptions): Table {
  checkContact(options);
  const { segments, names, membership, probabilities, explanation, list, model } = options;
  const rows = options.ids.length;
  for (const [name, values] of Object.entries({ segments, membership, probabilities }))
    if (values !== undefined && values.length !== rows)
      throw new KindredError({
        code: "WRONG_LENGTH",
        where: WHERE,
        problem: `${name} has ${values.length} values for ${rows} ids`,
        fix: "Give one value a row",
      });
  refuseMissing(probabilities);
  const kept = keptRows(options);
  const columns: [string, (row: number) => Cell][] = [["id", (row) => plain(idAt(options.ids, row))]];
  if (segments !== undefined) columns.push(["segment", (row) => segments[row] ?? null]);
  if (segments !== undefined && names !== undefined)
    columns.push(["segmentName", (row) => nameOf(segments[row] ?? null, names)]);
  if (membership !== undefined) columns.push(["membership", (row) => membership[row]!]);
  if (probabilities !== undefined) {
    const deciles = decilesOf(probabilities, kept);
    columns.push(["decile", (row) => deciles[row]!], ["probability", (row) => probabilities[row]!]);
  }
  if (explanation !== undefined) {
    const reasons = reasonsOf(explanation);
    for (let k = 0; k < REASONS; k++) columns.push([`reason${k + 1}`, (row) => reasons.get(row)?.[k] ?? null]);
  }
  if (list !== undefined) columns.push(["outcome", (row) => list.outcomeOf(row)]);
  if (model !== undefined) {
    const hash = hashOf(model);
    columns.push(["modelHash", () => hash]);
  }
  const { date = new Date() } = options;
  const day = typeof date === "string" ? date : date.toISOString().slice(0, 10);
  columns.push(["date", () => day]);
  return tableFromRows(
    columns.map(([name]) => name),
    kept.map((row) => columns.map(([, cell]) => cell(row))),
  );
}

/** NaN cannot be ranked. */
function refuseMissing(probabilities: Numbers | undefined): void {
  if (probabilities === undefined) return;
  const row = Array.from(probabilities).findIndex((value) => typeof value !== "number" || Number.isNaN(value));
  if (row < 0) return;
  throw new KindredError({
    code: "MISSING_VALUE",
    where: WHERE,
    problem: `the probability of row ${row} is missing`,
    fix: "Score every row, or leave those without a score out",
  });
}

type Cell = string | number | null;

function plain(id: Label | null): Cell {
  return id === null || typeof id === "number" ? id : String(id);
}

/** One row an id, in the order of the file: the best of several. */
function keptRows({ ids, probabilities, list }: ContactTableOptions): number[] {
  const best = new Map<Label, number>();
  const isDuplicate = (row: number): boolean => list?.outcomeOf(row) === "same id twice";
  for (let row = 0; row < ids.length; row++) {
    const id = idAt(ids, row);
    if (id === null) continue;
    const former = best.get(id);
    const better =
      former === undefined ||
      (isDuplicate(former) && !isDuplicate(row)) ||
      (isDuplicate(former) === isDuplicate(row) &&
        probabilities !== undefined &&
        probabilities[row]! > probabilities[former]!);
    if (better) best.set(id, row);
  }
  return [...best.values()].sort((a, b) => a - b);
}

function nameOf(segment: number | string | null, names: NonNullable<ContactTableOptions["names"]>): string | null {
  if (segment === null) return null;
  if (names instanceof Map) return names.get(segment) ?? null;
  if (Array.isArray(names)) {
    // What `nameSegments` gave says whose the names are: ids may have gaps.
    const { segments = [...names.keys()] } = names as { readonly segments?: readonly unknown[] };
    return (names as readonly string[])[segments.indexOf(segment)] ?? null;
  }
  const record = names as Readonly<Record<string, string>>;
  return Object.hasOwn(record, String(segment)) ? record[String(segment)]! : null;
}

/** Of the kept rows, from 1, the best, to 10; rows of one probability have that of the middle of them. */
function decilesOf(probabilities: Numbers, kept: readonly number[]): Uint8Array {
  const order = [...kept].sort((a, b) => probabilities[b]! - probabilities[a]!);
  const deciles = new Uint8Array(probabilities.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && probabilities[order[to]!] === probabilities[order[from]!]) to++;
    const decile = Math.min(TENTHS, 1 + Math.floor((((from + to) / 2) * TENTHS) / order.length));
    for (let k = from; k < to; k++) deciles[order[k]!] = decile;
  }
  return deciles;
}

/** The columns that moved each score most, with the person's value and the direction. */
function reasonsOf(explanation: ScoreExplanation): ReadonlyMap<number, string[]> {
  const out = new Map<number, string[]>();
  for (const row of explanation.rows) {
    const { reasons } = explanation.person(row);
    const named = reasons.slice(0, REASONS).filter(({ contribution }) => contribution !== 0);
    out.set(
      row,
      named.map(({ column, value, contribution }) => {
        const held = value === undefined ? "" : ` (${value})`;
        return `${column}${held} ${contribution > 0 ? "raises" : "lowers"} it`;
      }),
    );
  }
  return out;
}

function hashOf(model: Documented): string {
  const document = JSON.parse(JSON.stringify(model)) as { checksum?: unknown };
  if (typeof document.checksum === "string") return document.checksum;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where: WHERE,
    problem: "the model's document has no checksum",
    fix: "Pass a fitted model",
  });
}
