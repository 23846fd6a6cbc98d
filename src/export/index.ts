/**
 * Fitted models as SQL, ONNX and JavaScript, and models of scikit-learn and LightGBM as fitted models.
 *
 * @module kindred/export
 */

export type { ExportableModel } from "./exported-model.js";
export { type ToJavaScriptOptions, toJavaScript } from "./javascript/to-javascript.js";
export { type FromLightGbmOptions, fromLightGbm } from "./lightgbm/from-lightgbm.js";
export { type ToOnnxOptions, toOnnx } from "./onnx/to-onnx.js";
export { fromSklearn } from "./sklearn/from-sklearn.js";
export { SQL_DIALECTS, type SqlDialect } from "./sql/dialect.js";
export { type ToSqlOptions, toSql } from "./sql/to-sql.js";
