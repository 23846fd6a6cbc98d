/** Groups of fewer people than this are not shown in reports. */
export const FEWEST_SHOWN = 30;

/** What stands in a report in place of a number that is not shown. */
export const NOT_SHOWN = "–";

/**
 * Which counts must not be shown: those of 1 to `minimum` - 1 people, and as many of the next smallest as it takes that none of those follows from
 * the total: at least one more, and enough people together that each of the small ones may be anything below the minimum.
 *
 * @param counts - People by cell; their sum is known to the reader.
 * @param hidden - Cells that are hidden anyhow.
 */
export function hideCells(
  counts: ArrayLike<number>,
  minimum: number,
  hidden: readonly boolean[] = Array.from(counts, () => false),
): boolean[] {
  const all = Array.from(counts, (count, k) => hidden[k] === true || isSmall(count, minimum));
  const bySize = Array.from(counts, (_, k) => k).sort((a, b) => counts[a]! - counts[b]! || a - b);
  while (all.includes(true) && followsFromTotal(counts, all, minimum)) {
    const next = bySize.find((k) => !all[k] && counts[k]! > 0);
    if (next === undefined) break;
    all[next] = true;
  }
  return all;
}

/** Is it a count of people, but of too few to be shown? */
export function isSmall(count: number, minimum: number): boolean {
  return count > 0 && count < minimum;
}

function followsFromTotal(counts: ArrayLike<number>, hidden: readonly boolean[], minimum: number): boolean {
  let [people, least, cells] = [0, 0, 0];
  hidden.forEach((isHidden, k) => {
    if (!isHidden) return;
    cells++;
    people += counts[k]!;
    least += counts[k]! < minimum ? 1 : minimum;
  });
  if (cells < 2) return true;
  // Every hidden cell has its least but one, which must be able to have all that a small one may have.
  if (people - (least - 1) < minimum - 1) return true;
  // Where all of them are small, every one has its most but one, which must be able to have a single person.
  const isAllSmall = !hidden.some((isHidden, k) => isHidden && counts[k]! >= minimum);
  return isAllSmall && people - (cells - 1) * (minimum - 1) > 1;
}

/**
 * The same for a table whose sums of rows and of columns are known: cells are added until no row and no column gives one away.
 *
 * @param rows - People by row and column; equally long.
 * @param hiddenTotals - Columns whose sum the reader does not know.
 */
export function hideTable(
  rows: readonly ArrayLike<number>[],
  minimum: number,
  hiddenTotals: readonly boolean[],
): boolean[][] {
  let hidden = rows.map((row) => hideCells(row, minimum));
  const columns = hiddenTotals.map((_, j) => j);
  const hiddenCount = (): number => hidden.flat().filter(Boolean).length;
  for (let before = -1; before !== hiddenCount(); ) {
    before = hiddenCount();
    for (const j of columns) {
      if (hiddenTotals[j]) continue;
      const column = hideCells(
        rows.map((row) => row[j]!),
        minimum,
        hidden.map((row) => row[j]!),
      );
      hidden = hidden.map((row, r) => row.map((cell, k) => (k === j ? column[r]! : cell)));
    }
    hidden = hidden.map((row, r) => hideCells(rows[r]!, minimum, row));
  }
  return hidden;
}

/** The line under a report in which something is not shown. */
export function hiddenNote(minimum: number): string {
  return `${NOT_SHOWN} fewer than ${minimum} people, or what would give such a number away.`;
}
