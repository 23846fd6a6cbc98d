/** Groups of fewer people than this are not shown in reports. */
export const FEWEST_SHOWN = 30;

/** What stands in a report in place of a number that is not shown. */
export const NOT_SHOWN = "–";

/**
 * Which counts a report must not show: those of 1 to `minimum` - 1 people, and, where that is a single one beside others, the next
 * smallest too, since the single one could be had from the total.
 */
export function hiddenCells(counts: ArrayLike<number>, minimum: number): boolean[] {
  const hidden = Array.from(counts, (count) => count > 0 && count < minimum);
  if (hidden.filter(Boolean).length !== 1) return hidden;
  let next = -1;
  for (let k = 0; k < counts.length; k++)
    if (!hidden[k] && counts[k]! > 0 && (next < 0 || counts[k]! < counts[next]!)) next = k;
  if (next >= 0) hidden[next] = true;
  return hidden;
}

/** The line under a report in which something is not shown. */
export function hiddenNote(minimum: number): string {
  return `${NOT_SHOWN} fewer than ${minimum} people, or what would give such a number away.`;
}
