import { FEWEST_SHOWN, hideCells, hideTable, isSmall } from "../disclosure/index.js";

/** Why a cell is hidden: it is small, or it would give a small one away. */
export type Hidden = "small" | "protects" | undefined;

/** Which of the counts of one total must not be shown, and why. */
export function hideSmall(counts: readonly number[], fewest: number = FEWEST_SHOWN): Hidden[] {
  return reasons(counts, hideCells(counts, fewest), fewest);
}

/** The same for a table of counts whose sums by row and by column are known. */
export function hideSmallIn(table: readonly (readonly number[])[], fewest: number = FEWEST_SHOWN): Hidden[][] {
  const hidden = hideTable(
    table,
    fewest,
    Array.from(table[0] ?? [], () => false),
  );
  return table.map((row, i) => reasons(row, hidden[i]!, fewest));
}

function reasons(counts: readonly number[], hidden: readonly boolean[], fewest: number): Hidden[] {
  return counts.map((count, i) => (!hidden[i] ? undefined : isSmall(count, fewest) ? "small" : "protects"));
}

/** Steps one after the other, small ones joined with a neighbor until each has enough people: they add up, and no small group is shown. */
export function joinSmall<T>(steps: readonly T[], rowsOf: (step: T) => number, fewest: number = FEWEST_SHOWN): T[][] {
  const groups = steps.filter((step) => rowsOf(step) > 0).map((step) => [step]);
  const size = (group: readonly T[]): number => group.reduce((sum, step) => sum + rowsOf(step), 0);
  for (;;) {
    const at = groups.findIndex((group) => size(group) < fewest);
    if (at < 0 || groups.length < 2) return groups;
    const [before, after] = [groups[at - 1], groups[at + 1]];
    const left = after === undefined || (before !== undefined && size(before) < size(after)) ? at - 1 : at;
    groups.splice(left, 2, [...groups[left]!, ...groups[left + 1]!]);
  }
}
