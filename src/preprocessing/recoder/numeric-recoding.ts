import type { Recoding } from "../../engine/program/index.js";
import type { RecodeHow } from "./rule.js";

/** A rule that is arithmetic on numbers. @throws TypeError for those that list their results. */
export function numericRecoding(how: RecodeHow): Recoding {
  switch (how.kind) {
    case "recency":
      return { kind: "recency", oldest: how.oldest, never: Float64Array.from(how.never) };
    case "daysBefore":
      return { kind: "daysBefore", day: Date.parse(how.date) / 86_400_000 };
    case "reverse":
      return { kind: "reverse", from: how.from, to: how.to };
    case "datePart":
      return { kind: "datePart", part: how.part };
    case "number":
    case "tens":
    case "units":
      return { kind: how.kind };
    default:
      throw new TypeError(`"${how.kind}" lists its results`);
  }
}
