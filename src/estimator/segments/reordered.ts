import { inSegmentOrder } from "./segment-ids.js";
import type { SegmentStatistics } from "./statistics.js";

/** Statistics with their segments in another order. */
export function reordered(statistics: SegmentStatistics, positions: Int32Array): SegmentStatistics {
  const { people, weight, known, knownWeight, means, medians, counts, countWeight, components, names } = statistics;
  const own = <A extends Float64Array | Int32Array>(values: A): A => inSegmentOrder(values, positions);
  const each = <A extends Float64Array | Int32Array>(values: A, order = positions): A => rowsInOrder(values, order);
  return {
    ...statistics,
    people: own(people),
    ...(weight === undefined ? {} : { weight: own(weight) }),
    known: each(known),
    ...(knownWeight === undefined ? {} : { knownWeight: each(knownWeight) }),
    means: each(means),
    // Behind the medians of the segments stands that over all.
    medians: each(medians, Int32Array.of(...positions, positions.length)),
    counts: each(counts),
    ...(countWeight === undefined ? {} : { countWeight: each(countWeight) }),
    ...(components === undefined ? {} : { components: { ...components, means: own(components.means) } }),
    ...(names === undefined ? {} : { names: Array.from(positions, (position) => names[position]!) }),
  };
}

/** Rows of one value a segment, each of them in another order. */
function rowsInOrder<A extends Float64Array | Int32Array>(values: A, positions: Int32Array): A {
  const width = positions.length;
  return values.map((_, at) => values[at - (at % width) + positions[at % width]!]!) as A;
}
