import type { ColumnProfile, ValueShare } from "./segment-profile.js";

/** Below this effect a mean is not called more or less. */
export const NEARLY_NONE = 0.1;

/** What a column is called: its description where that is short, else its name. */
export function labelOf({ column, description }: Pick<ColumnProfile, "column" | "description">): string {
  return description === undefined || description.length > 40 ? column : `${column} (${description})`;
}

/** How one column sets a segment apart, in words. */
export function columnWords(profile: ColumnProfile): string {
  const { telling, values, mean, overall, median, overallMedian, more, effect } = profile;
  const label = labelOf(profile);
  if (telling !== undefined) {
    const often = telling.share > telling.overall ? "more" : "less";
    return `${often} often ${label} ${valueWords(telling)} (${shareWords(telling)})`;
  }
  const direction = more === undefined || Math.abs(effect) < NEARLY_NONE ? "" : more ? "more " : "less ";
  const [typical] = values;
  const middle = typical === undefined ? `median ${numberText(median)}, overall ${numberText(overallMedian)}; ` : "";
  // Beside "more" a lower mean is odd, unless it is said in which way the scale runs.
  const runs = direction !== "" && more !== mean > overall ? " (low numbers are more)" : "";
  const means = Number.isNaN(mean) ? "" : `${middle}mean ${numberText(mean)}, overall ${numberText(overall)}${runs}`;
  const held = typical === undefined ? "" : `${heldWords(typical)} for ${shareWords(typical)}`;
  return `${direction}${label}: ${[means, held].filter((part) => part !== "").join("; ")}`;
}

/** A number without a meaning says that it is a value: beside means and shares it could be either. */
function heldWords(value: ValueShare): string {
  const isNumber = value.meaning === undefined && Number.isFinite(Number(value.value));
  return isNumber ? `value ${value.value}` : valueWords(value);
}

/** A value by its meaning where it has one. */
export function valueWords({ value, meaning }: ValueShare): string {
  return meaning === undefined ? value : `"${meaning}"`;
}

function shareWords({ share, overall, bound }: ValueShare): string {
  return `${bound === undefined ? "" : `${bound} `}${percent(share)}, overall ${percent(overall)}`;
}

/** What is said of columns of codes that are taken for names. */
export function guessedNames(columns: readonly string[]): string {
  return `${columns.join(", ")}: codes taken for names, since their meanings have no order`;
}

/** A share as text. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A number with as many digits as its size wants. */
export function numberText(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 100 ? 1 : 2);
}
