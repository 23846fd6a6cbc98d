import { KindredError } from "../../errors/index.js";
import { type AnyDefinition, checkState, type Fitted, outputNames } from "../../estimator/index.js";
import type { LoadedModel } from "../../persistence/index.js";
import { Pipeline } from "../../pipeline/index.js";
import { Schema } from "../../table/index.js";
import { type SklearnDocument, sklearnDocument } from "./document.js";
import { malformed } from "./forest.js";
import { takenStep } from "./steps.js";

/** As much of an estimator as making a fitted model of it needs. */
interface Made {
  readonly params: object;
  readonly constructor: { readonly definition: AnyDefinition };
}

/**
 * A model that scikit-learn fitted, as one of ours: it predicts in process, on threads and behind a service, is saved and loaded, and goes on to
 * SQL and JavaScript. Its document is written by `python/kindred_export.py`, a file of this package. Labels are scikit-learn's, numbers agree to 1e-9.
 *
 * It takes Pipeline, StandardScaler, MinMaxScaler, RobustScaler, SimpleImputer, PCA, KMeans, MiniBatchKMeans, LogisticRegression, GaussianNB and
 * RandomForestClassifier over columns of numbers; the exporter names what it cannot take.
 *
 * @param json - The document, as text or parsed.
 * @returns A fitted model with the verbs of its kind.
 * @throws KindredError where the document is none, or its parts do not fit each other.
 *
 * @example
 * ```ts
 * import { fromSklearn } from "kindred/export";
 *
 * const document = {
 *   format: "kindred-sklearn", version: 1, sklearn: "1.9.1", columns: ["age"],
 *   model: { kind: "LogisticRegression", classes: ["no", "yes"], coefficients: [[0.2]], intercepts: [-8], iterations: 9 },
 * };
 * fromSklearn(document).predict([[30], [50]]); // ["no", "yes"]
 * ```
 */
export function fromSklearn(json: string | object): LoadedModel {
  const { columns, model } = parsed(json);
  if (new Set(columns).size !== columns.length) throw malformed("a column twice");
  if (model.kind !== "Pipeline") return fittedStep(model, columns).fitted as unknown as LoadedModel;
  let names: readonly string[] = columns;
  const steps = model.steps.map(([name, step]) => {
    const taken = fittedStep(step, names);
    names = taken.outputs;
    return { name: name.replaceAll(".", "_"), ...taken };
  });
  const pipeline = new Pipeline(steps.map(({ name, estimator }) => [name, estimator]) as never);
  const state = { steps: steps.map(({ name, fitted }) => [name, fitted]) };
  return made(pipeline as unknown as Made, state, columns) as unknown as LoadedModel;
}

function parsed(json: string | object): SklearnDocument {
  let document: unknown = json;
  if (typeof json === "string")
    try {
      document = JSON.parse(json);
    } catch (cause) {
      throw malformed("no JSON", cause);
    }
  const result = sklearnDocument.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw malformed(`${issue!.message} at ${issue!.path.join(".") || "its root"}`, result.error);
}

function fittedStep(step: Parameters<typeof takenStep>[0], columns: readonly string[]) {
  const { estimator, state, classes } = takenStep(step, columns.length);
  const fitted = made(estimator as Made, state, columns, classes);
  return { estimator, fitted, outputs: fitted.has("transform") ? outputNames(fitted)! : columns };
}

/** The fitted model of an estimator and a state, checked as a loaded document is. */
function made(
  estimator: Made,
  state: object,
  columns: readonly string[],
  classes?: readonly (string | number | boolean)[],
): Fitted {
  const { params } = estimator;
  const { definition } = estimator.constructor;
  const input = {
    plan: columns.map((name) => ({ name, storage: "float64" as const })),
    provenance: columns.map((name) => ({ sources: [name] })),
    schema: new Schema(),
  };
  try {
    checkState(definition, state, definition.kind, { params, input, classes: classes ?? [] });
  } catch (cause) {
    if (cause instanceof KindredError) throw malformed(`parts that do not fit: ${cause.problem}`, cause);
    throw cause;
  }
  return new definition.fitted!({ definition, params, state, input, ...(classes === undefined ? {} : { classes }) });
}
