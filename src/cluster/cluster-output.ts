import type { EncodeOperation, Program } from "../engine/program/index.js";
import type { InputSchema } from "../estimator/index.js";

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
  { provenance }: Pick<InputSchema, "provenance">,
  step = "KMeans",
): Program {
  if (output === "distances") return distances(false);
  const sources = [...new Set(provenance.flatMap((origin) => origin.sources))];
  const ids = Array.from({ length: clusters }, (_, c) => c);
  const oneHot: EncodeOperation = {
    op: "encode",
    codes: [
      {
        kind: "oneHot",
        from: 0,
        values: Float64Array.from(ids),
        outputs: Int32Array.from(ids),
        width: clusters,
        missing: -1,
        other: -1,
      },
    ],
    names: ids.map((c) => `cluster=${c}`),
    origins: ids.map((c) => ({ sources, category: String(c), step })),
    single: false,
    words: new Map(),
  };
  const cluster: Program = [...distances(true), { op: "argmin", name: "cluster" }, oneHot];
  if (output === "cluster") return cluster;
  return [
    {
      op: "union",
      branches: [
        { prefix: "", program: distances(false) },
        { prefix: "", program: cluster },
      ],
    },
  ];
}
