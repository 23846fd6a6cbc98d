import { KindredError } from "../../errors/index.js";
import { errorOf, type Failure, type WorkerRequest, type WorkerResponse } from "./messages.js";
import { type PlatformWorker, startWorker } from "./platform-worker.js";

/** An order, but for the number of the job, which is the member's own. */
export type Job = WorkerRequest extends infer O ? (O extends { readonly job: number } ? Omit<O, "job"> : never) : never;

/** A job that failed, and at which piece. */
export class JobFailed extends Error {
  readonly piece: number;
  readonly error: Error;

  constructor(failure: Failure) {
    super(failure.message);
    this.piece = failure.piece;
    this.error = errorOf(failure);
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One worker of the pool, and the jobs that it has not answered. It does them one after the other. */
export class PoolWorker {
  readonly #peer: PlatformWorker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  /** The queues whose common part it has. */
  readonly #queues = new Set<number>();
  #nextJob = 0;
  #ready: (there: boolean) => void = () => undefined;
  /** Settles once it is known whether the worker is there. */
  readonly ready: Promise<boolean>;
  gone = false;

  /** @param address - Where the worker's code lies. */
  constructor(address: URL) {
    this.ready = new Promise((resolve) => {
      this.#ready = resolve;
    });
    const ears = {
      answer: (answer: WorkerResponse) => this.#answered(answer),
      failed: (error: unknown) => this.#failed(error),
    };
    this.#peer = startWorker(ears, address);
    if (this.#peer === undefined) this.#failed(undefined);
    else this.#peer.keepAlive(true);
  }

  /** How many jobs it has. */
  get load(): number {
    return this.#waiting.size;
  }

  /** Gives it a job; the promise settles with the answer. */
  run(job: Job, owned: readonly ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const number = this.#nextJob++;
      this.#waiting.set(number, { resolve, reject });
      if (this.gone) return this.#failed(undefined);
      this.#peer!.keepAlive(true);
      try {
        this.#peer!.post({ ...job, job: number } as WorkerRequest, owned);
      } catch (error) {
        this.#settle(number)?.reject(error as Error);
      }
    });
  }

  /** Has it heard what the pieces of a queue have in common? From now on it has. */
  open(queue: number): boolean {
    if (this.#queues.has(queue)) return false;
    this.#queues.add(queue);
    return true;
  }

  /** Forgets a queue. */
  close(queue: number): void {
    if (this.#queues.delete(queue) && !this.gone) this.#peer!.post({ kind: "close", queue }, []);
  }

  end(): void {
    this.#peer?.end();
  }

  #answered(answer: WorkerResponse): void {
    if (answer.kind === "ready") this.#ready(true);
    else if (answer.kind === "done") this.#settle(answer.job)?.resolve(answer.value);
    else this.#settle(answer.job)?.reject(new JobFailed(answer.failure));
    if (this.#waiting.size === 0) this.#peer!.keepAlive(false);
  }

  #settle(job: number): Waiting | undefined {
    const waiting = this.#waiting.get(job);
    this.#waiting.delete(job);
    return waiting;
  }

  /** The worker is gone: no caller waits for it any longer. */
  #failed(cause: unknown): void {
    this.gone = true;
    this.#ready(false);
    const reason = cause instanceof Error ? cause.message : "it could not be started";
    const error = new KindredError({
      code: "WORKER_FAILED",
      where: "pool",
      problem: `a worker is gone (${reason})`,
      fix: "Try again, with fewer threads if memory was short",
      cause,
    });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
