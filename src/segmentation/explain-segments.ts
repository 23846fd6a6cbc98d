import { KindredError } from "../errors/index.js";
import type { FeatureMatrix, MatrixLike, Origin } from "../matrix/index.js";
import { FEWEST_SHOWN } from "../metrics/index.js";
import type { Schema } from "../table/index.js";
import {
  ExplainedSegment,
  type SegmentComponent,
  type SegmentExplanation,
  type SegmentTrait,
} from "./segment-explanation.js";

/** What `explainSegments` may be told. */
export interface ExplainOptions {
  /** How many traits and how many components a segment is described by; 5 by default. */
  readonly top?: number;
  /** Segments of fewer training rows are not described; 30 by default. */
  readonly minimum?: number;
  /** Roles, directions and meanings of the columns; by default those that the model was fitted with. */
  readonly schema?: Schema;
}

/** A fitted clusterer, or a fitted Pipeline that ends in one. */
export interface ExplainableModel {
  /** Its kind. */
  readonly kind: string;
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
  /** Roles, directions and meanings of its columns. */
  readonly schema: Schema;
  /** The fitted steps, where it is a Pipeline. */
  readonly steps?: object;
}

const WHERE = "explainSegments";
const LOADINGS = 3;

/** Centroids with names, and where each column comes from. The last row is the mean over all segments. */
interface Space {
  readonly columns: readonly string[];
  readonly provenance: readonly Origin[];
  readonly rows: readonly (readonly number[])[];
}

/** What a fitted step may be able to do, as far as an explanation uses it. */
interface Step {
  readonly kind: string;
  readonly schema: Schema;
  readonly provenance?: readonly Origin[];
  readonly model?: { readonly input: { readonly provenance: readonly Origin[] } };
  readonly inputColumns: readonly string[];
  readonly centroids?: FeatureMatrix;
  readonly counts?: ArrayLike<number>;
  readonly explainedVariance?: Float64Array;
  readonly components?: FeatureMatrix;
  readonly categories?: ReadonlyMap<string, readonly unknown[]>;
  inverseTransform?(data: MatrixLike): FeatureMatrix;
  loadings?(component: number, top: number): readonly { readonly column: string; readonly weight: number }[];
}

/**
 * What sets each segment apart, in the words of the original columns: its centroid goes back through the components and the scaler
 * to the codes of the table, and is compared with the mean over all segments. Nothing but the model is needed.
 *
 * Steps are undone from the clusterer backwards as long as they have `inverseTransform`; what comes out of the first that
 * has none (an encoder) is what is described, by source column.
 *
 * @param fitted - A fitted KMeans, or a fitted Pipeline that ends in one.
 * @throws KindredError where the model ends in no clusterer with centroids.
 *
 * @example
 * ```ts
 * import { explainSegments, FeatureMatrix, KMeans, Pipeline, Scaler } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [20, 21, 22, 60, 61, 62], CARS: [1, 0, 1, 2, 1, 1] });
 * const fitted = await new Pipeline([
 *   ["scale", new Scaler()],
 *   ["cluster", new KMeans({ clusters: 2 })],
 * ]).fit(people);
 * const [first, second] = explainSegments(fitted, { top: 1, minimum: 1 });
 * first!.traits[0]!.column; // "AGE"
 * console.log(first!.toText(), second!.toText());
 * ```
 */
export function explainSegments(fitted: ExplainableModel, options: ExplainOptions = {}): SegmentExplanation[] {
  const { top = 5, minimum = FEWEST_SHOWN } = options;
  if (!Number.isInteger(top) || top < 1)
    throw new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem: `top is ${top}`, fix: "Use 1 or more" });
  const steps = stepsOf(fitted);
  const { centroids, counts } = clustererOf(steps, fitted.kind);
  const rows = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const start: Space = {
    columns: centroids.columns,
    provenance: centroids.provenance,
    rows: withMean(centroids.toRows(), counts, rows),
  };
  const components = componentsOf(start, steps.at(-2), top);
  const traits = traitsOf(steps, start, counts, rows, options.schema);
  return Array.from(
    counts,
    (count, segment) =>
      new ExplainedSegment({
        segment,
        rows: count,
        share: count / rows,
        components: count < minimum ? [] : (components[segment] ?? []),
        traits: count < minimum ? [] : traits[segment]!.slice(0, top),
      }),
  );
}

function stepsOf(fitted: ExplainableModel): Step[] {
  const steps = fitted.steps === undefined ? [fitted] : Object.values(fitted.steps);
  return steps.filter((step): step is Step => step !== undefined && step !== null);
}

function clustererOf(steps: readonly Step[], kind: string): Required<Pick<Step, "centroids" | "counts">> {
  const { centroids, counts } = steps.at(-1) ?? {};
  if (centroids !== undefined && counts !== undefined) return { centroids, counts };
  throw new KindredError({
    code: "INVALID_INPUT",
    where: WHERE,
    problem: `${kind} does not end in a clusterer that has centroids`,
    fix: "Pass a fitted KMeans, or a fitted Pipeline whose last step is one",
  });
}

function withMean(centroids: number[][], counts: ArrayLike<number>, rows: number): number[][] {
  const mean = centroids[0]!.map(
    (_, j) => centroids.reduce((sum, centroid, k) => sum + centroid[j]! * counts[k]!, 0) / rows,
  );
  return [...centroids, mean];
}

/** Each segment's strongest components, where the step before the clusterer reduced. */
function componentsOf(space: Space, step: Step | undefined, top: number): SegmentComponent[][] {
  const variance = step?.explainedVariance;
  if (step?.loadings === undefined || variance === undefined) return [];
  const loadings = space.columns.map((_, c) =>
    step.loadings!(c, LOADINGS)
      .map(({ column, weight }) => `${weight < 0 ? "-" : "+"} ${column}`)
      .join(", "),
  );
  const mean = space.rows.at(-1)!;
  return space.rows.slice(0, -1).map((centroid) =>
    centroid
      .map((value, c) => ({
        component: space.columns[c]!,
        score: variance[c]! > 0 ? (value - mean[c]!) / Math.sqrt(variance[c]!) : 0,
        loadings: loadings[c]!,
      }))
      .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
      .slice(0, top),
  );
}

function traitsOf(
  steps: readonly Step[],
  start: Space,
  counts: ArrayLike<number>,
  rows: number,
  given: Schema | undefined,
): SegmentTrait[][] {
  let space = start;
  let spread = spreadOf(space, counts, rows);
  let at = steps.length - 2;
  for (; at >= 0 && steps[at]!.inverseTransform !== undefined; at--) {
    const step = steps[at]!;
    spread = spreadBefore(step, space, spread);
    space = undone(step, space);
  }
  const categories = steps[at]?.categories;
  const schema = given ?? (steps[at] ?? steps[0]!).schema;
  return space.rows.slice(0, -1).map((centroid) => {
    const traits = space.columns.map((_, j) => traitOf(space, j, centroid[j]!, spread[j]!, schema, categories));
    return strongest(traits);
  });
}

/** The centroids before a step. */
function undone(step: Step, space: Space): Space {
  const back = step.inverseTransform!(space.rows.map((row) => [...row]));
  return {
    columns: step.inputColumns,
    provenance: step.model?.input.provenance ?? back.provenance,
    rows: back.toRows(),
  };
}

/** How much a column varies between the centroids: the measure of last resort. */
function spreadOf(space: Space, counts: ArrayLike<number>, rows: number): number[] {
  const mean = space.rows.at(-1)!;
  return mean.map((typical, j) => {
    const squares = Array.from(counts, (count, k) => count * (space.rows[k]![j]! - typical) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / rows);
  });
}

/** Standard deviations before a step: from the variance that components hold, or stretched as the scaler's steps are. */
function spreadBefore(step: Step, space: Space, spread: readonly number[]): number[] {
  if (step.explainedVariance !== undefined && step.components !== undefined) {
    const components = step.components.toRows();
    return step.inputColumns.map((_, j) =>
      Math.sqrt(components.reduce((sum, row, c) => sum + row[j]! * row[j]! * step.explainedVariance![c]!, 0)),
    );
  }
  const typical = space.rows.at(-1)!;
  const [low, high] = step.inverseTransform!([
    typical.map((value, j) => value - spread[j]! / 2),
    typical.map((value, j) => value + spread[j]! / 2),
  ]).toRows();
  return high!.map((value, j) => Math.abs(value - low![j]!));
}

function traitOf(
  space: Space,
  j: number,
  value: number,
  spread: number,
  schema: Schema,
  categories: Step["categories"],
): SegmentTrait {
  const { sources, category, column: made } = space.provenance[j]!;
  const column = made ?? (sources.length === 1 ? sources[0]! : space.columns[j]!);
  const typical = space.rows.at(-1)![j]!;
  const strength = spread > 0 ? (value - typical) / spread : 0;
  if (category !== undefined) return { column, category, value, typical, strength, more: strength > 0 };
  const { direction, codes, level } = schema.column(column);
  const known = categories?.get(column);
  const nearest = Math.round(value);
  const meaning = known === undefined ? codes?.[String(nearest)] : (codes?.[String(known[nearest])] ?? known[nearest]);
  return {
    column,
    value,
    typical,
    strength,
    more: direction === "down" ? strength < 0 : strength > 0,
    ...(level === "nominal" ? { nominal: true } : {}),
    ...(meaning === undefined || meaning === null ? {} : { meaning: String(meaning) }),
  };
}

/** The strongest first; of the categories of one column only the strongest. */
function strongest(traits: readonly SegmentTrait[]): SegmentTrait[] {
  const sorted = traits
    .filter((trait) => trait.strength !== 0)
    .sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength));
  const seen = new Set<string>();
  return sorted.filter(({ column }) => !seen.has(column) && seen.add(column) !== undefined);
}
