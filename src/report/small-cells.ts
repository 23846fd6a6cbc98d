/** Groups of fewer people than this are not shown in a copy that is passed on. */
export const FEWEST_SHOWN = 30;

/** A reader who knows the total must not find a hidden number of people more closely than this. */
const WIDTH = 10;

/** Why a cell is hidden: it is small, or it would give a small one away. */
export type Hidden = "small" | "protects" | undefined;

/**
 * Which of the counts of one total must not be shown: those of 1 to 29 people, and as many of the next smallest as it takes that no reader finds a
 * hidden one by subtraction from the total: hidden counts have a sum of 30 or more, and each may be any of at least ten numbers.
 */
export function hideSmall(counts: readonly number[], fewest: number = FEWEST_SHOWN): Hidden[] {
  const hidden = counts.map((count): Hidden => (count > 0 && count < fewest ? "small" : undefined));
  const others = counts.map((_, i) => i).filter((i) => hidden[i] === undefined && counts[i]! > 0);
  others.sort((a, b) => counts[a]! - counts[b]! || a - b);
  while (others.length > 0 && !safe(counts, hidden, fewest)) hidden[others.shift()!] = "protects";
  return hidden;
}

/** Does the sum of the hidden counts, which anybody can work out, leave each of them open? */
function safe(counts: readonly number[], hidden: readonly Hidden[], fewest: number): boolean {
  const cells = counts.map((count, i) => ({ count, hidden: hidden[i] })).filter((cell) => cell.hidden !== undefined);
  if (cells.length === 0) return true;
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  if (total < fewest) return false;
  const width = Math.min(WIDTH, fewest - 2);
  const bounds = cells.map((cell) => (cell.hidden === "small" ? [1, fewest - 1] : [fewest, Number.POSITIVE_INFINITY]));
  return bounds.every(([low, high], i) => {
    const rest = bounds.filter((_, j) => j !== i);
    const least = rest.reduce((sum, bound) => sum + bound[0]!, 0);
    const most = rest.reduce((sum, bound) => sum + bound[1]!, 0);
    return Math.min(high!, total - least) - Math.max(low!, total - most) >= width;
  });
}

/** The same for a table of counts whose sums by row and by column are known. */
export function hideSmallIn(table: readonly (readonly number[])[], fewest: number = FEWEST_SHOWN): Hidden[][] {
  const hidden = table.map((row) => row.map((count): Hidden => (count > 0 && count < fewest ? "small" : undefined)));
  const columns = table[0]?.map((_, j) => j) ?? [];
  const lines = [
    ...table.map((row, i) => row.map((_, j) => [i, j] as const)),
    ...columns.map((j) => table.map((_, i) => [i, j] as const)),
  ];
  for (let changed = true; changed; ) {
    changed = false;
    for (const line of lines) {
      const counts = line.map(([i, j]) => table[i]![j]!);
      const marks = line.map(([i, j]) => hidden[i]![j]);
      if (safe(counts, marks, fewest)) continue;
      const others = line.filter(([i, j]) => hidden[i]![j] === undefined && table[i]![j]! > 0);
      // A cell whose crossing line hides something already gives the least away.
      const cost = ([i, j]: readonly [number, number]): number => table[i]![j]!;
      const next = others.sort((a, b) => cost(a) - cost(b))[0];
      if (next === undefined) continue;
      hidden[next[0]]![next[1]] = "protects";
      changed = true;
    }
  }
  return hidden;
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
