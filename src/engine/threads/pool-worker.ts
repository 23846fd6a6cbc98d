import { KindredError } from "../../errors/index.js";
import {
  errorOf,
  type Failure,
  MARKS,
  newMarks,
  type PieceRequest,
  type WorkerRequest,
  type WorkerResponse,
} from "./messages.js";
import { type PlatformWorker, startWorker } from "./platform-worker.js";

/** A request, but for what the member adds of its own: the number of the job, and a task that the worker has not heard of. */
export type Job = WorkerRequest extends infer R
  ? R extends { readonly job: number }
    ? Omit<R, "job" | "task">
    : never
  : never;

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
  readonly job: Job;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** It was at work when a worker died, as others were: it is done again with nothing beside it. */
  isSuspect: boolean;
}

/**
 * A member of the pool, and the jobs that its worker has not answered. It does them one after the other. Should the worker die, another takes its
 * place: the job that it died of fails, and the others are done there.
 */
export class PoolWorker {
  readonly #address: URL;
  #peer: PlatformWorker | undefined;
  #marks: Int32Array = newMarks();
  /** By number, in the order in which they came. */
  readonly #waiting = new Map<number, Waiting>();
  /** The tasks of open queues, and those that the worker has heard of. */
  readonly #tasks = new Map<number, PieceRequest["task"]>();
  readonly #told = new Set<number>();
  #nextJob = 0;
  /** The suspect that is at work alone; all others wait for it. */
  #alone: number | undefined;
  #came = false;
  #ready: (there: boolean) => void = () => undefined;
  /** Settles once it is known whether the first worker is there. */
  readonly ready: Promise<boolean>;
  /** There is no worker, and none can be started. */
  gone = false;

  /** @param address - Where the worker's code lies. */
  constructor(address: URL) {
    this.#address = address;
    this.ready = new Promise((resolve) => {
      this.#ready = resolve;
    });
    this.#start();
  }

  /** How many jobs it has. */
  get load(): number {
    return this.#waiting.size;
  }

  /** Gives it a job; the promise settles with the answer. */
  run(job: Job): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.gone) return reject(workerFailed("it could not be started"));
      const number = this.#nextJob++;
      this.#waiting.set(number, { job, resolve, reject, isSuspect: false });
      this.#peer!.keepAlive(true);
      if (this.#alone === undefined) this.#post(number);
    });
  }

  /** Remembers what the pieces of a queue have in common, for the first of them. */
  open(queue: number, task: PieceRequest["task"]): void {
    this.#tasks.set(queue, task);
  }

  /** Forgets a queue. */
  close(queue: number): void {
    this.#tasks.delete(queue);
    if (this.#told.delete(queue) && !this.gone) this.#peer!.post({ kind: "close", queue });
  }

  end(): void {
    this.#peer?.end();
    this.#giveUp(new Error("it was ended"));
  }

  #start(): void {
    this.#came = false;
    this.#marks = newMarks();
    this.#told.clear();
    let peer: PlatformWorker | undefined;
    // What a worker says after another took its place is of no interest.
    const isMine = (): boolean => peer === this.#peer && !this.gone;
    peer = startWorker(
      {
        answer: (answer) => void (isMine() && this.#answered(answer)),
        failed: (error) => void (isMine() && this.#died(error)),
      },
      this.#address,
    );
    this.#peer = peer;
    peer?.keepAlive(true);
    peer?.post({ kind: "marks", marks: this.#marks });
    if (peer === undefined) this.#giveUp(undefined);
  }

  #post(number: number): void {
    const { job } = this.#waiting.get(number)!;
    const isNew = job.kind === "piece" && !this.#told.has(job.queue);
    try {
      this.#peer!.post({
        ...job,
        ...(isNew ? { task: this.#tasks.get(job.queue) } : {}),
        job: number,
      } as WorkerRequest);
      if (isNew) this.#told.add(job.queue);
    } catch (error) {
      this.#settle(number)?.reject(error as Error);
    }
  }

  #answered(answer: WorkerResponse): void {
    if (answer.kind === "ready") {
      this.#came = true;
      this.#ready(true);
    } else if (answer.kind === "done") this.#settle(answer.job)?.resolve(answer.value);
    else this.#settle(answer.job)?.reject(new JobFailed(answer.failure));
    if (this.#waiting.size === 0) this.#peer!.keepAlive(false);
  }

  #settle(number: number): Waiting | undefined {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (number === this.#alone) this.#postAll();
    return waiting;
  }

  /** Posts what waits: suspects first, one at a time. */
  #postAll(): void {
    this.#alone = [...this.#waiting].find(([, { isSuspect }]) => isSuspect)?.[0];
    for (const number of this.#alone === undefined ? [...this.#waiting.keys()] : [this.#alone]) this.#post(number);
  }

  /** Blames one job, or suspects several, and has another worker do the rest. */
  #died(cause: unknown): void {
    const [begun, running] = [this.#marks[MARKS.begun]!, this.#marks[MARKS.running]!];
    // One that dies before it does anything would do so again.
    if (!this.#came || begun < 0) {
      this.#giveUp(cause);
      return;
    }
    const atWork = [...this.#waiting.keys()].filter((number) => number <= begun);
    const suspects = atWork.includes(running) ? [running] : atWork;
    // No caller waits any longer for what belongs to a queue that is closed.
    const abandoned = [...this.#waiting].flatMap(([number, { job }]) =>
      job.kind === "piece" && !this.#tasks.has(job.queue) ? [number] : [],
    );
    const failed = suspects.length === 1 ? suspects : [];
    this.#alone = undefined;
    for (const number of new Set([...failed, ...abandoned]))
      this.#settle(number)!.reject(workerFailed(reasonOf(cause), cause));
    for (const number of suspects) {
      const waiting = this.#waiting.get(number);
      if (waiting !== undefined) waiting.isSuspect = true;
    }
    this.#start();
    this.#postAll();
    if (this.#waiting.size === 0) this.#peer?.keepAlive(false);
  }

  /** There is no worker: callers do not wait for it any longer. */
  #giveUp(cause: unknown): void {
    this.gone = true;
    this.#ready(false);
    const error = workerFailed(reasonOf(cause), cause);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : "it could not be started";
}

function workerFailed(reason: string, cause?: unknown): KindredError {
  return new KindredError({
    code: "WORKER_FAILED",
    where: "pool",
    problem: `the worker that did this is gone (${reason})`,
    fix: "Try again, with fewer threads if memory was short",
    cause,
  });
}
