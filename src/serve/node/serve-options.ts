import { check, optionsCheck } from "../../options/index.js";
import { checkMilliseconds, type HandlerOptions, handlerChecks, type RequestLog, refused } from "../http/options.js";
import { nodeModule } from "./modules.js";

/** Something that happened to the server. */
export interface ServerLog {
  /** When, as ISO 8601 has it. */
  readonly time: string;
  /** How bad it is. */
  readonly level: "info" | "warn" | "error";
  /** What happened. */
  readonly event: "listening" | "reloaded" | "reload-failed" | "threads-unavailable" | "stopping" | "stopped";
  /** The same for a reader. */
  readonly message: string;
}

/** Options of `serve`. */
export interface ServeOptions extends Omit<HandlerOptions, "onRequest"> {
  /** Default 8080; 0 for any that is free. */
  readonly port?: number;
  /** Default `127.0.0.1`: this machine alone. Containers need `0.0.0.0`. */
  readonly host?: string;
  /** Threads that score larger bodies, beside the one that answers. Default: one for every core but one, at least 1. */
  readonly threads?: number;
  /** Bytes of a body up to which it is scored at once, without another thread. Default 16 KiB. */
  readonly inlineBytes?: number;
  /** Connections at once. Default 1024. */
  readonly connections?: number;
  /** Milliseconds for the headers of a request. Default 10,000. */
  readonly headersTimeout?: number;
  /** Milliseconds for a whole request to arrive. Default 30,000. */
  readonly requestTimeout?: number;
  /** Milliseconds that an idle connection is kept. Default 65,000, longer than load balancers do. */
  readonly keepAliveTimeout?: number;
  /** Milliseconds that `close` waits for requests that are being answered. Default 25,000: platforms kill after 30 s. */
  readonly grace?: number;
  /** Called for every answered request and for what happens to the server. Default: nothing. */
  readonly log?: (entry: RequestLog | ServerLog) => void;
}

/** Options of the server, filled in. */
export interface ServerPlan extends Required<Omit<ServeOptions, keyof HandlerOptions | "log">> {
  readonly log: (entry: RequestLog | ServerLog) => void;
  readonly handler: HandlerOptions;
}

const { onRequest: _, ...sharedChecks } = handlerChecks;
const checkServe = optionsCheck<ServeOptions>("serve", {
  ...sharedChecks,
  port: check.anything,
  host: check.anything,
  threads: check.anything,
  inlineBytes: check.anything,
  connections: check.anything,
  headersTimeout: check.anything,
  requestTimeout: check.anything,
  keepAliveTimeout: check.anything,
  grace: check.anything,
  log: check.callable,
});

/** Checks options and fills in the defaults. */
export function serverPlan(options: ServeOptions): ServerPlan {
  checkServe(options);
  const { port = 8080, host = "127.0.0.1", threads = defaultThreads(), inlineBytes = 1 << 14, ...rest } = options;
  const { connections = 1024, headersTimeout = 10_000, requestTimeout = 30_000, keepAliveTimeout = 65_000 } = rest;
  const { grace = 25_000, log, ...others } = rest;
  const { connections: _c, headersTimeout: _h, requestTimeout: _r, keepAliveTimeout: _k, ...handler } = others;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw refused("serve", "port", "a whole number from 0 to 65535");
  if (typeof host !== "string" || host === "") throw refused("serve", "host", "a name or an address");
  for (const [option, value, least] of [
    ["threads", threads, 0],
    ["inlineBytes", inlineBytes, 0],
    ["connections", connections, 1],
  ] as const)
    if (!Number.isSafeInteger(value) || value < least)
      throw refused("serve", option, `a whole number of at least ${least}`);
  const times = { headersTimeout, requestTimeout, keepAliveTimeout, grace };
  for (const [option, value] of Object.entries(times)) checkMilliseconds(value, option, "serve");
  return { port, host, threads, inlineBytes, connections, ...times, log: log ?? (() => undefined), handler };
}

function defaultThreads(): number {
  return Math.max(1, nodeModule("serve", "node:os").availableParallelism() - 1);
}
