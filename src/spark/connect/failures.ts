import type { ServiceError } from "@grpc/grpc-js";
import { KindredError } from "../../errors/index.js";
import type { SparkAddress } from "./address.js";

/** gRPC's code for a server that cannot be reached. */
const UNAVAILABLE = 14;
/** What grpc-js says where a server or proxy ends a connection that asks for too many signs of life: the job goes on there. */
const CALM_DOWN = "Bandwidth exhausted or memory limit exceeded";
const MAX_LINES = 12;
const MAX_LETTERS = 2000;

/** The session is gone on the server, which was started again or dropped it. What is stored below `stage` is still there. */
export class SessionLost extends KindredError {
  constructor({ host, port }: SparkAddress, cause?: unknown) {
    super({
      code: "WORKER_FAILED",
      where: "sparkSource",
      problem: `the Spark Connect server at ${host}:${port} was started again, or no longer knows this client`,
      fix: "Fit again: rows that are stored below `stage` are read from there",
      cause,
    });
  }
}

/** Is the server or the way to it gone, perhaps for a while? */
export function isUnreachable(cause: unknown): boolean {
  const { code, details } = cause as ServiceError;
  return code === UNAVAILABLE || details === CALM_DOWN || String(details).includes("INVALID_CURSOR.DISCONNECTED");
}

/** Does the server not know the session or the operation that it is asked about? */
export function isUnknown(cause: unknown): boolean {
  return /INVALID_HANDLE\.(OPERATION_NOT_FOUND|OPERATION_ABANDONED|SESSION_NOT_FOUND|SESSION_CLOSED|SESSION_CHANGED)/.test(
    String((cause as ServiceError).details),
  );
}

/** What a failure of a call is to the caller. */
export function failureOf(cause: unknown, { host, port }: SparkAddress): KindredError {
  const { details } = cause as ServiceError;
  if (!isUnreachable(cause))
    return new KindredError({
      code: "WORKER_FAILED",
      where: "sparkSource",
      problem: `Spark says: ${firstLines(details ?? String(cause))}`,
      fix: "Look at the executors' logs for the whole story",
      cause,
    });
  return new KindredError({
    code: "INVALID_INPUT",
    where: "sparkSource",
    problem: `no Spark Connect server answers at ${host}:${port}: ${details}`,
    fix: "Start one, or name another address",
    cause,
  });
}

function firstLines(text: string): string {
  return text.split("\n").slice(0, MAX_LINES).join("\n").slice(0, MAX_LETTERS);
}
