import { customersCell, indexCell, intervalCell, peopleCell, peopleShareCell, type ShownSegment } from "../compared.js";
import { type Context, shareOf } from "../context.js";
import { bar, drawing, linear, type Scale, shares } from "../page/draw.js";
import { figure } from "../page/figure.js";
import { type Content, type Html, html, named } from "../page/html.js";
import { amount, data, ratio } from "../page/numbers.js";
import type {
  ProfiledColumn,
  ProfiledSegment,
  ProfiledValue,
  ReportedComparison,
  ReportedProfile,
  ReportedRule,
  ReportedStability,
} from "../results.js";
import { shownProfiles } from "../shown-profiles.js";

/** What the cards are made from. */
export interface CardParts {
  /** None where there are no customers. */
  readonly comparison?: ReportedComparison | undefined;
  readonly populationRows: number;
  readonly segments: readonly ShownSegment[];
  readonly profile?: ReportedProfile | undefined;
  readonly stability?: ReportedStability | undefined;
  readonly rules?: readonly ReportedRule[] | undefined;
}

/** Traits on a card. */
const TRAITS = 6;
/** Traits in a card's sentence. */
const SAID = 2;
/** Below this effect, in standard deviations, a segment is as everybody is. */
const NEARLY_NONE = 0.1;

/** One card a segment: its name, how large it is, its index, how often it comes out again, and what sets it apart. */
export function cardsSection(parts: CardParts, context: Context): Html {
  const profiles = shownProfiles(parts.profile, parts.segments, context);
  return html`<section id="cards" aria-labelledby="cards-title"><h2 id="cards-title">One by one</h2>
<div class="cards">
${parts.segments.map((segment) => card(segment, profiles.get(segment.segment), parts, context))}</div>
</section>
`;
}

function card(segment: ShownSegment, profile: ProfiledSegment | undefined, parts: CardParts, context: Context): Html {
  const { comparison, stability, rules = [] } = parts;
  const key = context.key(segment.segment);
  const id = `card-${key.replace("#", "name-")}`;
  const jaccard = stability?.segments.find((one) => one.segment === segment.segment)?.jaccard;
  const rule = rules.find((one) => one.segment === segment.segment);
  const facts: readonly (readonly [string, Content])[] = [
    ["People", html`${peopleCell(segment)} (${peopleShareCell(segment, parts)})`],
    ...(comparison === undefined ? [] : customerFacts(segment, comparison)),
    ...(jaccard === undefined ? [] : [["Stability", data(ratio(jaccard))] as const]),
  ];
  return html`<article class="card" aria-labelledby="${id}-name"><h3 id="${id}-name">${context.name(segment.segment)}</h3>
<dl>${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${profile === undefined || profile.columns.length === 0 ? undefined : traitsFigure(id, profile, context)}${rule === undefined ? undefined : ruleLine(rule, profile, context)}</article>
`;
}

function customerFacts(segment: ShownSegment, comparison: ReportedComparison): (readonly [string, Content])[] {
  return [
    ["Customers", customersCell(segment)],
    ["Index", indexCell(segment, comparison)],
    ["Interval", intervalCell(segment)],
  ];
}

function ruleLine(
  { text, coverage, precision, known = 1 }: ReportedRule,
  profile: ProfiledSegment | undefined,
  context: Context,
): Html {
  // Rules are learned from whole per cent.
  const found = (value: number): Html => shareOf(value, profile?.rows ?? 0, context.shared, 0);
  return html`<p class="rule">Found by: ${named(text)}. The rule finds ${found(coverage)} of the ${known < 1 ? html`${found(known)} of the segment of whom its columns are known` : "segment"}; of those it finds ${found(precision)} belong to it.</p>
`;
}

/** One line on a card: how much of something there is in the segment, and in the rest. */
interface Trait {
  readonly name: Html;
  readonly segment: Html;
  readonly others: Html;
  readonly bars: Html;
  readonly said: Html;
}

function traitsFigure(id: string, profile: ProfiledSegment, context: Context): Html {
  const shown = leadersFirst(profile.columns).slice(0, TRAITS);
  // Results without figures of the rest are compared with all.
  const compared = shown.every((column) => hasRest(column)) ? REST : ALL;
  const traits = shown.map((column) => traitOf(column, profile, compared, context));
  return figure({
    id: `${id}-traits`,
    level: 4,
    title: html`What sets <span class="key">${context.key(profile.segment)}</span> apart`,
    answer: html`Most of all ${traits.slice(0, SAID).map(({ said }, i) => html`${i === 0 ? "" : "; "}${said}`)}.`,
    columns: [
      { label: "Trait", kind: "name", cell: (trait) => trait.name },
      { label: "Segment", kind: "number", cell: (trait) => trait.segment },
      { label: compared.label, kind: "number", cell: (trait) => trait.others },
      { label: `■ segment, □ ${compared.word}`, kind: "chart", cell: (trait) => trait.bars },
    ],
    rows: traits,
  });
}

/** Of columns that say much the same the one that tells most; the others, and those of which nothing may be said, where there is nothing else to say. */
function leadersFirst(columns: readonly ProfiledColumn[]): ProfiledColumn[] {
  const isLeader = ({ sameAs, effect, mean, values }: ProfiledColumn): boolean =>
    sameAs === undefined && Math.abs(effect) >= NEARLY_NONE && (isNumber(mean) || values.length > 0);
  return [...columns.filter(isLeader), ...columns.filter((column) => !isLeader(column))];
}

/** What a segment is compared with. */
interface Compared {
  readonly label: string;
  readonly word: string;
  readonly said: string;
  of(one: ProfiledColumn | ProfiledValue): number | null;
  /** The share of all rows that these are, where the segment has this share. */
  part(share: number): number;
}

const REST: Compared = {
  label: "Rest",
  word: "rest",
  said: "in the rest",
  of: ({ rest }) => rest ?? null,
  part: (share) => 1 - share,
};
const ALL: Compared = { label: "All", word: "all", said: "overall", of: ({ overall }) => overall, part: () => 1 };

function hasRest(column: ProfiledColumn): boolean {
  const { mean, rest } = column;
  return isNumber(mean) ? isNumber(rest) : isNumber(tellingValue(column)?.rest ?? rest ?? null);
}

function traitOf(column: ProfiledColumn, profile: ProfiledSegment, compared: Compared, context: Context): Trait {
  const value = isNumber(column.mean) ? undefined : tellingValue(column);
  return value === undefined ? meanTrait(column, compared) : valueTrait(column, value, profile, compared, context);
}

/** The value whose share differs most from that of everybody. */
export function tellingValue({ values }: ProfiledColumn): ProfiledValue | undefined {
  const gain = ({ share, overall }: ProfiledValue): number => share - overall;
  return values.reduce<ProfiledValue | undefined>(
    (best, value) => (best === undefined || gain(value) > gain(best) ? value : best),
    undefined,
  );
}

function valueTrait(
  { column, missing }: ProfiledColumn,
  value: ProfiledValue,
  { rows, share }: ProfiledSegment,
  compared: Compared,
  { shared }: Context,
): Trait {
  const known = rows * (1 - missing);
  const scale = shares([1]);
  const name = html`${named(column)}: ${named(value.meaning ?? value.value)}`;
  const segment = shareOf(value.share, known, shared);
  const theirs = compared.of(value)!;
  // How many of them know the column is not in the result; all of their rows are the most there can be.
  const others = shareOf(theirs, (rows / share) * compared.part(share), shared);
  return {
    name,
    segment,
    others,
    bars: pair(scale, value.share, theirs),
    said: html`${name} for ${segment}, ${compared.said} ${others}`,
  };
}

function meanTrait(profiled: ProfiledColumn, compared: Compared): Trait {
  const { column, mean, effect, more } = profiled;
  const theirs = compared.of(profiled);
  if (!isNumber(mean) || !isNumber(theirs)) {
    const none = html`<span class="hidden">–</span>`;
    const name = named(column);
    return { name, segment: none, others: none, bars: drawing(), said: html`${name} differs` };
  }
  const word = Math.abs(effect) < NEARLY_NONE ? "as much " : more === undefined ? "" : more ? "more " : "less ";
  // A reader who sees "more" beside a lower mean must know in which way the scale runs.
  const isReversed = Math.abs(effect) >= NEARLY_NONE && more !== undefined && more !== mean > theirs;
  const runs = isReversed ? ", where low numbers are more" : "";
  const scale = linear([mean, theirs]);
  const [segment, others] = [data(amount(mean)), data(amount(theirs))];
  return {
    name: html`${word}${named(column)}${isReversed ? " (low numbers are more)" : ""}`,
    segment,
    others,
    bars: pair(scale, mean, theirs),
    said: html`${word}${named(column)} (mean ${segment}, ${compared.said} ${others}${runs})`,
  };
}

function pair(scale: Scale, segment: number, others: number): Html {
  const zero = scale.place(0);
  return drawing(bar(zero, scale.place(segment), "upper"), bar(zero, scale.place(others), "lower"));
}

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}
