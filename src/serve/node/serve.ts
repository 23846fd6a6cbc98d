import type { Server as HttpServer, RequestListener } from "node:http";
import { KindredError } from "../../errors/index.js";
import { check, checkArguments } from "../../options/index.js";
import { Service } from "../http/service.js";
import type { ServableModel } from "../score/scorer.js";
import { nodeModule, peer } from "./modules.js";
import { onThreads } from "./on-threads.js";
import { type ServeOptions, type ServerLog, type ServerPlan, serverPlan } from "./serve-options.js";

/** A server at work. */
export interface Server {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The port, where any was asked for. */
  readonly port: number;
  /** Serves another model from the next request on; requests that have begun keep theirs, none is dropped. */
  reload(model: ServableModel): Promise<void>;
  /** Takes no new connections, answers what has come, and ends, after `grace` milliseconds at the latest. */
  close(): Promise<void>;
}

/** Milliseconds between two looks for clients that take too long. */
const LOOK_MS = 500;
/** Milliseconds that open connections may still send a request while the server stops; the answer closes them. */
const LINGER_MS = 250;
/** Bytes of all headers of a request. */
const HEADER_BYTES = 16 << 10;

/**
 * Serves a fitted model over HTTP in Node: `createHandler` on Node's own server, with threads for larger requests, so that health checks are
 * answered while they are scored, limits on time and connections, and an orderly end. Needs the packages srvx and piscina.
 *
 * The server has no keys and no encryption: put it behind a gateway that has both (see SECURITY.md).
 *
 * @param model - A fitted model: a classifier, a clusterer, a transformer, or a pipeline that ends in one.
 * @throws KindredError INVALID_PARAMETER for an unknown option; UNSUPPORTED where a package is missing, or the port cannot be had.
 *
 * @example
 * ```ts
 * import { FeatureMatrix, LogisticRegression } from "kindred";
 * import { serve } from "kindred/serve";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [21, 34, 51, 67], INCOME: [1, 2, 4, 5] });
 * const fitted = await new LogisticRegression().fit(people, [0, 0, 1, 1]);
 * const server = await serve(fitted, { port: 0 });
 * const response = await fetch(`${server.url}/invocations`, {
 *   method: "POST",
 *   headers: { "content-type": "text/csv" },
 *   body: "AGE,INCOME\n60,5\n",
 * });
 * console.log(await response.text());
 * await server.close();
 * ```
 */
export async function serve(model: ServableModel, options: ServeOptions = {}): Promise<Server> {
  checkArguments("serve", { model: [model, check.fitted] });
  const plan = serverPlan(options);
  const tell = (level: ServerLog["level"], event: ServerLog["event"], message: string): void =>
    plan.log({ time: new Date().toISOString(), level, event, message });
  const { NodeResponse, toNodeHandler } = await peer("serve", "srvx", () => import("srvx/node"));
  const factory = onThreads({
    threads: plan.threads,
    inlineBytes: plan.inlineBytes,
    onUnavailable: () =>
      tell(
        "warn",
        "threads-unavailable",
        "The model cannot be loaded on other threads: all is scored on the one that answers.",
      ),
  });
  const service = new Service(model, { ...plan.handler, onRequest: plan.log }, "serve", factory);
  await service.ready();
  let stopping = false;
  const handle = toNodeHandler(async (request) => {
    const { status, headers, body } = await service.handle(request);
    const last: Record<string, string> = stopping || status === 413 ? { connection: "close" } : {};
    return new NodeResponse(body as BodyInit | null, { status, headers: { ...headers, ...last } });
  });
  const server = nodeModule("serve", "node:http").createServer(
    {
      headersTimeout: plan.headersTimeout,
      requestTimeout: plan.requestTimeout,
      keepAliveTimeout: plan.keepAliveTimeout,
      connectionsCheckingInterval: LOOK_MS,
      maxHeaderSize: HEADER_BYTES,
    },
    handle as RequestListener,
  );
  server.maxConnections = plan.connections;
  // A client that does not take its answer.
  server.timeout = plan.requestTimeout + service.plan.timeout;
  const port = await listen(server, plan).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  const url = `http://${plan.host.includes(":") ? `[${plan.host}]` : plan.host}:${port}`;
  tell("info", "listening", url);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    stopping = true;
    service.drain();
    tell("info", "stopping", "No new connections are taken.");
    await stop(server, plan.grace);
    await service.close();
    tell("info", "stopped", "All requests are answered.");
  };
  return {
    url,
    port,
    reload: async (next) => {
      await service.reload(next);
      tell("info", "reloaded", `Serving a ${next.kind}.`);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function listen(server: HttpServer, { port, host }: ServerPlan): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(
        new KindredError({
          code: "UNSUPPORTED",
          where: "serve",
          problem: `port ${port} of ${host} cannot be had (${cause.code ?? cause.message})`,
          fix: "Choose another port, or 0 for any that is free",
          cause,
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Ends a server: new connections are refused at once, open ones closed by their next answer, idle ones after a moment. */
async function stop(server: HttpServer, grace: number): Promise<void> {
  // The server's own `close` would close idle connections at once, and with them a request that is on its way.
  const ended = new Promise<void>((resolve) => {
    nodeModule("serve", "node:net").Server.prototype.close.call(server, () => resolve());
  });
  const idle = setTimeout(() => server.closeIdleConnections(), Math.min(LINGER_MS, grace));
  const looking = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  const last = setTimeout(() => server.closeAllConnections(), grace);
  await ended;
  // What Node's `close` does beside.
  server.close(() => undefined);
  clearTimeout(idle);
  clearInterval(looking);
  clearTimeout(last);
}
