import { Readable } from "node:stream";
import type { Client, ClientReadableStream, Metadata } from "@grpc/grpc-js";
import { KindredError } from "../../errors/index.js";
import type { SparkAddress } from "./address.js";
import { decodeMessage, encodeMessage } from "./messages.js";

/** Servers of gRPC end connections that ask for a sign of life more often than every five minutes, unless they are set up otherwise. */
const KEEP_ALIVE_MS = 330_000;
const SERVICE = "/spark.connect.SparkConnectService";
/** What this client is called. */
export const CLIENT = "kindred";

/** A connection to a server of Spark Connect: calls by their names. It is opened again where it is lost. */
export class Channel {
  readonly address: SparkAddress;
  readonly #grpc: typeof import("@grpc/grpc-js");
  readonly #client: Client;

  private constructor(grpc: typeof import("@grpc/grpc-js"), address: SparkAddress) {
    this.#grpc = grpc;
    this.address = address;
    this.#client = new grpc.Client(
      `${address.host}:${address.port}`,
      address.secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure(),
      {
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
        "grpc.keepalive_time_ms": KEEP_ALIVE_MS,
        "grpc.initial_reconnect_backoff_ms": 200,
        "grpc.max_reconnect_backoff_ms": 2000,
        "grpc.primary_user_agent": CLIENT,
      },
    );
  }

  /** @throws KindredError UNSUPPORTED where the library that speaks to servers is not installed. */
  static async open(address: SparkAddress): Promise<Channel> {
    const grpc = await import("@grpc/grpc-js").catch((cause: unknown) => {
      throw new KindredError({
        code: "UNSUPPORTED",
        where: "sparkSource",
        problem: "servers are spoken to with the packages @grpc/grpc-js and protobufjs, which are not installed",
        fix: "Install them: npm install @grpc/grpc-js protobufjs",
        cause,
      });
    });
    return new Channel(grpc, address);
  }

  /** A call that is answered with a stream of messages. */
  stream(method: "ExecutePlan" | "ReattachExecute", request: object): ClientReadableStream<Uint8Array> {
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

  /** A call that is answered with one message. */
  call(method: string, request: object): Promise<unknown> {
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

  /** A call that sends a stream of messages and is answered with one. */
  upload(method: "AddArtifacts", requests: Iterable<object>, signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const stream = this.#client.makeClientStreamRequest(
        `${SERVICE}/${method}`,
        (message: object) => encodeMessage(`${method}Request`, message),
        (bytes) => decodeMessage<object>(`${method}Response`, bytes),
        this.#metadata(),
        (error, answer) => {
          signal?.removeEventListener("abort", cancel);
          if (error === null) resolve(answer);
          else reject(error);
        },
      );
      const cancel = (): void => stream.cancel();
      signal?.addEventListener("abort", cancel, { once: true });
      // The callback gets what fails.
      stream.on("error", () => undefined);
      // Node's types know streams of text and bytes alone.
      Readable.from(requests).pipe(stream as unknown as NodeJS.WritableStream);
    });
  }

  close(): void {
    this.#client.close();
  }

  #metadata(): Metadata {
    const metadata = new this.#grpc.Metadata();
    for (const [key, value] of this.address.headers) metadata.set(key, value);
    if (this.address.token !== undefined) metadata.set("authorization", `Bearer ${this.address.token}`);
    return metadata;
  }
}
