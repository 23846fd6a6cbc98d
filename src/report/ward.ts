import { agnes } from "ml-hclust";

/** An order in which rows that are alike are neighbors: the leaves of Ward's tree. */
export function wardOrder(rows: readonly (readonly number[])[]): number[] {
  if (rows.length < 3) return rows.map((_, i) => i);
  return agnes(
    rows.map((row) => [...row]),
    { method: "ward" },
  ).indices();
}
