import { customerShareCell, indexCell, intervalCell, peopleShareCell, type ShownSegment } from "../compared.js";
import type { Context } from "../context.js";
import type { ReportedData } from "../data-results.js";
import { type Content, type Html, html, joined } from "../page/html.js";
import { count, data, percent, ratio } from "../page/numbers.js";
import type { ReportedComparison, ReportedStability } from "../results.js";

/** What the answer is made from. */
export interface AnswerParts {
  readonly comparison: ReportedComparison;
  readonly segments: readonly ShownSegment[];
  readonly stability?: ReportedStability | undefined;
  readonly data?: ReportedData | undefined;
}

/** How many segments at most are named beside the first. */
const MORE = 3;
/** Customers set aside are a caveat from this share on. */
const MANY_ASIDE = 0.1;
/** A segment that comes out again less than this cannot be relied on. */
export const UNSTABLE = 0.6;
/** What is missing tells customers from others from this AUC on. */
const TELLING = 0.6;

/** The findings in three to five sentences: whom customers are, on whom to act, whom to avoid, and one caveat. */
export function answerSection(parts: AnswerParts, context: Context): Html {
  const { segments } = parts;
  const shown = segments.filter((segment) => segment.segment !== null && !segment.hidden);
  const more = shown.filter(({ finding }) => finding === "more").sort((a, b) => b.index - a.index);
  const fewer = shown.filter(({ finding }) => finding === "fewer").sort((a, b) => a.index - b.index);
  const sentences = [
    sizes(parts.comparison, shown.length),
    more.length === 0 ? nothingStandsOut(shown, fewer.length > 0) : strongest(more[0]!, parts.comparison, context),
    actOn(more.slice(1, 1 + MORE), context),
    avoid(fewer, parts.comparison, context),
    caveat(parts, context),
  ].filter((sentence) => sentence !== undefined);
  return html`<section id="answer" aria-labelledby="answer-title"><h2 id="answer-title">The answer</h2>
${sentences.map((sentence) => html`<p>${sentence}</p>\n`)}</section>
`;
}

function sizes({ customerRows, populationRows, cramersV }: ReportedComparison, segments: number): Html {
  const people = html`${data(count(customerRows))} customers, ${data(count(populationRows))} people`;
  if (!Number.isFinite(cramersV)) return html`How much they differ cannot be said of so few (${people}).`;
  const how = cramersV < 0.1 ? "hardly differ" : cramersV < 0.3 ? "differ somewhat" : "differ strongly";
  return html`Customers and people ${how} over ${segments === 1 ? "one segment" : "the segments"} (Cramér's V ${data(ratio(cramersV))}; ${people}).`;
}

function figures(segment: ShownSegment, comparison: ReportedComparison): Html {
  return html`${customerShareCell(segment, comparison)} of customers and ${peopleShareCell(segment, comparison)} of people, index ${indexCell(segment, comparison)}, ${data(percent(comparison.confidence, 0))} interval ${intervalCell(segment)}`;
}

function strongest(segment: ShownSegment, comparison: ReportedComparison, context: Context): Html {
  return html`Customers come most often from ${context.name(segment.segment)}: ${figures(segment, comparison)}; act on it first.`;
}

function nothingStandsOut(shown: readonly ShownSegment[], fewer: boolean): Html {
  const rule = html`<span class="limit">${fewer ? "1.1" : "0.9 to 1.1"}</span>`;
  if (shown.length === 0) return html`No segment has enough people to be shown.`;
  return fewer
    ? html`No segment surely has an index above ${rule}: there is none to act on.`
    : html`No segment's index surely leaves ${rule}: the segments do not tell customers from people.`;
}

function actOn(segments: readonly ShownSegment[], context: Context): Html | undefined {
  if (segments.length === 0) return undefined;
  const list = segments.map(({ segment, index }) => html`${context.name(segment)} (index ${data(ratio(index))})`);
  return html`Then act on ${listed(list)}.`;
}

function avoid(fewer: readonly ShownSegment[], comparison: ReportedComparison, context: Context): Html | undefined {
  const last = fewer[0];
  if (last === undefined) return undefined;
  return html`Avoid ${context.name(last.segment)}: ${figures(last, comparison)}.`;
}

function caveat({ comparison, segments, stability, data: facts }: AnswerParts, context: Context): Content {
  const aside = segments.find(({ segment }) => segment === null);
  if (aside !== undefined && !aside.hidden && aside.customerShare >= MANY_ASIDE)
    return html`Mind that ${customerShareCell(aside, comparison)} of customers and ${peopleShareCell(aside, comparison)} of people were set aside, since too little is known of them: nothing above is about them.`;
  const weakest = stability?.segments.reduce((low, one) => (one.jaccard < low.jaccard ? one : low));
  if (weakest !== undefined && weakest.jaccard < UNSTABLE)
    return html`Mind that ${context.name(weakest.segment)} does not hold: it comes out again with a Jaccard of ${data(ratio(weakest.jaccard))} alone.`;
  if (facts?.missingness !== undefined && facts.missingness.auc >= TELLING)
    return html`Mind that what is missing tells customers from people by itself (AUC ${data(ratio(facts.missingness.auc))}): some of the differences may lie in how the files were made.`;
  if (comparison.overlap === undefined || comparison.overlap === null)
    return html`Mind that the report does not know whether customers are part of the population: it takes the two files as separate.`;
  return html`Mind that an index says where customers come from, not whom a contact moves.`;
}

function listed(list: readonly Html[]): Html {
  if (list.length < 2) return joined(list);
  return html`${joined(list.slice(0, -1), ", ")} and ${list.at(-1)}`;
}
