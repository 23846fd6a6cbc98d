import { check, checkArguments, optionsCheck } from "../options/index.js";
import { onCallingThread } from "./http/executor.js";
import { type HandlerOptions, handlerChecks } from "./http/options.js";
import { Service } from "./http/service.js";
import type { ServableModel } from "./score/scorer.js";

/** Answers requests; its model may be replaced. */
export interface Handler {
  /** The answer to a request. Never rejects: what goes wrong is an answer, too. */
  (request: Request): Promise<Response>;
  /** Serves another model from the next request on; resolves when no request is left that began with the one before. */
  reload(model: ServableModel): Promise<void>;
}

const checkHandler = optionsCheck<HandlerOptions>("createHandler", handlerChecks);

/**
 * A function from a Request to a Response that scores rows with a fitted model: for Node, Deno, Bun, edge workers and pages. It speaks the
 * protocols of SageMaker and MLflow (`POST /invocations` with JSON, JSON lines, CSV and arrays of NumPy, `GET /ping`) and the Open
 * Inference Protocol (`/v2/…`), and describes itself (`/docs`, `/openapi.json`, `/metrics`).
 *
 * Every row is scored for itself: one that cannot be gets an error that names row and column, the others get their scores. Answers are scores and
 * never rounded; ids pass through. No answer holds a value of the request but its ids. Rows are scored on the calling thread, which looks at timers
 * and input between blocks; `serve` has threads.
 *
 * @param model - A fitted model: a classifier, a clusterer, a transformer, or a pipeline that ends in one.
 * @throws KindredError INVALID_PARAMETER for an unknown option; UNSUPPORTED where the model has no such verb.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, LogisticRegression } from "kindred";
 * import { createHandler } from "kindred/serve";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [21, 34, 51, 67], INCOME: [1, 2, 4, 5] });
 * const fitted = await new LogisticRegression().fit(people, [0, 0, 1, 1]);
 * const handler = createHandler(fitted);
 * const body = JSON.stringify({ instances: [{ AGE: 60, INCOME: 5 }, { AGE: "old", INCOME: 5 }] });
 * const response = await handler(new Request("http://localhost/invocations", { method: "POST", body }));
 * const { predictions } = (await response.json()) as { predictions: { score?: number; error?: { column: string } }[] };
 * predictions[0]!.score! > 0.9; // true
 * predictions[1]!.error!.column; // "AGE"
 * ```
 */
export function createHandler(model: ServableModel, options: HandlerOptions = {}): Handler {
  checkArguments("createHandler", { model: [model, check.fitted] });
  checkHandler(options);
  const service = new Service(model, options, "createHandler", onCallingThread);
  const handle = async (request: Request): Promise<Response> => {
    const { status, headers, body } = await service.handle(request);
    return new Response(body as BodyInit | null, { status, headers });
  };
  return Object.assign(handle, { reload: (next: ServableModel) => service.reload(next) });
}
