import { type Content, type Html, html, joined } from "./html.js";

/** One column of a table. */
export interface TableColumn<Row> {
  /** Its heading. */
  readonly label: string;
  /** What it holds; the first column holds the names of the rows. */
  readonly kind: "name" | "number" | "text" | "chart";
  /** The scale of a chart, shown under its heading. */
  readonly axis?: Html;
  /** The cell of a row. */
  cell(row: Row): Content;
}

/** What a figure is made of: its title, what it says in one sentence, and a table that is the chart. */
export interface FigureParts<Row> {
  /** Unique on the page. */
  readonly id: string;
  /** Of which level its heading is. */
  readonly level?: 3 | 4;
  /** The title. */
  readonly title: Content;
  /** What it shows, in one sentence. */
  readonly answer: Content;
  /** The columns. */
  readonly columns: readonly TableColumn<Row>[];
  /** The rows. */
  readonly rows: readonly Row[];
  /** How to read it, and what is not listed. */
  readonly note?: Content;
  /** What the signs for hidden numbers mean: said where one stands. */
  readonly hidden?: Content;
}

/** Tables of more columns than this need a wide place. */
const MANY_COLUMNS = 4;

/** A figure: labels and numbers that the browser lays out, with a small drawing in each row. */
export function figure<Row>(parts: FigureParts<Row>): Html {
  const body = table(parts);
  const { note, hidden } = parts;
  const said = body.markup.includes('class="hidden"') ? [note, hidden] : [note];
  const known = said.filter((one) => one !== undefined);
  return frame(known.length === 0 ? { ...parts, note: undefined } : { ...parts, note: joined(known, " ") }, body);
}

/** What stands around a table. */
export type FrameParts = Pick<FigureParts<never>, "id" | "level" | "title" | "answer"> & {
  readonly note?: Content;
};

/** A title, a sentence and a note around a table of any kind. */
export function frame({ id, level = 3, title, answer, note }: FrameParts, body: Html): Html {
  const heading = level === 3 ? html`<h3 id="${id}-title">${title}</h3>` : html`<h4 id="${id}-title">${title}</h4>`;
  return html`<figure id="${id}"><figcaption>${heading}
<p class="answer">${answer}</p></figcaption>
${body}${
  note === undefined
    ? undefined
    : html`
<p class="note">${note}</p>`
}</figure>
`;
}

function table<Row>({ id, columns, rows }: FigureParts<Row>): Html {
  // Roles are said: browsers forget those of rows that are laid out as grids on narrow screens.
  return html`<table class="rows ${columns.length > MANY_COLUMNS ? "many" : "few"}" role="table" aria-labelledby="${id}-title"><thead role="rowgroup"><tr role="row">${columns.map(heading)}</tr></thead>
<tbody role="rowgroup">
${joined(
  rows.map((row) => html`<tr role="row">${columns.map((column) => cell(column, row))}</tr>`),
  "\n",
)}
</tbody></table>`;
}

function heading<Row>({ label, kind, axis }: TableColumn<Row>): Html {
  return html`<th role="columnheader" scope="col" class="${kind}"><span class="label">${label}</span>${axis}</th>`;
}

function cell<Row>(column: TableColumn<Row>, row: Row): Html {
  const { label, kind } = column;
  const content = column.cell(row);
  if (kind === "name") return html`<th role="rowheader" scope="row" class="name">${content}</th>`;
  if (kind === "chart") return html`<td role="cell" class="chart">${content}</td>`;
  return html`<td role="cell" class="${kind}" data-label="${label}">${content}</td>`;
}
