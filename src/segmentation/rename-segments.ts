import { KindredError } from "../errors/index.js";
import { type Fitted, inputOf } from "../estimator/index.js";
import { check, checkArguments } from "../options/index.js";
import { type ExplainableModel, segmentsOf } from "./explained-model.js";

const WHERE = "renameSegments";

/**
 * The same model with names for its segments, kept with it and in its document by the number of the segment: explanations have them, and `nameSegments`
 * proposes none in their place.
 *
 * @param fitted - A fitted clusterer, or a fitted Pipeline that ends in one.
 * @param names - By segment; null takes a name away.
 * @returns A copy of the model; the one given is unchanged.
 * @throws KindredError for a segment that the model does not have, or a name that is empty or given twice.
 *
 * @example
 * ```ts
 * import { explainSegments, FeatureMatrix, KMeans, load, nameSegments, renameSegments } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [20, 21, 22, 60, 61] });
 * const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit(people);
 * const named = renameSegments(fitted, { 0: "Students" });
 * nameSegments(explainSegments(load(JSON.stringify(named), { as: KMeans }), { minimum: 1 })); // ["Students", "more AGE"]
 * ```
 */
export function renameSegments<M extends ExplainableModel>(
  fitted: M,
  names: Readonly<Record<number, string | null>>,
): M {
  checkArguments("renameSegments", { fitted: [fitted, check.fitted], names: [names, check.data] });
  const { statistics, ids, positions } = segmentsOf(fitted, WHERE);
  const all: (string | null)[] = Array.from(ids, (_, s) => statistics.names?.[s] ?? null);
  for (const [segment, name] of Object.entries(names)) {
    const s = ids.indexOf(Number(segment));
    if (s < 0) throw refusal(`there is no segment ${segment}`, `Name one of ${ids.join(", ")}`);
    if (name !== null && (typeof name !== "string" || name.trim() === ""))
      throw refusal(`the name of segment ${segment} is empty`, "Give it words, or null to take its name away");
    all[s] = name;
  }
  const twin = all.find((name, s) => name !== null && all.indexOf(name) < s);
  if (twin != null) throw refusal(`two segments are called "${twin}"`, "Give each its own name");
  const byPosition = new Array<string | null>(all.length);
  positions.forEach((position, s) => {
    byPosition[position] = all[s]!;
  });
  const { segments } = inputOf(fitted);
  return (fitted as unknown as Fitted).withSegments({ ...segments!, names: byPosition }) as unknown as M;
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
