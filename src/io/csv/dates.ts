const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})0*)?)?(Z|[+-]\d\d:?\d\d)?$/;
const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How a word writes a moment: a day, a day and time of no zone, a day and time of a stated zone. */
export type Moment = "day" | "local" | "zoned";

/** Milliseconds since 1970 of an ISO date or date and time, with its kind; undefined where the word is none. */
export function readMoment(word: string): { readonly kind: Moment; readonly time: number } | undefined {
  const day = DATE.exec(word);
  if (day !== null) {
    const time = dayTime(day);
    return time === undefined ? undefined : { kind: "day", time };
  }
  const parts = TIME.exec(word);
  if (parts === null) return undefined;
  const start = dayTime(parts);
  const [hours, minutes, seconds] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)];
  if (start === undefined || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const time = start + hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + Number((parts[7] ?? "").padEnd(3, "0"));
  const zone = parts[8];
  if (zone === undefined) return { kind: "local", time };
  if (zone === "Z") return { kind: "zoned", time };
  const ahead = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return { kind: "zoned", time: time - (zone.startsWith("-") ? -ahead : ahead) * 60_000 };
}

/** Midnight (UTC) of the day that a match's first three groups name, if there is such a day. */
function dayTime(parts: RegExpExecArray): number | undefined {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1) return undefined;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > DAYS[month - 1]! + (leap ? 1 : 0)) return undefined;
  // Date.UTC would take years below 100 for 19xx.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

/** The truth value of a word; undefined where it has none. */
export function readBoolean(word: string): boolean | undefined {
  return BOOLEANS.get(word);
}
