import { Answerer, type AnswerOptions, type Reply, type ScoreRequest } from "../score/answer.js";
import type { Scorer } from "../score/scorer.js";

/** Where requests are read and scored: on the calling thread, or on others. */
export interface Executor {
  /** @throws RequestError where there is nothing to score. */
  answer(request: ScoreRequest, signal?: AbortSignal): Promise<Reply>;
  /** Ends once all requests are answered. */
  close(): Promise<void>;
}

/** Makes the executor of a model; ready to score when it comes. */
export type ExecutorFactory = (scorer: Scorer, options: AnswerOptions) => Promise<Executor> | Executor;

/** Scores on the calling thread, and lets timers and input run between blocks of rows. */
export const onCallingThread: ExecutorFactory = (scorer, options) => {
  const answerer = new Answerer(scorer, options);
  return { answer: (request, signal) => answerer.answer(request, signal), close: async () => undefined };
};
