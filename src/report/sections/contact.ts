import { FEWEST_SHOWN } from "../../disclosure/index.js";
import { type Context, hiddenNote, NOT_SHOWN, people, share } from "../context.js";
import { bar, dot, drawing, line, linear, shares } from "../page/draw.js";
import { figure } from "../page/figure.js";
import { type Content, type Html, html, joined, named } from "../page/html.js";
import { amount, count, data, percent } from "../page/numbers.js";
import type { ReportedCampaign, ReportedCampaignPart, ReportedList } from "../results.js";
import { type Hidden, hideSmall, joinSmall } from "../small-cells.js";

/** Whom to contact: the way from the file to the list, and what came of what was promised. */
export function contactSection(
  list: ReportedList | undefined,
  campaign: ReportedCampaign | undefined,
  context: Context,
): Html | undefined {
  if (list === undefined && campaign === undefined) return undefined;
  return html`<section id="contact" aria-labelledby="contact-title"><h2 id="contact-title">Whom to contact</h2>
${list === undefined ? undefined : waterfallFigure(list, context)}${campaign === undefined ? undefined : campaignFigure(campaign, context)}${campaign === undefined ? undefined : gainsFigure(campaign, context)}</section>
`;
}

/** Outcomes that are shown as one. */
export interface Step {
  readonly outcomes: readonly string[];
  readonly rows: number;
  readonly left: number;
}

/** The steps of a waterfall, those of few people joined with a neighbor in a shared copy. */
export function stepsOf({ waterfall }: ReportedList, { shared }: Context): Step[] {
  const groups = shared ? joinSmall(waterfall, ({ rows }) => rows) : waterfall.map((step) => [step]);
  return groups.map((group) => ({
    outcomes: group.map(({ outcome }) => outcome),
    rows: group.reduce((sum, { rows }) => sum + rows, 0),
    left: group.at(-1)!.left,
  }));
}

function waterfallFigure(list: ReportedList, context: Context): Html {
  const steps = stepsOf(list, context);
  const all = steps.reduce((sum, { rows }) => sum + rows, 0);
  const last = steps.at(-1);
  const few = (rows: number): Hidden => (context.shared && rows > 0 && rows < FEWEST_SHOWN ? "small" : undefined);
  const scale = linear([all]);
  return figure<Step>({
    id: "waterfall",
    title: "From the file to the list",
    answer: html`Of ${people(all, few(all))} people ${people(last?.left ?? 0, few(last?.left ?? 0))} are on the list.${promiseText(list, context)}`,
    columns: [
      { label: "Outcome", kind: "name", cell: ({ outcomes }) => joined(outcomes.map(named), " and ") },
      { label: "People", kind: "number", cell: ({ rows }) => people(rows, few(rows)) },
      { label: "Left", kind: "number", cell: ({ left }) => people(left, few(left)) },
      {
        label: "■ left",
        kind: "chart",
        axis: scale.axis,
        cell: ({ left }) => (few(left) === undefined ? drawing(bar(0, scale.place(left), "whole")) : drawing()),
      },
    ],
    rows: steps,
    note: context.shared
      ? html`Every person of the file has one outcome. Outcomes of fewer than ${FEWEST_SHOWN} people are joined with the next.`
      : "Every person of the file has one outcome.",
  });
}

function promiseText({ promise }: ReportedList, { shared }: Context): Content {
  if (promise === undefined) return undefined;
  const few = shared && promise.responses < FEWEST_SHOWN;
  const responses = few ? html`fewer than ${FEWEST_SHOWN}` : data(count(promise.responses));
  return html` To be expected: ${responses} responses${few ? "" : html` and a profit of ${data(amount(promise.profit))}`}.`;
}

export interface ShownPart extends ReportedCampaignPart {
  readonly hidden: boolean;
}

/** The parts of a campaign with whether they may be shown: both those who responded and those who did not are people. */
export function shownParts(campaign: ReportedCampaign, { shared }: Context): ShownPart[] {
  // The result merges parts for others; where none may be shown even so, or parts come without it, those of few people are hidden here.
  const merged = shared ? (campaign.shared?.().bins ?? []) : [];
  const bins = merged.length > 0 ? merged : campaign.bins;
  const came = shared ? hideSmall(bins.map(({ actual }) => actual)) : [];
  const others = shared ? hideSmall(bins.map(({ rows, actual }) => rows - actual)) : [];
  return bins.map((part, i) => ({ ...part, hidden: came[i] !== undefined || others[i] !== undefined }));
}

function campaignFigure(campaign: ReportedCampaign, context: Context): Html {
  const parts = shownParts(campaign, context);
  const open = parts.filter(({ hidden }) => !hidden);
  const scale = shares(open.flatMap(({ expectedRate, interval }) => [expectedRate, interval[1]]));
  const anyHidden = open.length < parts.length;
  const few = (value: number): Hidden => (context.shared && value > 0 && value < FEWEST_SHOWN ? "small" : undefined);
  const cell =
    (show: (part: ShownPart) => Content) =>
    (part: ShownPart): Content =>
      part.hidden ? NOT_SHOWN : show(part);
  return figure<ShownPart>({
    id: "campaign",
    title: "What was promised and what came",
    answer: html`Promised were ${data(count(campaign.expected))} responses, ${people(campaign.actual, few(campaign.actual))} came (${share(campaign.actual / campaign.rows, campaign.rows, few(campaign.actual))}).`,
    columns: [
      { label: "Part of the list", kind: "name", cell: ({ bin }) => html`Part ${bin}` },
      { label: "People", kind: "number", cell: cell(({ rows }) => people(rows, undefined)) },
      { label: "Promised", kind: "number", cell: ({ expectedRate }) => data(percent(expectedRate)) },
      { label: "Came", kind: "number", cell: cell(({ rate }) => data(percent(rate))) },
      { label: "Interval", kind: "number", cell: cell(intervalText) },
      {
        label: "Responses reached",
        kind: "number",
        cell: ({ reached }) => (anyHidden ? NOT_SHOWN : data(percent(reached))),
      },
      {
        label: "○ promised, ● came",
        kind: "chart",
        axis: scale.axis,
        cell: ({ hidden, expectedRate, rate, interval }) =>
          hidden
            ? drawing(dot(scale.place(expectedRate), "hollow"))
            : drawing(
                line(scale.place(interval[0]), scale.place(interval[1]), "interval"),
                dot(scale.place(expectedRate), "hollow"),
                dot(scale.place(rate), "filled"),
              ),
      },
    ],
    rows: parts,
    note: html`Part 1 has the best scores. Intervals of the rate that came, at ${data(percent(campaign.confidence, 0))}.`,
    hidden: hiddenNote(context),
  });
}

/** How much of the responses the best parts hold. */
interface Gain {
  readonly bin: number;
  readonly contacted: number;
  readonly reached: number;
}

/** The gains curve: responses reached by the people contacted, the best first; beside what any order would reach. */
function gainsFigure(campaign: ReportedCampaign, context: Context): Html | undefined {
  // Where a part is hidden, the differences of what is reached would give it away.
  const parts = shownParts(campaign, context);
  if (parts.some(({ hidden }) => hidden)) return undefined;
  let rows = 0;
  const gains = parts.map((part): Gain => {
    rows += part.rows;
    return { bin: part.bin, contacted: rows / campaign.rows, reached: part.reached };
  });
  const scale = shares([1]);
  const best = gains.reduce((most, gain) =>
    gain.reached - gain.contacted > most.reached - most.contacted ? gain : most,
  );
  return figure<Gain>({
    id: "gains",
    title: "Responses reached by people contacted",
    answer: html`The best ${data(percent(best.contacted, 1))} of the people gave ${data(percent(best.reached, 1))} of the responses.`,
    columns: [
      { label: "Up to", kind: "name", cell: ({ bin }) => html`Part ${bin}` },
      { label: "People", kind: "number", cell: ({ contacted }) => data(percent(contacted, 1)) },
      { label: "Responses", kind: "number", cell: ({ reached }) => data(percent(reached, 1)) },
      {
        label: "■ responses, □ people",
        kind: "chart",
        axis: scale.axis,
        cell: ({ contacted, reached }) =>
          drawing(bar(0, scale.place(reached), "upper"), bar(0, scale.place(contacted), "lower")),
      },
    ],
    rows: gains,
    note: "An order by chance would reach as large a share of the responses as of the people.",
  });
}

function intervalText({ rate, interval }: ReportedCampaignPart): Content {
  const digits = percentDigits(rate);
  return html`<span class="interval">${data(percent(interval[0], digits))} to ${data(percent(interval[1], digits))}</span>`;
}

/** An interval has the digits of its estimate. */
function percentDigits(rate: number): number {
  return percent(rate).value.split(".")[1]!.length - 2;
}
