import { FEWEST_SHOWN } from "../disclosure/index.js";
import { type Content, type Html, html, named } from "./page/html.js";
import { count, data, type Printed, percent } from "./page/numbers.js";
import type { SegmentId, SegmentNames } from "./results.js";
import type { Hidden } from "./small-cells.js";

/** For whom a report is: those who work with the files, or anybody it is passed on to. */
export type Audience = "operator" | "shared";

/** What every section asks: who reads, and what segments are called. */
export interface Context {
  /** For whom the report is. */
  readonly audience: Audience;
  /** Are small groups hidden? */
  readonly shared: boolean;
  /** A segment's short id, which stands wherever there is no room for its name. */
  key(segment: SegmentId): string;
  /** What the segment is called, as text. */
  nameText(segment: SegmentId): string;
  /** Its id and its name. */
  name(segment: SegmentId): Html;
}

const ASIDE = "Set aside: too little is known";

/** The context of a report on these segments. */
export function contextOf(audience: Audience, segments: readonly SegmentId[], names?: SegmentNames): Context {
  const words = [...new Set(segments)].filter((segment) => typeof segment === "string");
  const key = (segment: SegmentId): string =>
    segment === null ? "Out" : typeof segment === "number" ? `S${segment}` : `#${words.indexOf(segment) + 1}`;
  const nameText = (segment: SegmentId): string => {
    const given = segment === null ? undefined : nameOf(segment, names);
    return given ?? (segment === null ? ASIDE : typeof segment === "number" ? `Segment ${segment}` : segment);
  };
  return {
    audience,
    shared: audience === "shared",
    key,
    nameText,
    name: (segment) => html`<span class="key">${key(segment)}</span> ${named(nameText(segment))}`,
  };
}

function nameOf(segment: number | string, names: SegmentNames | undefined): string | undefined {
  if (names === undefined) return undefined;
  if (names instanceof Map) return names.get(segment);
  const { segments } = names as { readonly segments?: unknown };
  if (Array.isArray(names) && Array.isArray(segments)) return (names as readonly string[])[segments.indexOf(segment)];
  return Object.hasOwn(names, segment) ? (names as Readonly<Record<string, string>>)[segment] : undefined;
}

/** What stands for a number that is hidden to protect another. */
export const NOT_SHOWN: Html = html`<span class="hidden" title="not shown">–</span>`;

/** What stands for a small group. */
export const FEW: Html = html`<span class="hidden">&lt; ${FEWEST_SHOWN}</span>`;

/** A number of people, unless it is hidden. */
export function people(rows: number, hidden: Hidden): Html {
  return hidden === undefined ? data(count(rows)) : hidden === "small" ? FEW : NOT_SHOWN;
}

/** A share of some people, unless their number is hidden; then how large it can be at most. */
export function share(value: number, of: number, hidden: Hidden): Html {
  if (hidden === undefined) return data(percent(value));
  return hidden === "small" && of > FEWEST_SHOWN ? html`under ${limit(percent(FEWEST_SHOWN / of))}` : NOT_SHOWN;
}

/**
 * A share of a group: where it or the rest of the group is fewer than 30 people a shared copy tells the limit, not the number.
 *
 * @param of - How many people the share is of.
 * @param digits - Of the per cent.
 */
export function shareOf(value: number, of: number, shared: boolean, digits?: number): Html {
  if (!shared || value === 0 || value === 1) return data(percent(value, digits));
  // Less than half a person off 30 is a matter of rounding.
  const [holders, others] = [value * of, (1 - value) * of];
  if (of < 2 * FEWEST_SHOWN) return NOT_SHOWN;
  if (holders < FEWEST_SHOWN - 0.5) return html`under ${limit(percent(FEWEST_SHOWN / of))}`;
  if (others < FEWEST_SHOWN - 0.5) return html`over ${limit(percent(1 - FEWEST_SHOWN / of))}`;
  return data(percent(value, digits));
}

/** A limit that follows from a rule, and is no result. */
export function limit(printed: Printed): Html {
  return html`<span class="limit">${printed.text}</span>`;
}

/** The line under a table in which something is hidden. */
export function hiddenNote(context: Context): Content {
  return context.shared
    ? html`“–” and “&lt; ${FEWEST_SHOWN}” stand where there are fewer than ${FEWEST_SHOWN} people, or where such a number could be worked out.`
    : undefined;
}
