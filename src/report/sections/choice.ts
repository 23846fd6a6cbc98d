import { type Context, hiddenNote, people } from "../context.js";
import { dot, drawing, line, linear, type Scale } from "../page/draw.js";
import { figure, type TableColumn } from "../page/figure.js";
import { type Content, type Html, html, joined } from "../page/html.js";
import { amount, count, data, ratio } from "../page/numbers.js";
import type { ReportedAdvice, ReportedChoice, ReportedChoiceRow } from "../results.js";
import { FEWEST_SHOWN } from "../small-cells.js";

/** Why this many segments: the criteria side by side. */
export function choiceSection(choice: ReportedChoice, context: Context): Html {
  const { rows, advice } = choice;
  const scale = linear([0, ...rows.map(({ silhouette }) => silhouette)]);
  const told = rows.some(({ auc }) => auc !== undefined);
  const varied = rows.some(({ spread }) => isNumber(spread?.silhouette));
  return html`<section id="choice" aria-labelledby="choice-title"><h2 id="choice-title">Why this many segments</h2>
${figure<ReportedChoiceRow>({
  id: "criteria",
  title: "Criteria by number of segments",
  answer: adviceText(advice),
  columns: columnsOf(rows, scale, context),
  rows,
  note: html`Silhouette, Calinski-Harabasz and Jaccard: higher is better; Davies-Bouldin: lower is better. The Jaccard is that of the segment that comes out again least.${told ? " Cramér's V and AUC, both cross-fitted, say how well segments tell customers from other people: 0 and 0.5 are not at all." : ""}${varied ? " ± is the standard deviation over draws." : ""} ${hiddenNote(context)}`,
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
    ["auc", { label: "AUC", kind: "number", cell: ({ auc }) => optionalRatio(auc) }],
  ];
  return [
    { label: "Segments", kind: "name", cell: ({ k }) => data(count(k)) },
    {
      label: "Silhouette",
      kind: "number",
      cell: ({ silhouette, spread }) => html`${data(ratio(silhouette, 3))}${plusMinus(spread?.silhouette)}`,
    },
    { label: "Calinski-Harabasz", kind: "number", cell: (row) => data(amount(row.calinskiHarabasz)) },
    {
      label: "Davies-Bouldin",
      kind: "number",
      cell: ({ daviesBouldin, spread }) => html`${data(ratio(daviesBouldin, 3))}${plusMinus(spread?.daviesBouldin)}`,
    },
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

/** The advice, whose numbers are those of the result. */
function adviceText({ clusters, sentence }: ReportedAdvice): Content {
  if (sentence !== undefined)
    return joined(
      sentence.split(/(\d+)/).map((part, at) => (at % 2 === 1 ? data(count(Number(part))) : part)),
      "",
    );
  return clusters === null
    ? "The criteria find no natural number of segments."
    : html`The advice is ${data(count(clusters))} segments.`;
}

function plusMinus(spread: number | null | undefined): Content {
  return isNumber(spread) ? html` <span class="spread">±\u202F${data(ratio(spread, 3))}</span>` : undefined;
}

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** The least Jaccard of the segments whose one is known. */
function lowest(jaccard: readonly (number | null)[]): Content {
  const known = jaccard.filter(isNumber);
  return known.length === 0 ? "–" : data(ratio(Math.min(...known)));
}

function smallestCell(smallest: number | undefined, { shared }: Context): Content {
  if (smallest === undefined) return "–";
  return people(smallest, shared && smallest > 0 && smallest < FEWEST_SHOWN ? "small" : undefined);
}

function optionalRatio(value: number | undefined): Content {
  return value === undefined ? "–" : data(ratio(value));
}
