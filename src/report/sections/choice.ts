import { type Context, hiddenNote, people } from "../context.js";
import { dot, drawing, line, linear, type Scale } from "../page/draw.js";
import { figure, type TableColumn } from "../page/figure.js";
import { type Content, type Html, html } from "../page/html.js";
import { amount, count, data, ratio } from "../page/numbers.js";
import type { ReportedChoice, ReportedChoiceRow } from "../results.js";
import { FEWEST_SHOWN } from "../small-cells.js";

/** Why this many segments: the criteria side by side. */
export function choiceSection(choice: ReportedChoice, context: Context): Html {
  const { rows, advice } = choice;
  const scale = linear([0, ...rows.map(({ silhouette }) => silhouette)]);
  return html`<section id="choice" aria-labelledby="choice-title"><h2 id="choice-title">Why this many segments</h2>
${figure<ReportedChoiceRow>({
  id: "criteria",
  title: "Criteria by number of segments",
  answer:
    advice.clusters === null
      ? "The criteria find no natural number of segments."
      : html`The advice is ${data(count(advice.clusters))} segments.`,
  columns: columnsOf(rows, scale, context),
  rows,
  note: html`Silhouette, Calinski-Harabasz and Jaccard: higher is better; Davies-Bouldin: lower is better. The Jaccard is that of the segment that comes out again least. ${hiddenNote(context)}`,
})}<ul class="notes">${advice.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
</section>
`;
}

function columnsOf(
  rows: readonly ReportedChoiceRow[],
  scale: Scale,
  context: Context,
): readonly TableColumn<ReportedChoiceRow>[] {
  const has = (key: keyof ReportedChoiceRow): boolean => rows.some((row) => row[key] !== undefined);
  const optional: readonly (readonly [keyof ReportedChoiceRow, TableColumn<ReportedChoiceRow>])[] = [
    ["jaccard", { label: "Lowest Jaccard", kind: "number", cell: ({ jaccard = [] }) => lowest(jaccard) }],
    ["smallest", { label: "Smallest", kind: "number", cell: ({ smallest }) => smallestCell(smallest, context) }],
    ["cramersV", { label: "Cramér's V", kind: "number", cell: ({ cramersV }) => optionalRatio(cramersV) }],
  ];
  return [
    { label: "Segments", kind: "name", cell: ({ k }) => data(count(k)) },
    { label: "Silhouette", kind: "number", cell: ({ silhouette }) => data(ratio(silhouette, 3)) },
    { label: "Calinski-Harabasz", kind: "number", cell: (row) => data(amount(row.calinskiHarabasz)) },
    { label: "Davies-Bouldin", kind: "number", cell: ({ daviesBouldin }) => data(ratio(daviesBouldin, 3)) },
    ...optional.filter(([key]) => has(key)).map(([, column]) => column),
    {
      label: "Silhouette, drawn",
      kind: "chart",
      axis: scale.axis,
      cell: ({ silhouette }) => {
        const at = scale.place(silhouette);
        return drawing(line(scale.place(0), at, "interval"), dot(at, "filled"));
      },
    },
  ];
}

function lowest(jaccard: readonly number[]): Content {
  return jaccard.length === 0 ? "–" : data(ratio(Math.min(...jaccard)));
}

function smallestCell(smallest: number | undefined, { shared }: Context): Content {
  if (smallest === undefined) return "–";
  return people(smallest, shared && smallest > 0 && smallest < FEWEST_SHOWN ? "small" : undefined);
}

function optionalRatio(value: number | undefined): Content {
  return value === undefined ? "–" : data(ratio(value));
}
