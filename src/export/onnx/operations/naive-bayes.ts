import { log } from "../../../engine/numeric/math/index.js";
import type { ClassEvidence, NaiveBayesOperation } from "../../program.js";
import type { OnnxContext } from "../context.js";
import { softmax } from "./arithmetic.js";
import type { Translate } from "./translate.js";

type Gaussian = Extract<ClassEvidence, { readonly kind: "gaussian" }>;

export const naiveBayes: Translate<NaiveBayesOperation> = ({ priors, columns: evidence }, { matrix }, context) => {
  const { graph } = context;
  let scores = graph.row(priors);
  const add = (more: string): void => {
    scores = graph.op("Add", [scores, more]);
  };
  // Whatever the columns say, there is a row of scores for each row.
  add(graph.op("Mul", [graph.cast(graph.isMissing(graph.columns(matrix, [0])), "double"), graph.number(0)]));
  const normal = evidence.flatMap((one, j) => (one.kind === "gaussian" ? [j] : []));
  if (normal.length > 0)
    add(
      gaussian(
        graph.columns(matrix, normal),
        normal.map((j) => evidence[j] as Gaussian),
        priors.length,
        context,
      ),
    );
  evidence.forEach((one, j) => {
    if (one.kind !== "categories") return;
    const { values, logs } = one;
    const rest = values.length;
    const places = values.map((_, k) => k);
    const entry = context.lookup(graph.column(matrix, j), values, places, { missing: rest, other: rest });
    const at = graph.op("Reshape", [graph.cast(entry, "int64"), graph.integers([-1])]);
    const table = graph.numbers([...logs, ...new Float64Array(priors.length)], [rest + 1, priors.length]);
    add(graph.op("Gather", [table, at], { axis: { int: 0 } }));
  });
  return context.numbers(softmax(scores, context), priors.length);
};

/** What columns of normal distributions add to each class: rows x classes. A value that is missing or infinite adds nothing. */
function gaussian(values: string, columns: readonly Gaussian[], classes: number, { graph }: OnnxContext): string {
  const isNumber = graph.isFinite(values);
  return graph.concat(
    Array.from({ length: classes }, (_, k) => {
      const apart = graph.op("Sub", [values, graph.row(columns.map(({ means }) => means[k]!))]);
      const half = graph.op("Mul", [graph.op("Mul", [graph.number(0.5), apart]), apart]);
      const scaled = graph.op("Div", [half, graph.row(columns.map(({ variances }) => variances[k]!))]);
      const start = graph.row(columns.map(({ variances }) => -0.5 * log(2 * Math.PI * variances[k]!)));
      return { name: graph.sum(graph.where(isNumber, graph.op("Sub", [start, scaled]), graph.number(0))), width: 1 };
    }),
  );
}
