import { peopleCell, peopleShareCell, type ShownSegment } from "../compared.js";
import { type Context, hiddenNote } from "../context.js";
import { bar, drawing, shares } from "../page/draw.js";
import { figure } from "../page/figure.js";
import { type Html, html } from "../page/html.js";
import { count, data, ratio } from "../page/numbers.js";
import type { ReportedStability } from "../results.js";
import { UNSTABLE } from "./answer.js";

/** Segments of one file of people, without customers to compare them with. */
export interface Sizes {
  readonly populationRows: number;
  readonly segments: readonly ShownSegment[];
  readonly stability?: ReportedStability | undefined;
}

/** The answer where there are no customers: how many segments there are, the largest and the smallest, and one caveat. */
export function sizesAnswer(sizes: Sizes, context: Context): Html {
  const made = sizes.segments.filter(({ segment }) => segment !== null);
  const shown = made.filter(({ hidden }) => !hidden).sort((a, b) => b.population - a.population);
  const [largest, smallest] = [shown[0], shown.at(-1)];
  const share = (segment: ShownSegment): Html =>
    html`${context.name(segment.segment)}, ${peopleShareCell(segment, sizes)} of people`;
  const weakest = sizes.stability?.segments.reduce((low, one) => (one.jaccard < low.jaccard ? one : low));
  const sentences = [
    html`${data(count(sizes.populationRows))} people are in ${data(count(made.length))} ${made.length === 1 ? "segment" : "segments"}.`,
    largest === undefined ? html`No segment has enough people to be shown.` : html`The largest is ${share(largest)}.`,
    ...(smallest === undefined || smallest === largest
      ? []
      : [html`The smallest that is shown is ${share(smallest)}.`]),
    weakest !== undefined && weakest.jaccard < UNSTABLE
      ? html`Mind that ${context.name(weakest.segment)} does not hold: it comes out again with a Jaccard of ${data(ratio(weakest.jaccard))} alone.`
      : html`Mind that segments say how people differ, not whom to contact: no customers were compared with them.`,
  ];
  return html`<section id="answer" aria-labelledby="answer-title"><h2 id="answer-title">The answer</h2>
${sentences.map((sentence) => html`<p>${sentence}</p>\n`)}</section>
`;
}

/** How many people each segment holds. */
export function sizesSection(sizes: Sizes, context: Context): Html {
  const { segments, populationRows } = sizes;
  const open = segments.filter(({ hidden }) => !hidden);
  const scale = shares(open.map(({ populationShare }) => populationShare));
  const zero = scale.place(0);
  return html`<section id="who" aria-labelledby="who-title"><h2 id="who-title">Who and how many</h2>
${figure({
  id: "shares",
  title: "Shares of people",
  answer: html`${data(count(open.length))} of ${data(count(segments.length))} groups are shown.`,
  columns: [
    { label: "Segment", kind: "name", cell: ({ segment }) => context.name(segment) },
    { label: "People", kind: "number", cell: peopleCell },
    { label: "of all people", kind: "number", cell: (segment) => peopleShareCell(segment, sizes) },
    {
      label: "■ share of people",
      kind: "chart",
      axis: scale.axis,
      cell: ({ hidden, populationShare }) =>
        hidden ? drawing() : drawing(bar(zero, scale.place(populationShare), "upper")),
    },
  ],
  rows: segments,
  note: html`All together: ${data(count(populationRows))} people.`,
  hidden: hiddenNote(context),
})}</section>
`;
}
