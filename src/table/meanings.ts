import type { ColumnSchema } from "./column-schema.js";

type Meanings = ColumnSchema["codes"];

const LITTLE = /\b(lowest|low|no|none|never|little|few|small|short|weak|poor|young|cheap|not|far below|bad)\b/i;
const MUCH = /\b(highest|high|always|much|many|large|big|long|strong|rich|wealthy|top|old|expensive|far above|good)\b/i;

/** Meanings of numbers, in the order of these. */
function inOrder(codes: Meanings): string[] {
  return Object.entries(codes ?? {})
    .filter(([code, meaning]) => code.trim() !== "" && Number.isFinite(Number(code)) && meaning.trim() !== "")
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, meaning]) => meaning);
}

/** A scale whose meanings run from little to much, or from small amounts to large ones, goes up; the other way, down. Undefined where they do not say so. */
export function directionOfMeanings(codes: Meanings): "up" | "down" | undefined {
  const meanings = inOrder(codes);
  const [first, last] = [meanings[0] ?? "", meanings.at(-1) ?? ""];
  const says = (text: string, words: RegExp, others: RegExp): boolean => words.test(text) && !others.test(text);
  if (says(first, LITTLE, MUCH) && says(last, MUCH, LITTLE)) return "up";
  if (says(first, MUCH, LITTLE) && says(last, LITTLE, MUCH)) return "down";
  const amounts = meanings.map(amountOf);
  const isRising = (way: 1 | -1): boolean =>
    amounts.length > 1 &&
    amounts.every((amount, k) => amount !== undefined && (k === 0 || way * (amount - amounts[k - 1]!) >= 0)) &&
    amounts[0] !== amounts.at(-1);
  return isRising(1) ? "up" : isRising(-1) ? "down" : undefined;
}

/** With fewer meanings an order may be chance. */
const FEWEST_MEANINGS = 3;
/** The share of meanings that must have a place in an order, and the share of pairs of them that must stand in it. */
const PLACED = 0.5;
const IN_ORDER = 0.8;

/**
 * Do the meanings of a column's codes have an order? They do where amounts in them rise or fall with the codes (`20 to 30 years`, `31 to 40 years`), or degrees
 * (`low`, `average`, `very high`; of long scales the first and the last are enough). Undefined where there are fewer than three.
 */
export function haveOrder(codes: Meanings): boolean | undefined {
  const meanings = inOrder(codes);
  if (meanings.length < FEWEST_MEANINGS) return undefined;
  if (directionOfMeanings(codes) !== undefined) return true;
  return isOrdered(meanings.map(amountOf)) || isOrdered(meanings.map(degreeOf));
}

/** Do most have a place, and do places rise with the codes, or fall? */
function isOrdered(places: readonly (number | undefined)[]): boolean {
  const known = places.filter((place) => place !== undefined);
  if (known.length < Math.max(FEWEST_MEANINGS, PLACED * places.length)) return false;
  let [rising, falling] = [0, 0];
  for (let a = 0; a < known.length; a++)
    for (let b = a + 1; b < known.length; b++) {
      if (known[b]! > known[a]!) rising++;
      if (known[b]! < known[a]!) falling++;
    }
  return Math.max(rising, falling) >= IN_ORDER * (rising + falling) && rising + falling > 0;
}

/** A number behind one of these words names something. */
const NUMBERED = /\b(type|kind|group|cluster|class|category|segment|zone|region|model|code|number|nr|no)\.?\s*\d+/gi;
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/** The first amount that a meaning names. */
function amountOf(meaning: string): number | undefined {
  const text = meaning.replace(NUMBERED, " ");
  const digits = /\d+(?:[.,]\d+)*/.exec(text)?.[0];
  if (digits !== undefined) return Number(digits.replace(/[.,](?=\d{3}(\D|$))/g, "").replace(",", "."));
  const ordinal = ORDINALS.findIndex((word) => new RegExp(`\\b${word}\\b`, "i").test(text));
  return ordinal < 0 ? undefined : ordinal + 1;
}

const NOTHING = /\b(no|none|never|not at all|without)\b/i;
const BELOW =
  /\b(lowest|low|lower|least|little|less|few|fewer|small|smaller|short|weak|poor|young|cheap|seldom|rare|rarely|minor|below|bad|worse|light)\b/i;
const MIDDLE = /\b(average|medium|middle|moderate|mid|mean|normal|neutral|sometimes|occasionally|partly)\b/i;
const ABOVE =
  /\b(highest|high|higher|most|much|more|many|large|larger|big|long|strong|rich|wealthy|old|expensive|often|frequent|frequently|always|major|above|good|better|upper|top|heavy)\b/i;
const STRONGLY = /\b(very|extremely|highest|lowest|far|always|most|least|top)\b/i;
const WEAKLY = /\b(rather|somewhat|fairly|relatively|slightly|quite|middle)\b/i;

/** How much of something a meaning says there is, from -3 to 3. */
function degreeOf(meaning: string): number | undefined {
  const [below, above] = [BELOW.test(meaning), ABOVE.test(meaning)];
  if (below !== above) {
    const size = STRONGLY.test(meaning) ? 3 : WEAKLY.test(meaning) ? 1 : 2;
    return below ? -size : size;
  }
  if (MIDDLE.test(meaning)) return 0;
  return NOTHING.test(meaning) ? -3 : undefined;
}
