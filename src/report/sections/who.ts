import {
  customerShareCell,
  customersCell,
  indexCell,
  intervalCell,
  intervalOf,
  peopleCell,
  peopleShareCell,
  SAME,
  type ShownSegment,
} from "../compared.js";
import { type Context, hiddenNote, limit, NOT_SHOWN } from "../context.js";
import { band, dot, drawing, line, linear, ratios, shares } from "../page/draw.js";
import { figure, type TableColumn } from "../page/figure.js";
import { type Content, type Html, html } from "../page/html.js";
import { count, data, percent, ratio } from "../page/numbers.js";
import type { ReportedComparison } from "../results.js";

/** Who customers are and how many: shares of both files, and the index of each segment. */
export function whoSection(comparison: ReportedComparison, segments: readonly ShownSegment[], context: Context): Html {
  return html`<section id="who" aria-labelledby="who-title"><h2 id="who-title">Who and how many</h2>
${sharesFigure(comparison, segments, context)}${expectedFigure(comparison, segments, context)}${indexFigure(comparison, segments, context)}<ul class="notes">${comparison.notes.map((note) => html`<li>${note}</li>`)}</ul>
</section>
`;
}

function sharesFigure(comparison: ReportedComparison, segments: readonly ShownSegment[], context: Context): Html {
  const open = segments.filter(({ hidden }) => !hidden);
  const scale = shares(open.flatMap(({ populationShare, customerShare }) => [populationShare, customerShare]));
  const largest = open.reduce<ShownSegment | undefined>(
    (best, one) => (best === undefined || one.customerShare > best.customerShare ? one : best),
    undefined,
  );
  return figure({
    id: "shares",
    title: "Shares of customers and of people",
    answer:
      largest === undefined
        ? "No segment has enough people to be shown."
        : html`Most customers are in ${context.name(largest.segment)}: ${customerShareCell(largest, comparison)}, of people ${peopleShareCell(largest, comparison)}.`,
    columns: [
      { label: "Segment", kind: "name", cell: ({ segment }) => context.name(segment) },
      { label: "People", kind: "number", cell: peopleCell },
      { label: "of all people", kind: "number", cell: (segment) => peopleShareCell(segment, comparison) },
      { label: "Customers", kind: "number", cell: customersCell },
      { label: "of all customers", kind: "number", cell: (segment) => customerShareCell(segment, comparison) },
      {
        label: "○ people, ● customers",
        kind: "chart",
        axis: scale.axis,
        cell: ({ hidden, populationShare, customerShare }) => {
          const [people, customers] = [scale.place(populationShare), scale.place(customerShare)];
          return hidden
            ? drawing()
            : drawing(line(people, customers, "link"), dot(people, "hollow"), dot(customers, "filled"));
        },
      },
    ],
    rows: segments,
    note: html`All together: ${data(count(comparison.populationRows))} people, ${data(count(comparison.customerRows))} customers.`,
    hidden: hiddenNote(context),
  });
}

/** What each segment would have if customers were like people, beside what it has. */
function expectedFigure(
  comparison: ReportedComparison,
  segments: readonly ShownSegment[],
  context: Context,
): Html | undefined {
  const open = segments.filter(({ hidden, expected }) => !hidden && expected !== undefined);
  const [first] = open;
  if (first === undefined) return undefined;
  const excess = ({ customers, expected }: ShownSegment): number => Math.abs(customers - expected!);
  const widest = open.reduce((best, one) => (excess(one) > excess(best) ? one : best), first);
  const inThousands = (value: number): string => (value >= 1000 ? `${value / 1000}k` : String(value));
  const scale = linear(
    open.flatMap(({ customers, expected }) => [customers, expected!]),
    inThousands,
  );
  const cell =
    (show: (segment: ShownSegment) => Html) =>
    (segment: ShownSegment): Html =>
      segment.hidden || segment.expected === undefined ? NOT_SHOWN : show(segment);
  return figure<ShownSegment>({
    id: "expected",
    title: "Customers expected and found",
    answer: html`${context.name(widest.segment)} differs most from what was expected: ${data(count(widest.expected!))} customers expected, ${customersCell(widest)} found.`,
    columns: [
      { label: "Segment", kind: "name", cell: ({ segment }) => context.name(segment) },
      { label: "Expected", kind: "number", cell: cell(({ expected }) => data(count(expected!))) },
      { label: "Customers", kind: "number", cell: customersCell },
      ...(open.some(({ penetration }) => penetration !== undefined) ? [PENETRATION] : []),
      {
        label: "○ expected, ● found",
        kind: "chart",
        axis: scale.axis,
        cell: ({ hidden, expected, customers }) => {
          if (hidden || expected === undefined) return drawing();
          const [from, to] = [scale.place(expected), scale.place(customers)];
          return drawing(line(from, to, "link"), dot(from, "hollow"), dot(to, "filled"));
        },
      },
    ],
    rows: segments,
    note: html`Expected: the customers that a segment would have if it held as large a share of them as of all people.${comparison.overlap === "contained" ? " Penetration: how many of its people are customers." : " Penetration: its customers for each of its people, who are other people than they."}`,
    hidden: hiddenNote(context),
  });
}

const PENETRATION: TableColumn<ShownSegment> = {
  label: "Penetration",
  kind: "number",
  cell: ({ hidden, penetration }) => (hidden || penetration === undefined ? NOT_SHOWN : data(percent(penetration))),
};

function indexFigure(comparison: ReportedComparison, segments: readonly ShownSegment[], context: Context): Html {
  const open = segments.filter(({ hidden, index }) => !hidden && Number.isFinite(index));
  const scale = ratios(open.flatMap(({ interval }) => interval));
  const above = open.filter(({ finding }) => finding === "more").length;
  const below = open.filter(({ finding }) => finding === "fewer").length;
  return figure({
    id: "index",
    title: "Index of each segment",
    answer: html`${counted(above)} surely above the band, ${countedAlone(below)} surely below it.`,
    columns: [
      { label: "Segment", kind: "name", cell: ({ segment }) => context.name(segment) },
      { label: "Index", kind: "number", cell: (segment) => indexCell(segment, comparison) },
      { label: "Interval", kind: "number", cell: intervalCell },
      ...(open.some(({ keptIndex }) => keptIndex !== undefined) ? [KEPT] : []),
      { label: "Adjusted p", kind: "number", cell: pCell },
      {
        label: "● sure, ○ not sure",
        kind: "chart",
        axis: scale.axis,
        cell: (segment) => {
          const ground = [band(scale.place(SAME[0]), scale.place(SAME[1])), line(scale.place(1), 0, "mark")];
          if (segment.hidden || intervalOf(segment) === undefined) return drawing(...ground);
          const { index, interval, finding } = segment;
          return drawing(
            ...ground,
            line(scale.place(interval[0]), scale.place(interval[1]), "interval"),
            dot(scale.place(index), finding === "none" ? "hollow" : "filled"),
          );
        },
      },
    ],
    rows: segments,
    note: html`Index: share of customers over share of people; the axis is logarithmic, the band ${SAME[0]} to ${SAME[1]}. Intervals at ${data(percent(comparison.confidence, 0))}. A segment is sure where its interval leaves the band and its adjusted p is below 0.05.`,
  });
}

const KEPT: TableColumn<ShownSegment> = {
  label: "Index of rows kept",
  kind: "number",
  cell: ({ keptIndex }) => (keptIndex === undefined ? "–" : data(ratio(keptIndex))),
};

function counted(segments: number): Content {
  return segments === 0 ? "No segment is" : html`${number(segments)} ${segments === 1 ? "segment is" : "segments are"}`;
}

function countedAlone(segments: number): Content {
  return segments === 0 ? "none" : number(segments);
}

function number(segments: number): Html {
  return limit(count(segments));
}

function pCell({ hidden, adjustedP }: ShownSegment): Content {
  if (hidden) return "–";
  return adjustedP < 0.001 ? "< 0.001" : data(ratio(adjustedP, 3));
}
