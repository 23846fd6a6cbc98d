import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { KindredError } from "../../errors/index.js";
import { type ArtifactsResponse, artifactRequests, type SentFile } from "./artifacts.js";
import { type Channel, CLIENT } from "./channel.js";
import { failureOf, isUnknown, isUnreachable, SessionLost } from "./failures.js";
import { decodeMessage } from "./messages.js";
import type { Command, Relation } from "./plans.js";

/** How long a server that has answered is waited for when it is gone. */
const PATIENCE_MS = 90_000;
/** How often a server that has never answered is asked again. */
const MAX_FIRST_RETRIES = 2;
/** The wait before the first retry; it doubles, up to the longest. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;
const INTERRUPT_OPERATION = 3;

/** What a server says while it works. */
interface PlanResponse {
  readonly arrowBatch?: { readonly rowCount: number; readonly data: Uint8Array };
  readonly responseId?: string;
  readonly serverSideSessionId?: string;
  readonly resultComplete?: object;
  readonly executionProgress?: { readonly stages?: readonly StageInfo[] };
}

interface StageInfo {
  readonly numTasks?: number;
  readonly numCompletedTasks?: number;
  readonly inputBytesRead?: number;
}

/** How far the server is with a job. */
export interface TaskCounts {
  readonly done: number;
  /** Tasks that are known so far. */
  readonly total: number;
  /** Bytes that tasks have read. */
  readonly bytes: number;
  /** Since the job was sent. */
  readonly seconds: number;
}

/** Options of running something on the server. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onTasks?: ((tasks: TaskCounts) => void) | undefined;
}

/**
 * A session on a server of Spark Connect, with settings of its own. A connection that is lost in the middle of an answer is taken up again where it was; a server
 * that was started again knows the session no more.
 */
export class SparkSession {
  /** Bytes of rows that came from the server. */
  received = 0;
  readonly #channel: Channel;
  readonly #settings: Readonly<Record<string, string | number>>;
  #sessionId: string = randomUUID();
  /** The server's own name of the session: another one after a restart. */
  #known: string | undefined;
  #prepared: Promise<void> | undefined;
  #sent: Promise<void> | undefined;

  constructor(channel: Channel, settings: Readonly<Record<string, string | number>> = {}) {
    this.#channel = channel;
    this.#settings = settings;
  }

  /** The rows of a relation: streams of Arrow messages, one a batch. */
  async *batches(root: Relation, options: RunOptions = {}): AsyncGenerator<Uint8Array> {
    for await (const { arrowBatch } of this.#responses({ root }, options))
      if (arrowBatch !== undefined) {
        this.received += arrowBatch.data.length;
        yield arrowBatch.data;
      }
  }

  /** Runs a command to its end. */
  async run(command: Command, options: RunOptions = {}): Promise<void> {
    for await (const _ of this.#responses({ command }, options));
  }

  /** Goes on in a new session of the same settings, where the server has lost this one. */
  renew(): void {
    this.#sessionId = randomUUID();
    this.#known = undefined;
    this.#prepared = undefined;
    this.#sent = undefined;
  }

  /** Sends files to where executors find them, once a session. */
  async send(read: () => Promise<readonly SentFile[]>, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#sent ??= this.#send(read, signal);
    await this.#sent.catch((error: unknown) => {
      this.#sent = undefined;
      throw error;
    });
  }

  /** Ends the session on the server, and what still runs in it. */
  async close(): Promise<void> {
    if (this.#prepared !== undefined) await this.#channel.call("ReleaseSession", this.#who()).catch(() => undefined);
  }

  async *#responses(plan: object, { signal, onTasks }: RunOptions): AsyncGenerator<PlanResponse> {
    signal?.throwIfAborted();
    await this.#ready(signal);
    const operationId = randomUUID();
    const operation = { ...this.#who(), operationId };
    const interrupt = (): void => {
      this.#channel
        .call("Interrupt", { ...operation, interruptType: INTERRUPT_OPERATION })
        .catch(() => undefined)
        .finally(() => stream.cancel());
    };
    const release = (what: object): void => {
      this.#channel.call("ReleaseExecute", { ...operation, ...what }).catch(() => undefined);
    };
    const requestOptions = [{ reattachOptions: { reattachable: true } }];
    const execute = () => this.#channel.stream("ExecutePlan", { ...operation, plan, requestOptions });
    const retries = new Retries(signal);
    const start = Date.now();
    let last: string | undefined;
    let stream = execute();
    signal?.addEventListener("abort", interrupt, { once: true });
    try {
      for (;;) {
        let isToExecute = false;
        try {
          for await (const bytes of stream) {
            const response = decodeMessage<PlanResponse>("ExecutePlanResponse", bytes as Uint8Array);
            this.#observe(response);
            last = response.responseId ?? last;
            retries.reset();
            if (response.resultComplete !== undefined) return;
            const { stages = [] } = response.executionProgress ?? {};
            if (stages.length > 0) onTasks?.({ ...countsOf(stages), seconds: (Date.now() - start) / 1000 });
            yield response;
            // What has been taken need not be kept for another try.
            if (response.arrowBatch !== undefined && last !== undefined)
              release({ releaseUntil: { responseId: last } });
          }
        } catch (cause) {
          signal?.throwIfAborted();
          if (cause instanceof SessionLost) throw cause;
          if (isUnknown(cause)) {
            // The request may have been lost on its way; what has answered before was lost by the server.
            if (last !== undefined) throw new SessionLost(this.#channel.address, cause);
            isToExecute = true;
          } else if (!isUnreachable(cause)) throw failureOf(cause, this.#channel.address);
          if (!(await retries.wait())) throw failureOf(cause, this.#channel.address);
        }
        // The server ends long streams, and networks end others: what is left is asked for.
        signal?.throwIfAborted();
        const rest = last === undefined ? {} : { lastResponseId: last };
        stream = isToExecute ? execute() : this.#channel.stream("ReattachExecute", { ...operation, ...rest });
      }
    } finally {
      signal?.removeEventListener("abort", interrupt);
      stream.cancel();
      release({ releaseAll: {} });
    }
  }

  async #ready(signal: AbortSignal | undefined): Promise<void> {
    this.#prepared ??= this.#prepare(signal);
    await this.#prepared.catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
  }

  /** Sets what the session needs. */
  async #prepare(signal: AbortSignal | undefined): Promise<void> {
    const pairs = Object.entries(this.#settings).map(([key, value]) => ({ key, value: String(value) }));
    const retries = new Retries(signal, this.#known === undefined ? MAX_FIRST_RETRIES : undefined);
    for (;;)
      try {
        await this.#channel.call("Config", { ...this.#who(), operation: { set: { pairs } } });
        return;
      } catch (cause) {
        if (!isUnreachable(cause) || !(await retries.wait())) throw failureOf(cause, this.#channel.address);
      }
  }

  async #send(read: () => Promise<readonly SentFile[]>, signal: AbortSignal | undefined): Promise<void> {
    await this.#ready(signal);
    const files = await read();
    const retries = new Retries(signal);
    for (;;)
      try {
        const requests = artifactRequests(this.#who(), files);
        const answer = (await this.#channel.upload("AddArtifacts", requests, signal)) as ArtifactsResponse;
        this.#observe(answer);
        const broken = answer.artifacts?.find(({ isCrcSuccessful }) => isCrcSuccessful !== true);
        if (broken !== undefined) throw damagedOnItsWay(broken.name);
        return;
      } catch (cause) {
        signal?.throwIfAborted();
        if (cause instanceof KindredError) throw cause;
        if (!isUnreachable(cause) || !(await retries.wait())) throw failureOf(cause, this.#channel.address);
      }
  }

  #observe({ serverSideSessionId }: Pick<PlanResponse, "serverSideSessionId">): void {
    if (serverSideSessionId === undefined) return;
    this.#known ??= serverSideSessionId;
    if (this.#known !== serverSideSessionId) throw new SessionLost(this.#channel.address);
  }

  #who(): object {
    const { userId } = this.#channel.address;
    return { sessionId: this.#sessionId, userContext: { userId, userName: userId }, clientType: CLIENT };
  }
}

/** Waits between tries, longer and longer, until patience is at its end. */
class Retries {
  readonly #signal: AbortSignal | undefined;
  readonly #most: number;
  #count = 0;
  #end = Date.now() + PATIENCE_MS;

  constructor(signal: AbortSignal | undefined, most: number = Number.POSITIVE_INFINITY) {
    this.#signal = signal;
    this.#most = most;
  }

  /** The server has answered. */
  reset(): void {
    this.#count = 0;
    this.#end = Date.now() + PATIENCE_MS;
  }

  /** False where it is no use to try again. */
  async wait(): Promise<boolean> {
    if (this.#count >= this.#most || Date.now() > this.#end) return false;
    const ms = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#count++);
    await sleep(ms, undefined, this.#signal === undefined ? {} : { signal: this.#signal }).catch(() => undefined);
    this.#signal?.throwIfAborted();
    return true;
  }
}

function damagedOnItsWay(name: string | undefined): KindredError {
  return new KindredError({
    code: "WORKER_FAILED",
    where: "sparkSource",
    problem: `${name} was damaged on its way to the server`,
    fix: "Fit again",
  });
}

function countsOf(stages: readonly StageInfo[]): Omit<TaskCounts, "seconds"> {
  const sum = (key: keyof StageInfo): number => stages.reduce((total, stage) => total + (stage[key] ?? 0), 0);
  return { done: sum("numCompletedTasks"), total: sum("numTasks"), bytes: sum("inputBytesRead") };
}
