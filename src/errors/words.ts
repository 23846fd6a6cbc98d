/** `a, b and 3 more`: the first few of a list, for messages. */
export function listed(names: readonly string[], most = 5): string {
  const quoted = names.slice(0, most).map((name) => `"${name}"`);
  const left = names.length - quoted.length;
  if (left > 0) return `${quoted.join(", ")} and ${left} more`;
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** The name that was probably meant: one that differs by case, or by a few letters for its length; undefined where none is near. */
export function closest(name: string, names: readonly string[]): string | undefined {
  const plain = name.toLowerCase();
  const reach = Math.max(1, Math.floor(name.length / 3));
  const near = names
    .map((other) => ({ other, edits: edits(plain, other.toLowerCase()) }))
    .filter(({ edits: count }) => count <= reach)
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.other;
}

/** How many letters must be put in, taken out, replaced or swapped with the next to make one word the other (F. Damerau, 1964). */
function edits(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + same,
        swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
