import type { Piscina } from "piscina";
import { SCORE_WORKER } from "../../workers/score-worker-address.js";
import { type Executor, type ExecutorFactory, onCallingThread } from "../http/executor.js";
import { RequestError } from "../read/request-error.js";
import type { ScoreRequest } from "../score/answer.js";
import { peer } from "./modules.js";
import type { ScoreJob, ScoreResult, ScoreWorkerData } from "./score-task.js";

/** How work is divided between the calling thread and others. */
export interface ThreadOptions {
  /** Threads beside the calling one. */
  readonly threads: number;
  /** Bytes of a body up to which it is scored at once, on the calling thread. */
  readonly inlineBytes: number;
  /** Called where the model cannot be loaded on other threads. */
  readonly onUnavailable: (error: unknown) => void;
}

/**
 * Scores small bodies at once and sends larger ones to other threads, which read, score and write them whole. Where the model cannot be
 * loaded there (a class or function of the caller's), all is done on the calling thread, block by block.
 */
export function onThreads({ threads, inlineBytes, onUnavailable }: ThreadOptions): ExecutorFactory {
  return async (scorer, options): Promise<Executor> => {
    const local = await onCallingThread(scorer, options);
    if (threads === 0) return local;
    const { Piscina: Pool } = await peer("serve", "piscina", () => import("piscina"));
    let pool: Piscina<ScoreJob, ScoreResult>;
    try {
      const document = JSON.stringify(scorer.fitted);
      const workerData: ScoreWorkerData = { document, verb: scorer.verb, options };
      pool = new Pool({ filename: SCORE_WORKER.href, minThreads: threads, maxThreads: threads, workerData });
      pool.on("error", () => undefined);
    } catch (error) {
      onUnavailable(error);
      return local;
    }
    try {
      await Promise.all(Array.from({ length: threads }, () => pool.run("ready")));
    } catch (error) {
      onUnavailable(error);
      await pool.destroy();
      return local;
    }
    return {
      answer: async (request, signal) => {
        if (request.body.length <= inlineBytes) return local.answer(request, signal);
        const result = await pool.run(request, { ...moved(request), ...(signal === undefined ? {} : { signal }) });
        if ("reply" in result) return result.reply;
        const { status, code, message, headers } = result.refused;
        throw new RequestError(status, code, message, headers);
      },
      close: () => pool.destroy(),
    };
  };
}

/** The bytes of a body go over, and are not copied. */
function moved({ body }: ScoreRequest): { transferList?: ArrayBuffer[] } {
  return typeof body === "string" || !(body.buffer instanceof ArrayBuffer) ? {} : { transferList: [body.buffer] };
}
