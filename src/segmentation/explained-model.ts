import { type Program, runProgram } from "../engine/program/index.js";
import { KindredError } from "../errors/index.js";
import {
  componentsPart,
  type Fitted,
  inputOf,
  knowingPart,
  reordered,
  type SegmentOrder,
  type SegmentStatistics,
  segmentOrder,
} from "../estimator/index.js";
import { emptyMatrix, type FeatureMatrix, type Origin } from "../matrix/index.js";
import { meaningOf, type Schema } from "../table/index.js";

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

/** What a model says of its segments. */
export interface ExplainedModel {
  readonly statistics: SegmentStatistics;
  /** The ids of the segments, in the order of the statistics. */
  readonly ids: Int32Array;
  /** Roles, directions and meanings of the columns that the statistics are of. */
  readonly schema: Schema;
  /** Does the model look at the column? */
  readonly isUsed: (column: string) => boolean;
  /** By component the columns that weigh most in it, signed, as text. */
  readonly loadings: readonly string[];
}

const LOADINGS = 3;

/** Reads what a model keeps of its segments, and its program. */
export function explainedModel(model: ExplainableModel, where: string): ExplainedModel {
  const { statistics, ids } = segmentsOf(model, where);
  const fitted = model as unknown as Fitted;
  const { plan, provenance, schema } = inputOf(fitted);
  const program = fitted.predictor;
  const known = knowingPart(program);
  const described = runProgram(known, { x: emptyMatrix(plan, provenance), row: 0 });
  const used = new Set(lastInput(fitted).provenance.flatMap(({ sources }) => sources));
  const sources = new Map(described.columns.map((name, j) => [name, described.provenance[j]!.sources]));
  return {
    statistics,
    ids,
    schema: schemaAfter(fitted, known.length, schema),
    isUsed: (column) => (sources.get(column) ?? []).some((source) => used.has(source)),
    loadings: loadingsOf(
      componentsPart(program),
      emptyMatrix(plan, provenance),
      schemaAfter(fitted, known.length, schema),
    ),
  };
}

/** What a model keeps of its segments, in the order of their ids. */
export interface DescribedSegments extends SegmentOrder {
  readonly statistics: SegmentStatistics;
}

/** How columns lie in a model's segments. @throws KindredError where it keeps nothing of the kind. */
export function segmentsOf(model: ExplainableModel, where: string): DescribedSegments {
  const { segments } = inputOf(model);
  if (segments !== undefined) {
    const order = segmentOrder((model as unknown as Fitted).segmentIds, segments.people.length);
    return { ...order, statistics: reordered(segments, order.positions) };
  }
  if (!(model as unknown as Fitted).has("predict"))
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `${model.kind} does not end in a clusterer`,
      fix: "Pass a fitted clusterer, or a fitted Pipeline whose last step is one",
    });
  throw new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `the fitted ${model.kind} keeps no statistics of segments`,
    fix: "Pass what `fit` of a clusterer, or of a Pipeline that ends in one, gave (not a step of it), or use profileSegments with the table and its labels",
  });
}

/** The working steps, those of inner pipelines among them. */
function stepsOf(fitted: Fitted): Fitted[] {
  const { steps } = fitted as { readonly steps?: Readonly<Record<string, Fitted | undefined>> };
  const isBranched = (fitted.state as { readonly branches?: unknown } | null)?.branches !== undefined;
  if (steps === undefined || isBranched) return [fitted];
  return Object.values(steps).flatMap((step) => (step === undefined ? [] : stepsOf(step)));
}

function lastInput(fitted: Fitted): ReturnType<typeof inputOf> {
  return inputOf(stepsOf(fitted).at(-1)!);
}

/** The Schema behind the first operations of a program. */
function schemaAfter(fitted: Fitted, operations: number, first: Schema): Schema {
  let [schema, done] = [first, 0];
  for (const step of stepsOf(fitted).slice(0, -1)) {
    done += step.program.length;
    if (done > operations) break;
    schema = step.outputSchema;
  }
  return schema;
}

/** A one-hot column with what its category means. */
function withMeaning(name: string, { sources, column = sources[0]!, category }: Origin, schema: Schema): string {
  const meaning = category === undefined ? undefined : meaningOf(schema.column(column).codes, category);
  return meaning === undefined ? name : `${name} ("${meaning}")`;
}

/** What the last projection mixes: by component its heaviest columns. */
function loadingsOf(program: Program, empty: FeatureMatrix, schema: Schema): string[] {
  const last = program.at(-1);
  if (last?.op !== "project") return [];
  const before = runProgram(program.slice(0, -1), { x: empty, row: 0 });
  const columns = before.columns.map((name, j) => withMeaning(name, before.provenance[j]!, schema));
  const outputs = last.names.length;
  return last.names.map((_, c) =>
    columns
      .map((column, j) => ({ column, weight: last.weights[j * outputs + c]! }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, LOADINGS)
      .map(({ column, weight }) => `${weight < 0 ? "-" : "+"} ${column}`)
      .join(", "),
  );
}
