import { type Form, forms } from "../document/index.js";
import type { Program } from "../engine/program/index.js";
import { type InputSchema, type SegmentOrder, type StateFacts, segmentOrder } from "../estimator/index.js";

/** The ids of a fitted model's clusters, rising, and the position of each among what was learned. */
export function clusterOrder({ segmentIds }: Pick<InputSchema, "segmentIds">, clusters: number): SegmentOrder {
  return segmentOrder(segmentIds, clusters);
}

/** Columns that stand cluster by cluster, in the order of the ids. */
export function columnsInOrder({ segmentIds }: Pick<InputSchema, "segmentIds">, clusters: number): Program {
  if (segmentIds === undefined) return [];
  return [{ op: "select", positions: Array.from(segmentOrder(segmentIds, clusters).positions) }];
}

/** The id of each position. */
export function clusterIds({ segmentIds }: Pick<InputSchema, "segmentIds">, clusters: number): number[] {
  return Array.from({ length: clusters }, (_, position) => segmentIds?.ids[position] ?? position);
}

/** The form of a state whose clusters may have ids of their own: then each of them has one. */
export function formWithIds<S>(
  form: Form<S>,
  clustersOf: (state: S) => number,
  { input }: Pick<StateFacts<unknown>, "input">,
): Form<S> {
  return forms.checked(form, (state) => {
    const [clusters, ids] = [clustersOf(state), input.segmentIds?.ids];
    if (ids === undefined || ids.length === clusters) return undefined;
    return `has ${clusters} clusters, of which its input has ${ids.length} ids`;
  });
}
