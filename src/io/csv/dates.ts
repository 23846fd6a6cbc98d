/** How a word writes a moment: a day, a day and time of no zone, a day and time of a stated zone. */
export type MomentKind = "day" | "local" | "zoned";

/** A moment: milliseconds since 1970, and nanoseconds within the millisecond. */
export interface Moment {
  readonly kind: MomentKind;
  readonly time: number;
  readonly nanoseconds: number;
}

/** Reads a word as a moment; undefined where it is none. */
export type MomentReader = (word: string) => Moment | undefined;

/** What stands in a word, part by part. */
export interface MomentParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  /** Digits behind the second's point. */
  readonly fraction?: string | undefined;
  /** `Z`, `UTC`, `+02`, `+0200` or `+02:00`. */
  readonly zone?: string | undefined;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
/** As ISO, databases and pandas write it: up to nine digits of a second, zones with or without minutes, or UTC in letters. */
const TIME =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/;
const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The moment of an ISO date, or of a date and time as ISO and databases write it. */
export function readIsoMoment(word: string): Moment | undefined {
  const day = DATE.exec(word);
  if (day !== null) return momentOf({ year: Number(day[1]), month: Number(day[2]), day: Number(day[3]) });
  const parts = TIME.exec(word);
  if (parts === null) return undefined;
  const [, year, month, date, hour, minute, second, fraction, zone] = parts;
  return momentOf({
    year: Number(year),
    month: Number(month),
    day: Number(date),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    fraction,
    zone,
  });
}

/** The moment that parts name, if there is such a moment. */
export function momentOf(parts: MomentParts): Moment | undefined {
  const { hour, minute = 0, second = 0, fraction = "", zone } = parts;
  const start = dayTime(parts);
  if (start === undefined) return undefined;
  if (hour === undefined) return { kind: "day", time: start, nanoseconds: 0 };
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const digits = fraction.padEnd(9, "0");
  const time = start + hour * 3_600_000 + minute * 60_000 + second * 1000 + Number(digits.slice(0, 3));
  const nanoseconds = Number(digits.slice(3));
  if (zone === undefined) return { kind: "local", time, nanoseconds };
  const offset = offsetOf(zone);
  return offset === undefined ? undefined : { kind: "zoned", time: time - offset * 60_000, nanoseconds };
}

/** Minutes that a zone is ahead of UTC. */
function offsetOf(zone: string): number | undefined {
  if (/^[A-Z]/.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** Midnight (UTC) of a day, if there is such a day. */
function dayTime({ year, month, day }: MomentParts): number | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > DAYS[month - 1]! + (leap ? 1 : 0)) return undefined;
  // Date.UTC would take years below 100 for 19xx.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
