import type { Program, RecodedColumn } from "../../engine/program/index.js";
import { type ClustererClass, defineClusterer, type InputSchema } from "../../estimator/index.js";
import { clusterIds, formWithIds } from "../cluster-ids.js";
import { bySize, cluster, KMEANS } from "../kmeans/learn.js";
import { FittedSegmentGroups } from "./fitted.js";
import { type SegmentGroupsOptions, segmentGroupsParams } from "./options.js";
import { type SegmentGroupsState, segmentGroupsState } from "./state.js";
import { cutTree, wardTree } from "./ward.js";

const SegmentGroupsBase: ClustererClass<SegmentGroupsOptions, FittedSegmentGroups> = defineClusterer({
  kind: "SegmentGroups",
  version: 1,
  params: segmentGroupsParams,
  traits: { missing: "refused", ordered: true, checkParams: { types: 8, groups: 2, starts: 1 } },
  fitted: FittedSegmentGroups,
  async learn(training, { types, groups, starts, maxIterations, seed }: SegmentGroupsOptions) {
    const found = await cluster(training, { ...KMEANS, clusters: types, starts, maxIterations, seed });
    const { centroids, counts } = bySize(found);
    const tree = wardTree(centroids, counts);
    return { state: { centroids, counts, groups: cutTree(tree, counts, groups), ...tree } };
  },
  program: (state: SegmentGroupsState, { groups }: SegmentGroupsOptions, input) => {
    const ids = clusterIds(input, groups);
    const own = state.groups.map((group) => ids[group]!);
    return [
      ...typeProgram(state),
      { op: "recode", columns: [column("group", own, input), column("type", undefined, input)] },
    ];
  },
  predictor: (state: SegmentGroupsState, _params, input) => [
    ...typeProgram(state),
    { op: "recode", columns: [column("cluster", state.groups, input)] },
  ],
  state: (facts) => formWithIds(segmentGroupsState(facts.params.groups), () => facts.params.groups, facts),
});

/**
 * Segments on two levels: k-means finds many types, and Ward's method merges them into a few groups, types of many people weighing more. Groups are few enough
 * to plan for; types are alike enough to describe. A row is of the type whose centroid is nearest, and of that type's group: `predict` gives groups,
 * `predictTypes` types, `transform` both (columns `group` and `type`). `order` lists types for charts, those of a group together.
 *
 * **Formula.** Types minimize Σ ‖x − μ‖², each row with the nearest centroid μ (S. Lloyd, 1982). Of all pairs of groups those two are merged
 * for which a b / (a + b) ‖μ₁ − μ₂‖² is least, a and b being the weights of their rows (J. Ward, 1963).
 *
 * **Limits.** Refused are missing and infinite values, more groups than types, and fewer rows than types. Types are
 * learned as KMeans learns clusters, so rows need not fit into memory; merging types takes their centroids alone.
 * Groups are merged by their centroids, which is right for groups that are round rather than long.
 *
 * @example
 * ```ts
 * import { SegmentGroups } from "kindred";
 *
 * const rows = Array.from({ length: 80 }, (_, i) => [10 * (i % 4) + (i % 3) / 10, (i % 4) < 2 ? 0 : 100]);
 * const fitted = await new SegmentGroups({ types: 4, groups: 2, seed: 1 }).fit(rows);
 * fitted.groups.map(({ types, rows }) => [types.length, rows]); // [[2, 40], [2, 40]]
 * const [a, b, c] = fitted.predict([[0, 0], [10, 0], [20, 100]]);
 * a === b; // true
 * a === c; // false
 * new Set(fitted.predictTypes([[0, 0], [10, 0], [20, 100]])).size; // 3
 * ```
 */
export class SegmentGroups extends SegmentGroupsBase {}

function typeProgram({ centroids, counts }: SegmentGroupsState): Program {
  const names = Array.from(counts, (_, type) => `distance${type}`);
  return [
    { op: "distances", centroids, names, single: false },
    { op: "argmin", name: "type" },
  ];
}

/** A column of types, or of what groups they are of. */
function column(name: string, groups: Int32Array | undefined, { provenance }: InputSchema): RecodedColumn {
  const sources = [...new Set(provenance.flatMap((origin) => origin.sources))];
  const own = { from: 0, name, origin: { sources, step: "SegmentGroups" }, storage: "int16" as const, refuse: false };
  if (groups === undefined) return own;
  const values = Float64Array.from(groups, (_, type) => type);
  return { ...own, recoding: { kind: "table", values, results: Float64Array.from(groups), keep: false } };
}
