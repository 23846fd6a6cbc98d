import { hashed } from "../../engine/numeric/random/index.js";
import { type Block, idOf } from "../../engine/rows/index.js";

/**
 * Rows to hold out: about this share of the rows of each class; where there are groups, of the groups. Rows that repeat one row, or are of one
 * group, go the same way, and which way depends on nothing but the seed and their id.
 *
 * @param rows - The rows to choose from.
 */
export function heldOutRows(block: Block, rows: Int32Array, share: number, seed: number): Set<number> {
  const { groups, y } = block;
  const unitOf = (i: number): number => (groups === undefined ? idOf(block, i) : groups[i]!);
  const strata = new Map<number, Map<number, number>>();
  for (const i of rows) {
    const stratum = groups === undefined ? y![i]! : 0;
    if (!strata.has(stratum)) strata.set(stratum, new Map());
    const unit = unitOf(i);
    strata.get(stratum)!.set(unit, hashed(seed, "heldOut", unit));
  }
  const held = new Set<number>();
  for (const units of strata.values()) {
    const order = [...units].sort(([a, x], [b, z]) => x - z || a - b);
    const count = Math.min(order.length - 1, Math.round(share * order.length));
    for (const [unit] of order.slice(0, count)) held.add(unit);
  }
  return new Set(rows.filter((i) => held.has(unitOf(i))));
}
