import type { EncodeOperation, Program } from "../engine/program/index.js";
import type { InputSchema } from "../estimator/index.js";
import { clusterOrder, columnsInOrder } from "./cluster-ids.js";

/** What a clusterer's `transform` gives: the distance from each centroid, one column of 0 and 1 a cluster, or both side by side. */
export type ClusterOutput = "distances" | "cluster" | "both";

/**
 * The program of the output asked for.
 *
 * @param distances - Gives distances, rounded to float32 where they may be or not at all: a cluster is the one that `predict` gives, which does
 * not round.
 * @param step - Whose output it is.
 */
export function outputProgram(
  output: ClusterOutput,
  distances: (exact: boolean) => Program,
  clusters: number,
  input: Pick<InputSchema, "provenance" | "segmentIds">,
  step = "KMeans",
): Program {
  const all: Program = [...distances(false), ...columnsInOrder(input, clusters)];
  if (output === "distances") return all;
  const sources = [...new Set(input.provenance.flatMap((origin) => origin.sources))];
  const { ids, positions } = clusterOrder(input, clusters);
  const oneHot: EncodeOperation = {
    op: "encode",
    codes: [
      {
        kind: "oneHot",
        from: 0,
        values: Float64Array.from(positions.keys()),
        outputs: Int32Array.from(positions.keys(), (position) => positions.indexOf(position)),
        width: clusters,
        missing: -1,
        other: -1,
      },
    ],
    names: Array.from(ids, (id) => `cluster=${id}`),
    origins: Array.from(ids, (id) => ({ sources, category: String(id), step })),
    single: false,
    words: new Map(),
  };
  const cluster: Program = [...distances(true), { op: "argmin", name: "cluster" }, oneHot];
  if (output === "cluster") return cluster;
  return [
    {
      op: "union",
      branches: [
        { prefix: "", program: all },
        { prefix: "", program: cluster },
      ],
    },
  ];
}
