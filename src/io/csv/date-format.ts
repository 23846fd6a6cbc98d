import { type MomentParts, type MomentReader, momentOf } from "./dates.js";

/** What each token stands for: the part of a moment, and what may stand there. */
const TOKENS: Readonly<Record<string, readonly [part: string, pattern: string]>> = {
  YYYY: ["year", "\\d{4}"],
  YY: ["shortYear", "\\d\\d"],
  MMM: ["monthName", "[A-Za-z]{3}"],
  MM: ["month", "\\d\\d"],
  M: ["month", "\\d\\d?"],
  DD: ["day", "\\d\\d"],
  D: ["day", "\\d\\d?"],
  HH: ["hour", "\\d\\d"],
  H: ["hour", "\\d\\d?"],
  mm: ["minute", "\\d\\d"],
  ss: ["second", "\\d\\d"],
  S: ["fraction", "\\d{1,9}"],
  Z: ["zone", "Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?"],
};
const TOKEN = /YYYY|YY|MMM|MM|M|DD|D|HH|H|mm|ss|S+|Z/g;
const MONTHS: readonly string[] = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/**
 * A reader of moments that are written as a format says: `DD.MM.YYYY`, `M/D/YY H:mm`. Undefined where the format names no year, month and
 * day, or a part twice.
 */
export function compileDateFormat(format: string): MomentReader | undefined {
  const parts: string[] = [];
  let pattern = "";
  let at = 0;
  for (const found of format.matchAll(TOKEN)) {
    const [part, digits] = TOKENS[found[0].startsWith("S") ? "S" : found[0]]!;
    pattern += `${literal(format.slice(at, found.index))}(${digits})`;
    parts.push(part);
    at = found.index + found[0].length;
  }
  pattern += literal(format.slice(at));
  const has = (...names: string[]): boolean => names.some((name) => parts.includes(name));
  const whole = has("year", "shortYear") && has("month", "monthName") && has("day");
  if (!whole || new Set(parts).size < parts.length || (has("minute", "second", "fraction") && !has("hour")))
    return undefined;
  const expression = new RegExp(`^${pattern}$`);
  return (word) => {
    const match = expression.exec(word);
    if (match === null) return undefined;
    const found = new Map(parts.map((part, k) => [part, match[k + 1]!]));
    return momentOf(partsOf(found));
  };
}

function partsOf(found: ReadonlyMap<string, string>): MomentParts {
  const number = (part: string): number | undefined => (found.has(part) ? Number(found.get(part)) : undefined);
  const short = number("shortYear");
  const named = found.get("monthName");
  const hour = number("hour");
  return {
    // As POSIX has it: 69 to 99 are 19xx.
    year: number("year") ?? (short! < 69 ? 2000 + short! : 1900 + short!),
    month: named === undefined ? number("month")! : MONTHS.indexOf(named.toLowerCase()) + 1,
    day: number("day")!,
    ...(hour === undefined ? {} : { hour, minute: number("minute") ?? 0, second: number("second") ?? 0 }),
    fraction: found.get("fraction"),
    zone: found.get("zone"),
  };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
