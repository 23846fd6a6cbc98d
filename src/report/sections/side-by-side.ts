import type { Context } from "../context.js";
import type { Heat, HeatRow } from "../heat.js";
import { frame } from "../page/figure.js";
import { type Content, type Html, html, joined, named } from "../page/html.js";
import { count, data, ratio, signed } from "../page/numbers.js";
import type { SegmentId } from "../results.js";

/** From these effects on a cell is tinted, in standard deviations. */
const TINTS = [0.25, 0.5, 0.9] as const;
/** With more segments than this their columns need a wide screen. */
const MANY_SEGMENTS = 14;

/** All segments side by side: the columns that tell most as a heat map, the rest as a table. */
export function sideBySideSection(heat: Heat, context: Context): Html | undefined {
  const { ids, first, rest } = heat;
  if (first.length === 0) return undefined;
  const strongest = first.reduce((best, row) => (row.most > best.most ? row : best));
  const at = strongest.effects.findIndex((effect) => Math.abs(effect ?? 0) === strongest.most);
  return html`<section id="side-by-side" aria-labelledby="side-by-side-title"><h2 id="side-by-side-title">All side by side</h2>
${frame(
  {
    id: "heat-map",
    title: "What sets segments apart",
    answer: html`The strongest difference: ${context.name(ids[at]!)} has ${effect(strongest.effects[at] ?? 0)} standard deviations of ${named(strongest.column)}.`,
    note: html`Numbers are standard deviations from the mean of all rows: + is more of what the column measures, − is less; of names it is the value that differs most. Segments and columns that are alike stand together; of columns that say much the same one is shown. ${legend(ids, context)}`,
  },
  heatTable("heat-map", first, ids, context),
)}${
  rest.length === 0
    ? undefined
    : frame(
        {
          id: "other-columns",
          title: "The other columns",
          answer: html`These tell less, or much the same as one above: no segment differs by more than ${data(ratio(rest[0]!.most, 1))} standard deviations.`,
        },
        html`<details><summary>Show ${data(count(rest.length))} ${rest.length === 1 ? "column" : "columns"}</summary>
${heatTable("other-columns", rest, ids, context)}</details>`,
      )
}</section>
`;
}

function effect(value: number): Html {
  return html`<data value="${value.toFixed(1)}">${signed(value)}</data>`;
}

function heatTable(id: string, rows: readonly HeatRow[], ids: readonly SegmentId[], context: Context): Html {
  return html`<table class="heat heat-${ids.length > MANY_SEGMENTS ? "wide" : "narrow"}" aria-labelledby="${id}-title"><thead><tr><th scope="col">Column</th>${ids.map((segment) => html`<th scope="col">${context.key(segment)}</th>`)}</tr></thead>
<tbody>
${joined(
  rows.map(({ column, effects }) => html`<tr><th scope="row">${named(column)}</th>${effects.map(heatCell)}</tr>`),
  "\n",
)}
</tbody></table>`;
}

function heatCell(effect: number | undefined): Html {
  if (effect === undefined) return html`<td>–</td>`;
  const tint = TINTS.filter((from) => Math.abs(effect) >= from).length;
  const side = effect > 0 ? "more" : "less";
  return tint === 0 ? html`<td>${signed(effect)}</td>` : html`<td class="${side}${tint}">${signed(effect)}</td>`;
}

function legend(ids: readonly SegmentId[], context: Context): Content {
  return joined(
    [...ids].sort().map((segment) => context.name(segment)),
    ", ",
  );
}

/** On narrow screens each cell of a heat map says whose it is: the ids as a style, since they are the same in every row. */
export function heatStyle({ ids }: Heat, context: Context): string {
  return ids.map((segment, i) => `.heat td:nth-of-type(${i + 1}){--key:"${context.key(segment)} "}`).join("\n");
}
