import { KindredError } from "../errors/index.js";

/** How large a document may be. */
export interface DocumentLimits {
  /** Characters of JSON text: 268 million by default. */
  readonly characters?: number;
  /** Lists and objects within each other: 256 by default. */
  readonly depth?: number;
  /** Single values: 20 million by default. A typed array counts as one. */
  readonly values?: number;
}

const CHARACTERS = 2 ** 28;
const DEPTH = 256;
const VALUES = 20_000_000;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Looks over a document's text before it is parsed, since parsing makes all of its values, and keeps the last of two keys: refuses what is larger or
 * deeper than the limits, a key that stands twice in one object, and the key `__proto__`. Text that is no JSON is for the parser to refuse.
 */
export function scanText(text: string, limits: DocumentLimits, where: string): void {
  const { characters = CHARACTERS, depth = DEPTH, values = VALUES } = limits;
  if (text.length > characters) throw tooLarge(where, `${text.length} characters`, characters, "characters");
  const open: (Set<string> | undefined)[] = [];
  let count = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      if (end < 0) return;
      const keys = open.at(-1);
      if (keys !== undefined && isKey(text, end)) {
        const key = keyOf(text, at, end);
        if (key === "__proto__" || keys.has(key)) throw badKey(where, key, at);
        keys.add(key);
      }
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (open.push(code === OPEN_OBJECT ? new Set() : undefined) > depth)
        throw tooLarge(
          where,
          `more than ${depth} lists and objects within each other (character ${at})`,
          depth,
          "depth",
        );
      count++;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) open.pop();
    else if (code === COMMA) count++;
    if (count > values) throw tooLarge(where, `more than ${values} values (character ${at})`, values, "values");
  }
}

/** Where the text that begins at a quote ends; -1 where it does not. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}

/** Does a colon follow? */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (" \n\r\t".includes(text.charAt(at)) && at < text.length) at++;
  return text.charCodeAt(at) === COLON;
}

/** A key without its escapes. */
function keyOf(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  if (!raw.includes("\\")) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

function badKey(where: string, key: string, at: number): KindredError {
  const shown = JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key);
  return new KindredError({
    code: "BAD_DOCUMENT",
    where,
    problem: `the document has the key ${shown} ${key === "__proto__" ? "" : "twice in one object "}(character ${at})`,
    fix: "Pass what JSON.stringify wrote, whole and unchanged",
  });
}

function tooLarge(where: string, has: string, limit: number, option: keyof DocumentLimits): KindredError {
  return new KindredError({
    code: "LIMIT_EXCEEDED",
    where,
    problem: `the document has ${has} and the limit is ${limit}`,
    fix: `Raise { limits: { ${option} } } where you trust who wrote it`,
  });
}
