import { randomUUID } from "node:crypto";
import type { Client, ClientReadableStream, Metadata, ServiceError } from "@grpc/grpc-js";
import { KindredError } from "../../errors/index.js";
import type { SparkAddress } from "./address.js";
import { decodeMessage, encodeMessage } from "./messages.js";
import type { Command, Relation } from "./plans.js";

const SERVICE = "/spark.connect.SparkConnectService";
const CLIENT = "kindred";
/** How often a lost connection is taken up again. */
const MAX_RETRIES = 8;
/** The same for a server that has not answered yet. */
const MAX_FIRST_RETRIES = 2;
/** The wait before the first of them; it doubles. */
const FIRST_WAIT_MS = 100;
/** gRPC's code for a server that cannot be reached. */
const UNAVAILABLE = 14;
const INTERRUPT_OPERATION = 3;

/** What a server says while it works. */
interface PlanResponse {
  readonly arrowBatch?: { readonly rowCount: number; readonly data: Uint8Array };
  readonly responseId?: string;
  readonly resultComplete?: object;
  readonly executionProgress?: {
    readonly stages?: readonly { readonly numTasks?: number; readonly numCompletedTasks?: number }[];
  };
}

/** Options of running something on the server. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Tasks done, and tasks known so far. */
  readonly onTasks?: ((done: number, total: number) => void) | undefined;
}

/** A session on a server of Spark Connect. A connection that is lost in the middle of an answer is taken up again where it was. */
export class SparkSession {
  /** Bytes of rows that came from the server. */
  received = 0;
  readonly #client: Client;
  readonly #grpc: typeof import("@grpc/grpc-js");
  readonly #address: SparkAddress;
  readonly #sessionId = randomUUID();

  private constructor(grpc: typeof import("@grpc/grpc-js"), address: SparkAddress) {
    this.#grpc = grpc;
    this.#address = address;
    this.#client = new grpc.Client(
      `${address.host}:${address.port}`,
      address.secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure(),
      {
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
        "grpc.keepalive_time_ms": 30_000,
        "grpc.primary_user_agent": CLIENT,
      },
    );
  }

  /** @throws KindredError UNSUPPORTED where the library that speaks to servers is not installed. */
  static async open(address: SparkAddress): Promise<SparkSession> {
    const grpc = await import("@grpc/grpc-js").catch((cause: unknown) => {
      throw new KindredError({
        code: "UNSUPPORTED",
        where: "sparkSource",
        problem: "servers are spoken to with the packages @grpc/grpc-js and protobufjs, which are not installed",
        fix: "Install them: npm install @grpc/grpc-js protobufjs",
        cause,
      });
    });
    return new SparkSession(grpc, address);
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

  /** Ends the session on the server and closes the connection. */
  async close(): Promise<void> {
    await this.#unary("ReleaseSession", { ...this.#who() }).catch(() => undefined);
    this.#client.close();
  }

  async *#responses(plan: object, { signal, onTasks }: RunOptions): AsyncGenerator<PlanResponse> {
    signal?.throwIfAborted();
    const operationId = randomUUID();
    const interrupt = (): void => {
      const request = { ...this.#who(), interruptType: INTERRUPT_OPERATION, operationId };
      this.#unary("Interrupt", request).catch(() => undefined);
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    let last: string | undefined;
    let stream = this.#stream("ExecutePlan", {
      ...this.#who(),
      plan,
      operationId,
      requestOptions: [{ reattachOptions: { reattachable: true } }],
    });
    try {
      for (let retries = 0; ; ) {
        let lost: unknown;
        try {
          for await (const bytes of stream) {
            const response = decodeMessage<PlanResponse>("ExecutePlanResponse", bytes as Uint8Array);
            last = response.responseId ?? last;
            retries = 0;
            if (response.resultComplete !== undefined) return;
            const stages = response.executionProgress?.stages ?? [];
            if (stages.length > 0) onTasks?.(sumOf(stages, "numCompletedTasks"), sumOf(stages, "numTasks"));
            yield response;
          }
        } catch (cause) {
          signal?.throwIfAborted();
          if (
            (cause as ServiceError).code !== UNAVAILABLE ||
            retries === (last === undefined ? MAX_FIRST_RETRIES : MAX_RETRIES)
          )
            throw this.#failed(cause);
          lost = cause;
        }
        // The server ends long streams, and networks end others: what is left is asked for.
        if (lost !== undefined) await new Promise((go) => setTimeout(go, FIRST_WAIT_MS * 2 ** retries));
        retries += 1;
        signal?.throwIfAborted();
        const rest = last === undefined ? {} : { lastResponseId: last };
        stream = this.#stream("ReattachExecute", { ...this.#who(), operationId, ...rest });
      }
    } finally {
      signal?.removeEventListener("abort", interrupt);
      stream.cancel();
      this.#unary("ReleaseExecute", { ...this.#who(), operationId, releaseAll: {} }).catch(() => undefined);
    }
  }

  #who(): object {
    const { userId } = this.#address;
    return { sessionId: this.#sessionId, userContext: { userId, userName: userId }, clientType: CLIENT };
  }

  #stream(method: string, request: object): ClientReadableStream<Uint8Array> {
    const name = method === "ExecutePlan" ? "ExecutePlanRequest" : "ReattachExecuteRequest";
    const stream = this.#client.makeServerStreamRequest(
      `${SERVICE}/${method}`,
      (message: object) => encodeMessage(name, message),
      (bytes) => bytes as Uint8Array,
      request,
      this.#metadata(),
    );
    // A stream that is canceled fails where no reader waits.
    stream.on("error", () => undefined);
    return stream;
  }

  #unary(method: string, request: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        `${SERVICE}/${method}`,
        (message: object) => encodeMessage(`${method}Request`, message),
        (bytes) => decodeMessage<object>(`${method}Response`, bytes),
        request,
        this.#metadata(),
        (error, answer) => (error === null ? resolve(answer) : reject(error)),
      );
    });
  }

  #metadata(): Metadata {
    const metadata = new this.#grpc.Metadata();
    for (const [key, value] of this.#address.headers) metadata.set(key, value);
    if (this.#address.token !== undefined) metadata.set("authorization", `Bearer ${this.#address.token}`);
    return metadata;
  }

  #failed(cause: unknown): KindredError {
    const { code, details } = cause as ServiceError;
    const { host, port } = this.#address;
    return new KindredError({
      code: code === UNAVAILABLE ? "INVALID_INPUT" : "WORKER_FAILED",
      where: "sparkSource",
      problem:
        code === UNAVAILABLE
          ? `no Spark Connect server answers at ${host}:${port}: ${details}`
          : `Spark says: ${firstLines(details ?? String(cause))}`,
      fix:
        code === UNAVAILABLE ? "Start one, or name another address" : "Look at the executors' logs for the whole story",
      cause,
    });
  }
}

function sumOf(
  stages: readonly { readonly numTasks?: number; readonly numCompletedTasks?: number }[],
  key: "numTasks" | "numCompletedTasks",
): number {
  return stages.reduce((sum, stage) => sum + (stage[key] ?? 0), 0);
}

function firstLines(text: string): string {
  return text.split("\n").slice(0, 12).join("\n").slice(0, 2000);
}
