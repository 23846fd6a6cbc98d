/**
 * A service that answers with the scores of a fitted model.
 *
 * @module kindred/serve
 */

export { type CellSchema, type DescribableModel, inputSchema, type RowSchema } from "./describe/input-schema.js";
export { createHandler, type Handler } from "./handler.js";
export type { HandlerOptions, RequestLog, ServiceLimits } from "./http/options.js";
export { type Server, serve } from "./node/serve.js";
export type { ServeOptions, ServerLog } from "./node/serve-options.js";
export type { ServableModel } from "./score/scorer.js";
export type { AnyModel } from "./train/estimators.js";
export { type TrainOptions, type TrainResult, train } from "./train/train.js";
