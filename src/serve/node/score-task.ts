import type { Verb } from "../../estimator/index.js";
import { RequestError } from "../read/request-error.js";
import { Answerer, type AnswerOptions, type Reply, type ScoreRequest } from "../score/answer.js";
import { Scorer, type ServableModel } from "../score/scorer.js";
import { nodeModule } from "./modules.js";

/** What a worker is started with. */
export interface ScoreWorkerData {
  /** The model's document. */
  readonly document: string;
  readonly verb: Verb;
  readonly options: AnswerOptions;
}

/** A request to score, or none: then the worker only says that it is there. */
export type ScoreJob = ScoreRequest | "ready";

/** What comes back: an answer, or a request's own failure. */
export type ScoreResult =
  | { readonly reply: Reply }
  | { readonly refused: Pick<RequestError, "status" | "code" | "message" | "headers"> };

/** What a worker does with a job: it reads, scores and writes with the model of its `workerData`. */
export function scoreTask(load: (document: string) => ServableModel): (job: ScoreJob) => Promise<ScoreResult> {
  let answerer: Answerer | undefined;
  const start = (): Answerer => {
    const { workerData } = nodeModule("serve", "node:worker_threads");
    const { document, verb, options } = workerData as ScoreWorkerData;
    return new Answerer(new Scorer(load(document), verb), options);
  };
  return async (job) => {
    answerer ??= start();
    if (job === "ready") return { reply: { status: 204, headers: {}, body: null } };
    try {
      return { reply: await answerer.answer(job) };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { status, code, message, headers } = error;
      return { refused: { status, code, message, headers } };
    }
  };
}
