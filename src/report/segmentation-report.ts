import { sha256 } from "@noble/hashes/sha2.js";
import { KindredError } from "../errors/index.js";
import { check, optionsCheck } from "../options/index.js";
import { profiledSegments, shownComparison, shownSegments } from "./compared.js";
import { type Audience, contextOf } from "./context.js";
import type { ReportedData } from "./data-results.js";
import { heatOf } from "./heat.js";
import { type Content, Html, html } from "./page/html.js";
import { STYLE } from "./page/style.js";
import type {
  ReportedCampaign,
  ReportedChoice,
  ReportedComparison,
  ReportedList,
  ReportedMigration,
  ReportedModel,
  ReportedProfile,
  ReportedRule,
  ReportedStability,
  SegmentNames,
} from "./results.js";
import { answerSection } from "./sections/answer.js";
import { cardsSection } from "./sections/cards.js";
import { choiceSection } from "./sections/choice.js";
import { contactSection } from "./sections/contact.js";
import { dataSection } from "./sections/data.js";
import { holdSection } from "./sections/hold.js";
import { methodSection } from "./sections/method.js";
import { heatStyle, sideBySideSection } from "./sections/side-by-side.js";
import { sizesAnswer, sizesSection } from "./sections/sizes.js";
import { whoSection } from "./sections/who.js";

/** Results to report. A section is there where its result is given; either the comparison or the profile is needed. */
export interface ReportOptions {
  /** What `compareSegments` gave; without it the report tells of one file of people, and of no customers. */
  readonly comparison?: ReportedComparison;
  /** What `profileSegments` gave for the population. */
  readonly profile?: ReportedProfile;
  /** The fitted model or pipeline that made the segments. */
  readonly model?: ReportedModel;
  /** Rules that find segments by a few columns; those of the profile by default. */
  readonly rules?: readonly ReportedRule[];
  /** What `chooseClusters` gave. */
  readonly choice?: ReportedChoice;
  /** What `stability` gave. */
  readonly stability?: ReportedStability;
  /** What `migration` gave. */
  readonly migration?: ReportedMigration;
  /** What `prospectList` gave. Nothing of a person on it is read. */
  readonly list?: ReportedList;
  /** What `campaignReport` gave. */
  readonly campaign?: ReportedCampaign;
  /** Files, missing blocks, dropped columns, drift. */
  readonly data?: ReportedData;
  /** Names of segments. */
  readonly names?: SegmentNames;
  /** The page's title; `"Customer segments"` by default. */
  readonly title?: string;
  /**
   * For whom the copy is. In a `"shared"` one, which is the default, there is no number of 1 to 29 people, and none that could be worked out; an
   * `"operator"`'s copy shows everything and adds up.
   */
  readonly audience?: Audience;
}

const WHERE = "segmentationReport";

const checkOptions = optionsCheck<ReportOptions>(WHERE, {
  comparison: check.anyObject,
  profile: check.anyObject,
  model: check.anyObject,
  rules: check.expected(Array.isArray, "a list of rules"),
  choice: check.anyObject,
  stability: check.anyObject,
  migration: check.anyObject,
  list: check.anyObject,
  campaign: check.anyObject,
  data: check.anyObject,
  names: check.data,
  title: check.text,
  audience: check.oneOf("shared", "operator"),
});

/**
 * Results as one page for people: the answer first, then who and how many, each segment, all side by side, why this many, whether it holds, whom to
 * contact, the data and the method. One HTML file without scripts that fetches nothing; its tables are its charts, so that it can be read
 * without styles, in print, without colors, and aloud. The same results give the same bytes.
 *
 * @returns The page as text: write it to a file.
 * @throws KindredError where there is neither a comparison nor a profile, it has no segments, or the audience is unknown.
 *
 * @example
 * ```ts
 * import { compareSegments } from "kindred";
 * import { segmentationReport } from "kindred/report";
 *
 * const segmentOf = (share: number) => Array.from({ length: 1000 }, (_, i) => (i < 1000 * share ? 0 : 1));
 * const comparison = compareSegments({ population: segmentOf(0.3), customers: segmentOf(0.6), overlap: "none" });
 * const page = segmentationReport({ comparison, names: ["Families in cities", "Others"], audience: "shared" });
 * page.includes("Families in cities"); // true
 * page.includes("<script"); // false
 * ```
 */
export function segmentationReport(results: ReportOptions): string {
  checkOptions(results);
  checkComparison(results);
  const { profile, choice, stability, migration, list, campaign, data, model, names } = results;
  const { rules = rulesIn(profile) } = results;
  const { title = "Customer segments", audience = "shared" } = results;
  const ids = (results.comparison ?? profile!).segments.map(({ segment }) => segment);
  const context = contextOf(audience, ids, names);
  const comparison = results.comparison && shownComparison(results.comparison, context);
  const segments = comparison === undefined ? profiledSegments(profile!, context) : shownSegments(comparison, context);
  const populationRows = comparison?.populationRows ?? profile!.segments.reduce((sum, { rows }) => sum + rows, 0);
  const sizes = { populationRows, segments, stability };
  const heat = profile === undefined ? undefined : heatOf(profile, segments, context);
  const sections: readonly (readonly [id: string, label: string, content: Html | undefined])[] = [
    [
      "answer",
      "The answer",
      comparison === undefined
        ? sizesAnswer(sizes, context)
        : answerSection({ comparison, segments, stability, data }, context),
    ],
    [
      "who",
      "Who and how many",
      comparison === undefined ? sizesSection(sizes, context) : whoSection(comparison, segments, context),
    ],
    ["cards", "One by one", cardsSection({ ...results, rules, comparison, populationRows, segments }, context)],
    ["side-by-side", "All side by side", heat === undefined ? undefined : sideBySideSection(heat, context)],
    ["choice", "Why this many", choice === undefined ? undefined : choiceSection(choice, context)],
    ["hold", "Will it hold", holdSection(stability, migration, context)],
    ["contact", "Whom to contact", contactSection(list, campaign, context)],
    ["data", "The data", data === undefined ? undefined : dataSection(data, context)],
    ["method", "The method", methodSection(model, data?.files, context)],
  ];
  const there = sections.filter(([, , content]) => content !== undefined);
  const style = heat === undefined ? STYLE : `${STYLE}${heatStyle(heat, context)}\n`;
  const page = html`<header><h1>${title}</h1>
<p class="copy">${context.shared ? "Copy to share: numbers of few people are hidden." : "Operator's copy: it shows groups of any size. Do not pass it on."}</p>
<nav aria-label="Sections"><ul>${there.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav></header>
<main>
${there.map(([, , content]) => content)}</main>`;
  return pageText(title, style, page);
}

function rulesIn(profile: ReportedProfile | undefined): ReportedRule[] {
  return (profile?.segments ?? []).flatMap(({ segment, rule }) => (rule === undefined ? [] : [{ segment, ...rule }]));
}

function checkComparison({ comparison, profile }: ReportOptions): void {
  const [name, maker] = comparison === undefined ? ["profile", "profileSegments"] : ["comparison", "compareSegments"];
  const segments: unknown = (comparison ?? profile)?.segments;
  if (!Array.isArray(segments) || segments.length === 0)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: WHERE,
      problem: comparison === profile ? "there is neither a comparison nor a profile" : `${name} has no segments`,
      fix: `Pass what ${maker} gave`,
    });
}

/** The page allows itself its own style and nothing else: no script, no address, whatever a name may hold. */
function pageText(title: string, style: string, body: Html): string {
  const policy = `default-src 'none'; style-src 'sha256-${base64(sha256(new TextEncoder().encode(style)))}'`;
  const page: Content = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return page.markup;
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
