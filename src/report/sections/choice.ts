import { FEWEST_SHOWN } from "../../disclosure/index.js";
import { type Context, hiddenNote, people } from "../context.js";
import { dot, drawing, line, linear } from "../page/draw.js";
import { figure, type TableColumn } from "../page/figure.js";
import { type Content, type Html, html, joined } from "../page/html.js";
import { amount, count, data, ratio } from "../page/numbers.js";
import type { ReportedAdvice, ReportedChoice, ReportedChoiceRow } from "../results.js";

/** Why this many segments: the criteria side by side. */
export function choiceSection(choice: ReportedChoice, context: Context): Html {
  const { rows, advice } = choice;
  const told = rows.some(({ auc }) => auc !== undefined);
  const varied = rows.some(({ spread }) => isNumber(spread?.silhouette));
  return html`<section id="choice" aria-labelledby="choice-title"><h2 id="choice-title">Why this many segments</h2>
${figure<ReportedChoiceRow>({
  id: "criteria",
  title: "Criteria by number of segments",
  answer: adviceText(advice),
  columns: columnsOf(choice, context),
  rows,
  note: html`Silhouette, Calinski-Harabasz and Jaccard: higher is better; Davies-Bouldin: lower is better. The Jaccard is that of the segment that comes out again least.${told ? " Cramér's V and AUC, both cross-fitted, say how well segments tell customers from other people: 0 and 0.5 are not at all." : ""}${varied ? " ± is the standard deviation over draws." : ""}`,
  hidden: hiddenNote(context),
})}<ul class="notes">${advice.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
</section>
`;
}

function columnsOf({ rows, advice }: ReportedChoice, context: Context): readonly TableColumn<ReportedChoiceRow>[] {
  const has = (key: keyof ReportedChoiceRow): boolean => rows.some((row) => row[key] !== undefined);
  const optional: readonly (readonly [keyof ReportedChoiceRow, TableColumn<ReportedChoiceRow>])[] = [
    ["jaccard", { label: "Lowest Jaccard", kind: "number", cell: ({ jaccard = [] }) => lowest(jaccard) }],
    ["smallest", { label: "Smallest", kind: "number", cell: ({ smallest }) => smallestCell(smallest, context) }],
    ["cramersV", { label: "Cramér's V", kind: "number", cell: ({ cramersV }) => optionalRatio(cramersV) }],
    ["auc", { label: "AUC", kind: "number", cell: ({ auc }) => optionalRatio(auc) }],
  ];
  return [
    {
      label: "How many",
      kind: "name",
      cell: ({ k }) =>
        k === advice.clusters
          ? html`<b>${data(count(k))} segments, as advised</b>`
          : html`${data(count(k))} ${k === 1 ? "segment" : "segments"}`,
    },
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
    rows.some(({ auc }) => auc !== undefined)
      ? drawn("AUC", rows, ({ auc }) => auc, 0.5)
      : drawn("Silhouette", rows, ({ silhouette }) => silhouette, 0),
  ];
}

/** What decides, as a line from where it says nothing: how well segments tell customers from others where there are customers, else how compact segments are. */
function drawn(
  name: string,
  rows: readonly ReportedChoiceRow[],
  of: (row: ReportedChoiceRow) => number | undefined,
  nothing: number,
): TableColumn<ReportedChoiceRow> {
  const scale = linear([nothing, ...rows.flatMap((row) => of(row) ?? [])]);
  return {
    label: `${name}, drawn`,
    kind: "chart",
    axis: scale.axis,
    cell: (row) => {
      const value = of(row);
      if (value === undefined) return drawing();
      return drawing(line(scale.place(nothing), scale.place(value), "interval"), dot(scale.place(value), "filled"));
    },
  };
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
