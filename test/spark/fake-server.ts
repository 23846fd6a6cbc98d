import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import { readAddress } from "../../src/spark/connect/address.js";
import { Channel } from "../../src/spark/connect/channel.js";
import { decodeMessage, encodeMessage } from "../../src/spark/connect/messages.js";

interface Chunk {
  readonly data: Uint8Array;
  readonly crc: number;
}

/** A request as it came. */
export interface Asked {
  readonly method: string;
  readonly sessionId: string;
  readonly operationId?: string;
  readonly lastResponseId?: string;
  readonly authorization?: string;
  readonly releaseUntil?: { readonly responseId: string };
  readonly beginChunk?: {
    readonly name: string;
    readonly totalBytes: number;
    readonly numChunks: number;
    readonly initialChunk: Chunk;
  };
  readonly chunk?: Chunk;
}

/** Ends an answer. */
export class Failure extends Error {
  readonly code: number;

  constructor(code: keyof typeof status, details: string) {
    super(details);
    this.code = status[code];
  }
}

/** What is said to a request that is answered with a stream: messages, and perhaps a failure behind them. */
export type Says = (request: Asked, signal: AbortSignal) => AsyncIterable<object> | Iterable<object>;

/** A server that speaks Spark Connect's protocol, and says to each plan what a test wants said. */
export async function fakeServer(
  says: Says,
  credentials: ServerCredentials = ServerCredentials.createInsecure(),
  address: (port: number) => string = (port) => `sc://127.0.0.1:${port}`,
): Promise<{
  readonly asked: readonly Asked[];
  readonly channel: Channel;
  close(): void;
}> {
  const asked: Asked[] = [];
  const took = (method: string, bytes: Buffer, metadata: Metadata): Asked => {
    const name = method === "ReattachExecute" ? "ReattachExecuteRequest" : `${method}Request`;
    const [authorization] = metadata.get("authorization").map(String);
    const request = { ...decodeMessage<Asked>(name, bytes), method, ...(authorization && { authorization }) };
    asked.push(request);
    return request;
  };
  const stream = (method: string) => async (call: ServerWritableStream<Buffer, Buffer>) => {
    const canceled = new AbortController();
    call.on("cancelled", () => canceled.abort());
    try {
      for await (const message of says(took(method, call.request, call.metadata), canceled.signal))
        call.write(encodeMessage("ExecutePlanResponse", message));
      call.end();
    } catch (error) {
      call.emit("error", { code: (error as Failure).code, details: (error as Error).message });
    }
  };
  const unary = (method: string) => (call: { request: Buffer; metadata: Metadata }, answer: sendUnaryData<Buffer>) => {
    took(method, call.request, call.metadata);
    answer(null, Buffer.alloc(0));
  };
  const upload = (call: ServerReadableStream<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
    const names: string[] = [];
    call.on("data", (bytes: Buffer) => {
      const { beginChunk } = took("AddArtifacts", bytes, call.metadata);
      if (beginChunk !== undefined) names.push(beginChunk.name);
    });
    call.on("end", () => {
      const artifacts = names.map((name) => ({ name, isCrcSuccessful: !name.includes("damaged") }));
      answer(null, encodeMessage("AddArtifactsResponse", { artifacts, serverSideSessionId: "one" }));
    });
  };
  const server = new Server();
  const methods = { ExecutePlan: true, ReattachExecute: true, ReleaseExecute: false, Interrupt: false, Config: false };
  const raw = (bytes: Buffer): Buffer => bytes;
  for (const [method, isStream] of Object.entries({ ...methods, ReleaseSession: false, AddArtifacts: false }))
    server.addService(
      {
        [method]: {
          path: `/spark.connect.SparkConnectService/${method}`,
          requestStream: method === "AddArtifacts",
          responseStream: isStream,
          requestSerialize: raw,
          requestDeserialize: raw,
          responseSerialize: raw,
          responseDeserialize: raw,
        },
      },
      { [method]: method === "AddArtifacts" ? upload : isStream ? stream(method) : unary(method) } as never,
    );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error === null ? resolve(bound) : reject(error))),
  );
  const channel = await Channel.open(readAddress(address(port)));
  return {
    asked,
    channel,
    close() {
      channel.close();
      server.forceShutdown();
    },
  };
}
