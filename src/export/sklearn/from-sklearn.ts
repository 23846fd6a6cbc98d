import type { LoadedModel } from "../../persistence/index.js";
import { type SklearnDocument, sklearnDocument } from "./document.js";
import { malformed } from "./malformed.js";
import { takenModel } from "./taken-model.js";
import { inputPlan } from "./words.js";

/**
 * A model that scikit-learn fitted, as one of ours: it predicts in process, on threads and behind a service, is saved and loaded, and goes on to
 * SQL, ONNX and JavaScript. Its document is written by `python/kindred_export.py`, a file of this package. Labels are scikit-learn's, numbers
 * agree to 1e-9.
 *
 * It takes Pipeline and ColumnTransformer, one in the other as deep as they go, with "passthrough"; StandardScaler, MinMaxScaler, RobustScaler,
 * SimpleImputer (text and indicators too), OneHotEncoder, OrdinalEncoder, PCA, KMeans, MiniBatchKMeans, LogisticRegression, GaussianNB,
 * RandomForestClassifier, HistGradientBoostingClassifier, and LightGBM's LGBMClassifier. The exporter names what it cannot take. Columns that an
 * encoder or an imputer knows words of are text; a model of such columns takes a Table.
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
  const provenance = columns.map((name) => ({ sources: [name] }));
  const { fitted } = takenModel(model, { plan: inputPlan(model, columns), provenance });
  return fitted as unknown as LoadedModel;
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
