import type { SegmentStatistics } from "../estimator/index.js";
import { type ColumnSchema, directionOfMeanings, meaningOf, type Schema } from "../table/index.js";
import type { ColumnProfile, ValueShare } from "./segment-profile.js";

/**
 * Every segment's columns against all rows, the most telling first. Explanations and profiles both are made of these, so that they say the same.
 *
 * @param minimum - Columns that fewer people of a segment know have no place in it; shares that would tell of fewer are bounds.
 * @param isDescribed - Which columns are wanted; all by default.
 */
export function columnProfiles(
  statistics: SegmentStatistics,
  schema: Schema,
  minimum: number,
  isDescribed: (column: string) => boolean = () => true,
): ColumnProfile[][] {
  return Array.from(statistics.people, (people, s) => {
    if (people < minimum) return [];
    const columns = statistics.columns.flatMap((name, j) => {
      if (!isDescribed(name) || knownAt(statistics, j, s) < minimum) return [];
      return [{ profile: profileOf(statistics, j, s, schema.column(name), minimum), block: statistics.blocks[j]! }];
    });
    columns.sort((a, b) => Math.abs(b.profile.effect) - Math.abs(a.profile.effect));
    const leaders = new Map<number, string>();
    return columns.map(({ profile, block }): ColumnProfile => {
      const leader = leaders.get(block);
      if (leader !== undefined) return { ...profile, sameAs: leader };
      leaders.set(block, profile.column);
      return profile;
    });
  });
}

function knownAt({ known, people }: SegmentStatistics, j: number, s: number): number {
  return known[j * people.length + s]!;
}

function profileOf(
  statistics: SegmentStatistics,
  j: number,
  s: number,
  facts: ColumnSchema,
  minimum: number,
): ColumnProfile {
  const { columns, people, means, medians, overall, shows } = statistics;
  const segments = people.length;
  const known = knownAt(statistics, j, s);
  const isNamed = statistics.words[statistics.starts[j]!] != null || facts.level === "nominal";
  const isNumber = !isNamed && shows[j] !== "date";
  const shares = sharesOf(statistics, j, s, facts);
  const [mean, deviation] = [overall[4 * j]!, overall[4 * j + 1]!];
  const own = means[j * segments + s]!;
  const telling = isNamed ? mostTelling(shares, known, minimum) : undefined;
  const all = statistics.knownWeight ?? statistics.known;
  const everyone = sumOf(all, j * segments, segments);
  const rest = {
    people: sumOf(statistics.known, j * segments, segments) - known,
    share: all[j * segments + s]! / everyone,
  };
  const against = <V extends ValueShare>(value: V): V => ({
    ...value,
    ...restOf(value.share, value.overall, rest, minimum),
  });
  const effect = isNumber ? (deviation > 0 ? (own - mean) / deviation : 0) : (telling?.effect ?? 0);
  return {
    column: columns[j]!,
    ...(facts.description === undefined ? {} : { description: facts.description }),
    known,
    mean: isNumber ? own : Number.NaN,
    overall: isNumber ? mean : Number.NaN,
    ...(isNumber ? restOf(own, mean, rest, minimum) : {}),
    median: isNumber ? medians[j * (segments + 1) + s]! : Number.NaN,
    overallMedian: isNumber ? medians[j * (segments + 1) + segments]! : Number.NaN,
    effect,
    ...(isNumber && own !== mean ? moreOf(own > mean, facts) : {}),
    missing: 1 - known / people[s]!,
    values: shownValues(shares, known, minimum).map(against),
    ...(telling === undefined ? {} : { telling: against(telling.value) }),
    ...(isNamed && statistics.words[statistics.starts[j]!] == null && facts.guessed?.includes("level")
      ? { levelGuessed: true }
      : {}),
  };
}

/**
 * What all other rows have, where enough people are in them: from the figures of the segment and of all rows that are shown, so that it shows no
 * more. Of a bound it is one too.
 */
function restOf(
  own: number,
  overall: number,
  { people, share }: { readonly people: number; readonly share: number },
  minimum: number,
): { readonly rest?: number } {
  return people < minimum ? {} : { rest: (overall - share * own) / (1 - share) };
}

function sumOf(values: ArrayLike<number>, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += values[i]!;
  return sum;
}

/** Fewer meanings say nothing of a scale. */
const FEWEST_MEANINGS = 2;

/** Where codes have meanings and nothing says in which way they run, higher codes are not called more. */
function moreOf(isHigher: boolean, { direction, codes }: ColumnSchema): Pick<ColumnProfile, "more"> {
  const known = direction ?? directionOfMeanings(codes);
  const meant = Object.keys(codes ?? {}).filter((code) => Number.isFinite(Number(code))).length;
  if (known === undefined && meant >= FEWEST_MEANINGS) return {};
  return { more: isHigher !== (known === "down") };
}

/** A value's share with what it rests on. */
interface HeldValue {
  readonly value: ValueShare;
  readonly people: number;
  /** The difference of shares in standard deviations of holding the value. */
  readonly effect: number;
}

function sharesOf(statistics: SegmentStatistics, j: number, s: number, { codes }: ColumnSchema): HeldValue[] {
  const { people, starts, values, words, counts, known, shows } = statistics;
  const segments = people.length;
  const held = statistics.countWeight ?? counts;
  const all = statistics.knownWeight ?? known;
  const everyone = sumOf(all, j * segments, segments);
  return Array.from({ length: starts[j + 1]! - starts[j]! }, (_, k): HeldValue => {
    const at = starts[j]! + k;
    const share = held[at * segments + s]! / all[j * segments + s]!;
    const overall = sumOf(held, at * segments, segments) / everyone;
    const shown = words[at] ?? shownNumber(values[at]!, shows[j]!);
    const meaning = meaningOf(codes, shown);
    return {
      value: { value: shown, ...(meaning === undefined ? {} : { meaning }), share, overall, index: share / overall },
      people: counts[at * segments + s]!,
      effect: effectOf(share, overall),
    };
  });
}

function effectOf(share: number, overall: number): number {
  const deviation = Math.sqrt(overall * (1 - overall));
  return deviation > 0 ? (share - overall) / deviation : 0;
}

function shownNumber(value: number, shows: "boolean" | "date" | null): string {
  if (shows === "boolean") return String(value === 1);
  return shows === "date" ? new Date(value).toISOString() : String(value);
}

/**
 * Values that are held more often than overall, the most telling first. Where all others are held by fewer people than the minimum, the share of the smallest
 * is a bound: else that of the others could be had from it.
 */
function shownValues(shares: readonly HeldValue[], known: number, minimum: number): ValueShare[] {
  const shown = shares.filter(({ people, value }) => people >= minimum && value.index > 1);
  const rest = shown.reduce((left, { people }) => left - people, known);
  const smallest = shown.reduce<HeldValue | undefined>(
    (a, b) => (a === undefined || b.people < a.people ? b : a),
    undefined,
  );
  const isTold = rest > 0 && rest < minimum;
  return shown
    .sort((a, b) => b.effect - a.effect)
    .flatMap((held) => {
      if (!isTold || held !== smallest) return [held.value];
      const share = (held.people + rest - minimum) / known;
      const index = share / held.value.overall;
      return index > 1 ? [{ ...held.value, share, index, bound: "above" as const }] : [];
    });
}

/** The value whose share differs most. Where fewer people than the minimum hold it, or do not, its share is said to be below or above a bound. */
function mostTelling(
  shares: readonly HeldValue[],
  known: number,
  minimum: number,
): { readonly value: ValueShare; readonly effect: number } | undefined {
  // Of two values alone, one is held as much more often as the other less: rounding must not say which speaks.
  const size = ({ effect }: HeldValue): number => Math.round(Math.abs(effect) * 1e9);
  const sorted = [...shares].sort((a, b) => size(b) - size(a) || b.effect - a.effect);
  for (const { value, people, effect } of sorted) {
    const others = known - people;
    const isFew = people > 0 && people < minimum;
    if (!isFew && !(others > 0 && others < minimum)) return { value, effect };
    const share = isFew ? Math.min(1, minimum / known) : Math.max(0, 1 - minimum / known);
    const bounded = effectOf(share, value.overall);
    // A bound that lies on the other side of what is usual tells nothing.
    if (bounded * effect <= 0) continue;
    return {
      value: { ...value, share, index: share / value.overall, bound: isFew ? "below" : "above" },
      effect: bounded,
    };
  }
  return undefined;
}
