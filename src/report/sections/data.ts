import { type Context, hiddenNote, people, shareOf } from "../context.js";
import type {
  DriftedColumn,
  DroppedColumn,
  ReportedBlock,
  ReportedData,
  ReportedDrift,
  ReportedFile,
  ReportedMissing,
} from "../data-results.js";
import { bar, dot, drawing, linear, shares } from "../page/draw.js";
import { figure } from "../page/figure.js";
import { type Content, type Html, html, joined, named } from "../page/html.js";
import { count, data as number, ratio } from "../page/numbers.js";
import { type Hidden, hideSmall } from "../small-cells.js";

/** Blocks, columns and reasons that a table names at most; the note says how many more there are. */
const ROWS = 20;
/** Names of columns that a row lists. */
const NAMES = 4;

/** What was read, what is missing, what was dropped, and how the files differ. */
export function dataSection(data: ReportedData, context: Context): Html | undefined {
  const parts = [
    data.files === undefined ? undefined : filesFigure(data.files, context),
    data.missing === undefined || data.missing.blocks.length === 0 ? undefined : missingFigure(data.missing, context),
    data.dropped === undefined || data.dropped.length === 0 ? undefined : droppedFigure(data.dropped),
    data.drift === undefined || data.drift.columns.length === 0 ? undefined : driftFigure(data.drift),
    data.missingness === undefined ? undefined : missingnessFigure(data),
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return html`<section id="data" aria-labelledby="data-title"><h2 id="data-title">The data</h2>
${parts}</section>
`;
}

function filesFigure(files: readonly ReportedFile[], context: Context): Html {
  const scale = linear(files.map(({ rows }) => rows));
  const marks = files.map(({ rows, aside = 0 }) =>
    context.shared ? hideSmall([rows - aside, aside]) : [undefined, undefined],
  );
  const at = (file: ReportedFile, i: 0 | 1): Hidden => marks[files.indexOf(file)]![i];
  const most = files.reduce((best, file) => (file.rows > best.rows ? file : best));
  return figure<ReportedFile>({
    id: "files",
    title: "Rows by file",
    answer: html`The largest file, ${named(most.name)}, has ${people(most.rows, undefined)} rows.`,
    columns: [
      { label: "File", kind: "name", cell: ({ name }) => named(name) },
      { label: "Rows", kind: "number", cell: ({ rows }) => people(rows, undefined) },
      { label: "In segments", kind: "number", cell: (file) => people(file.rows - (file.aside ?? 0), at(file, 0)) },
      { label: "Set aside", kind: "number", cell: (file) => people(file.aside ?? 0, at(file, 1)) },
      {
        label: "Columns",
        kind: "number",
        cell: ({ columns }) => (columns === undefined ? "–" : number(count(columns))),
      },
      {
        label: "■ rows",
        kind: "chart",
        axis: scale.axis,
        cell: ({ rows }) => drawing(bar(0, scale.place(rows), "whole")),
      },
    ],
    rows: files,
    hidden: hiddenNote(context),
  });
}

function missingFigure({ blocks, rows }: ReportedMissing, context: Context): Html {
  const sorted = [...blocks].sort((a, b) => b.share - a.share);
  const shown = sorted.slice(0, ROWS);
  const scale = shares([1]);
  const cell = ({ share }: ReportedBlock): Html => shareOf(share, rows.length, context.shared);
  return figure<ReportedBlock>({
    id: "missing",
    title: "Columns that are missing together",
    answer: html`Most is missing of ${names(shown[0]!.columns)}: in ${cell(shown[0]!)} of the rows.`,
    columns: [
      { label: "Columns", kind: "name", cell: ({ columns }) => names(columns) },
      { label: "How many", kind: "number", cell: ({ columns }) => number(count(columns.length)) },
      { label: "Missing", kind: "number", cell },
      {
        label: "■ missing",
        kind: "chart",
        axis: scale.axis,
        cell: ({ share }) => drawing(bar(0, scale.place(share), "whole")),
      },
    ],
    rows: shown,
    note: rest(sorted.length, "blocks"),
    hidden: hiddenNote(context),
  });
}

interface Reason {
  readonly reason: string;
  readonly columns: readonly string[];
}

function droppedFigure(dropped: readonly DroppedColumn[]): Html {
  const byReason = new Map<string, string[]>();
  for (const { column, reason } of dropped) byReason.set(reason, [...(byReason.get(reason) ?? []), column]);
  const reasons = [...byReason].map(([reason, columns]): Reason => ({ reason, columns }));
  reasons.sort((a, b) => b.columns.length - a.columns.length);
  const scale = linear(reasons.map(({ columns }) => columns.length));
  return figure<Reason>({
    id: "dropped",
    title: "Columns that were left out",
    answer: html`Left out were ${number(count(dropped.length))} columns, most of them for one reason: ${named(reasonText(reasons[0]!.reason))}.`,
    columns: [
      { label: "Reason", kind: "name", cell: ({ reason }) => named(reasonText(reason)) },
      { label: "How many", kind: "number", cell: ({ columns }) => number(count(columns.length)) },
      { label: "Which", kind: "text", cell: ({ columns }) => allNames(columns) },
      {
        label: "■ columns",
        kind: "chart",
        axis: scale.axis,
        cell: ({ columns }) => drawing(bar(0, scale.place(columns.length), "whole")),
      },
    ],
    rows: reasons,
  });
}

function driftFigure({ columns }: ReportedDrift): Html {
  const isChance = ({ change }: DriftedColumn): boolean => change === "none";
  const sorted = [...columns].sort(
    (a, b) => Number(isChance(a)) - Number(isChance(b)) || b.stabilityIndex - a.stabilityIndex,
  );
  const shown = sorted.slice(0, ROWS);
  const scale = linear([0.25, ...shown.map(({ stabilityIndex }) => stabilityIndex)]);
  const most = shown[0]!;
  const verdict = most.stabilityIndex >= 0.25 ? "much" : most.stabilityIndex >= 0.1 ? "somewhat" : "hardly";
  return figure<DriftedColumn>({
    id: "drift",
    title: "How the later file differs from the first",
    answer: isChance(most)
      ? "No column changed, or by no more than chance alone would change it."
      : html`The column that changed most is ${named(most.column)}, and it changed ${verdict}: its stability index is ${number(ratio(most.stabilityIndex, 3))}.`,
    columns: [
      { label: "Column", kind: "name", cell: ({ column }) => named(column) },
      { label: "Stability index", kind: "number", cell: (drift) => number(ratio(drift.stabilityIndex, 3)) },
      { label: "By chance", kind: "number", cell: ({ byChance }) => number(ratio(byChance, 3)) },
      {
        label: "■ index",
        kind: "chart",
        axis: scale.axis,
        cell: ({ stabilityIndex }) => drawing(bar(0, scale.place(stabilityIndex), "whole")),
      },
    ],
    rows: shown,
    note: html`By custom 0.1 is some change and 0.25 much, where it is more than chance. ${rest(sorted.length, "columns")}`,
  });
}

function missingnessFigure({ auc, missingness }: ReportedData): Html {
  const rows = [
    { name: "by what is missing alone", estimate: missingness! },
    ...(auc === undefined ? [] : [{ name: "by the model", estimate: auc }]),
  ];
  type Row = (typeof rows)[number];
  const scale = linear([0, 1]);
  return figure<Row>({
    id: "missingness",
    title: "How far what is missing tells customers from people",
    answer: html`What is missing alone reaches an AUC of ${number(ratio(missingness!.auc, 3))}, where 0.5 is chance.`,
    columns: [
      { label: "Told apart", kind: "name", cell: ({ name }) => name },
      { label: "AUC", kind: "number", cell: ({ estimate }) => number(ratio(estimate.auc, 3)) },
      { label: "Standard error", kind: "number", cell: ({ estimate }) => number(ratio(estimate.standardError, 3)) },
      {
        label: "AUC, drawn",
        kind: "chart",
        axis: scale.axis,
        cell: ({ estimate }) => drawing(dot(scale.place(estimate.auc), "filled")),
      },
    ],
    rows,
  });
}

/** The reasons of a ColumnFilter in words; others say themselves what they are. */
const REASONS: Readonly<Record<string, string>> = {
  asked: "named by hand",
  missing: "too often missing",
  constant: "nearly always the same",
  unique: "different for nearly everybody",
  correlated: "much the same as another column",
};

function reasonText(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason]! : reason;
}

/** All names, behind the first of them where they are many. */
function allNames(columns: readonly string[]): Html {
  const all = joined(columns.map(named), ", ");
  return columns.length <= 2 * NAMES ? all : html`<details><summary>${names(columns)}</summary>${all}</details>`;
}

function names(columns: readonly string[]): Html {
  const more = columns.length - NAMES;
  return html`${joined(columns.slice(0, NAMES).map(named), ", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function rest(all: number, what: string): Content {
  return all > ROWS ? `${all - ROWS} more ${what} have less.` : undefined;
}
