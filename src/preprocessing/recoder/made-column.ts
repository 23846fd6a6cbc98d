import { recodingOf } from "../../engine/program/index.js";
import type { ColumnSchema, Level } from "../../table/index.js";
import { numericRecoding } from "./numeric-recoding.js";
import type { MadeColumn, RecodeHow } from "./rule.js";

const LEVELS: Readonly<Partial<Record<RecodeHow["kind"], Level>>> = {
  ranges: "ordinal",
  recency: "ordinal",
  daysBefore: "numeric",
};

/** What is known of a column that a rule makes: what the rule says, and what follows from its kind and the old column. */
export function madeColumn(how: RecodeHow, known: ColumnSchema, words: boolean): MadeColumn {
  const level = words ? "nominal" : how.kind === "reverse" ? (known.level ?? "ordinal") : LEVELS[how.kind];
  return {
    ...(level === undefined ? {} : { level }),
    ...directionOf(how, known),
    ...(how.kind === "reverse" || how.kind === "recency" ? movedCodes(how, known.codes) : {}),
    ...how.about,
  };
}

function directionOf(how: RecodeHow, { direction }: ColumnSchema): Pick<MadeColumn, "direction"> {
  if (how.kind === "recency") return { direction: "up" };
  if (how.kind !== "reverse" || direction === undefined) return {};
  return { direction: direction === "up" ? "down" : "up" };
}

/** Meanings go with their codes. */
function movedCodes(how: RecodeHow, codes: ColumnSchema["codes"]): Pick<MadeColumn, "codes"> {
  if (codes === undefined) return {};
  const run = recodingOf(numericRecoding(how));
  const moved = Object.entries(codes).flatMap(([code, meaning]): [string, string][] => {
    const result = run(Number(code));
    return result === undefined ? [] : [[String(result), meaning]];
  });
  return { codes: Object.fromEntries(moved) };
}
