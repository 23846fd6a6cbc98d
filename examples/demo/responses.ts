import type { Label } from "kindred";

/** How often each response occurs. */
function countsOf(responses: Iterable<unknown>): Map<Label, number> {
  const counts = new Map<Label, number>();
  for (const value of responses) {
    if (value === null) throw new Error("some rows have no response: leave them out, or say what it was");
    const label = typeof value === "bigint" ? Number(value) : (value as Label);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** Which response is the one wanted: the one named, else 1 or true, else the rarer of two. */
export function positiveOf(responses: Iterable<unknown>, named: string | undefined): { positive: Label; rows: number } {
  const counts = countsOf(responses);
  const found = [...counts].map(([positive, rows]) => ({ positive, rows }));
  const listed = found.map(({ positive }) => String(positive)).join(", ");
  const chosen =
    named === undefined
      ? found.find(({ positive }) => positive === 1 || positive === true)
      : found.find(({ positive }) => String(positive) === named);
  if (chosen !== undefined) return chosen;
  if (named !== undefined) throw new Error(`nobody answered "${named}": the responses are ${listed}`);
  if (found.length !== 2) throw new Error(`the responses are ${listed}: say with --positive which one is wanted`);
  return found[0]!.rows <= found[1]!.rows ? found[0]! : found[1]!;
}
