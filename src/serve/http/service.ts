import { docsPage } from "../describe/docs-page.js";
import { type Service as Described, openApi } from "../describe/open-api.js";
import { RequestError } from "../read/request-error.js";
import type { Reply } from "../score/answer.js";
import { inputsOf, outputsOf } from "../score/open-inference.js";
import { Scorer, type ServableModel } from "../score/scorer.js";
import { type Body, BufferedBytes, busy, readBody } from "./body.js";
import type { Executor, ExecutorFactory } from "./executor.js";
import { Metrics } from "./metrics.js";
import type { HandlerOptions, RequestLog, ServicePlan } from "./options.js";
import { servicePlan } from "./options.js";
import { type Found, pathOf, routeOf } from "./routes.js";

/** A model that is being served, and the requests that it is working on. */
interface Generation {
  readonly scorer: Scorer;
  readonly executor: Promise<Executor>;
  readonly described: Described;
  working: number;
  /** Called when the last request of a model that was replaced is answered. */
  idle?: () => void;
}

/** Facts of a request that its log tells. */
interface Facts {
  bytesIn?: number;
  rows?: number;
  failedRows?: number;
  code?: string;
  error?: unknown;
}

/** Bodies below are scored without a timer. */
const SMALL_BYTES = 1 << 14;
const JSON_TYPE: Readonly<Record<string, string>> = { "content-type": "application/json" };
const NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** Answers requests with a model that may be replaced at any time. */
export class Service {
  readonly plan: ServicePlan;
  readonly #factory: ExecutorFactory;
  readonly #metrics: Metrics;
  readonly #buffered: BufferedBytes;
  #generation: Generation;
  #scoring = 0;
  #draining = false;

  constructor(model: ServableModel, options: HandlerOptions, where: string, factory: ExecutorFactory) {
    this.plan = servicePlan(options, where);
    this.#factory = factory;
    this.#buffered = new BufferedBytes(this.plan.limits.bufferedBytes);
    this.#generation = this.#start(model);
    this.#metrics = new Metrics([
      {
        name: "kindred_scoring_requests",
        help: "Requests that are scored or wait for it.",
        value: () => this.#scoring,
      },
      { name: "kindred_buffered_bytes", help: "Bytes of bodies that are held.", value: () => this.#buffered.held },
      { name: "kindred_draining", help: "1 while the service stops.", value: () => Number(this.#draining) },
    ]);
  }

  /** Ready to score. */
  async ready(): Promise<void> {
    await this.#generation.executor;
  }

  /** Requests that are being scored. */
  get scoring(): number {
    return this.#scoring;
  }

  /** From now on `/ping` says that the service stops; requests are still answered. */
  drain(): void {
    this.#draining = true;
  }

  /** Serves another model from the next request on; those that are being answered keep theirs. */
  async reload(model: ServableModel): Promise<void> {
    const next = this.#start(model);
    await next.executor;
    const before = this.#generation;
    this.#generation = next;
    if (before.working > 0)
      await new Promise<void>((resolve) => {
        before.idle = resolve;
      });
    await (await before.executor).close();
  }

  /** Ends what scores. */
  async close(): Promise<void> {
    await (await this.#generation.executor).close();
  }

  #start(model: ServableModel): Generation {
    const { name, verb, limits } = this.plan;
    const scorer = new Scorer(model, verb);
    const ids = this.plan.ids ?? idsOf(scorer);
    const executor = Promise.resolve(this.#factory(scorer, { ids, limits, name }));
    executor.catch(() => undefined);
    const described = { name, ids, maxBodyBytes: limits.bodyBytes, maxRows: limits.rows };
    return { scorer, executor, described, working: 0 };
  }

  /** The answer to a request; never throws. */
  async handle(request: Request): Promise<Reply> {
    const from = performance.now();
    const found = routeOf(pathOf(request.url), this.plan.name);
    const facts: Facts = {};
    const requestId = requestIdOf(request);
    let reply: Reply;
    try {
      reply = await this.#answer(request, found, facts);
    } catch (error) {
      reply = this.#failure(error, found, facts, requestId);
    }
    const { status } = reply;
    const milliseconds = performance.now() - from;
    const route = found?.template ?? "unknown";
    this.#metrics.answered(route, status, milliseconds / 1000);
    if (facts.rows !== undefined) this.#metrics.rows(facts.rows - (facts.failedRows ?? 0), facts.failedRows ?? 0);
    this.plan.onRequest?.(logOf({ requestId, method: request.method, route, status, milliseconds }, facts));
    return {
      ...reply,
      headers: { ...reply.headers, "x-request-id": requestId, "x-content-type-options": "nosniff" },
      body: request.method === "HEAD" ? null : reply.body,
    };
  }

  #failure(error: unknown, found: Found | undefined, facts: Facts, requestId: string): Reply {
    const known = error instanceof RequestError;
    if (!known) facts.error = error;
    const { status, code, message, headers } = known
      ? error
      : { status: 500, code: "INTERNAL", message: "The request could not be answered.", headers: {} };
    facts.code = code;
    const detail = found?.route === "v2-infer" ? message : { code, message, requestId };
    return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ error: detail }) };
  }

  #answer(request: Request, found: Found | undefined, facts: Facts): Reply | Promise<Reply> {
    if (found === undefined) throw new RequestError(404, "NOT_FOUND", "There is nothing at this path.");
    const { method } = request;
    if (method !== found.method && !(method === "HEAD" && found.method === "GET")) {
      const allow = found.method === "GET" ? "GET, HEAD" : "POST";
      throw new RequestError(405, "METHOD_NOT_ALLOWED", `This path takes ${allow}.`, { allow });
    }
    if (found.route === "invocations") return this.#score(request, "invocations", facts);
    if (found.route === "v2-infer") return this.#score(request, "inference", facts);
    return this.#describe(found);
  }

  async #score(request: Request, protocol: "invocations" | "inference", facts: Facts): Promise<Reply> {
    const generation = this.#generation;
    generation.working++;
    try {
      const body = await readBody(request, this.plan.limits.bodyBytes, this.#buffered);
      facts.bytesIn = body.bytes;
      try {
        const reply = await this.#scoreBody(generation, request, protocol, body);
        facts.rows = (reply.scored ?? 0) + (reply.failed ?? 0);
        facts.failedRows = reply.failed ?? 0;
        return reply;
      } finally {
        this.#buffered.release(body.bytes);
      }
    } finally {
      if (--generation.working === 0) generation.idle?.();
    }
  }

  async #scoreBody(
    { executor }: Generation,
    request: Request,
    protocol: "invocations" | "inference",
    { content, bytes }: Body,
  ): Promise<Reply> {
    const { limits, timeout } = this.plan;
    if (this.#scoring >= limits.waiting) throw busy("Too many requests are waiting to be scored.");
    const { headers } = request;
    const contentType = headers.get("content-type") ?? "";
    const asked = { protocol, contentType, accept: headers.get("accept") ?? "", body: content };
    this.#scoring++;
    try {
      const ready = await executor;
      if (bytes <= SMALL_BYTES) return await ready.answer(asked);
      // The work of a client that is gone ends too.
      const late = AbortSignal.timeout(timeout);
      const signal = AbortSignal.any([late, request.signal]);
      return await ready.answer(asked, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        if (!late.aborted) throw new RequestError(499, "CLIENT_GONE", "The client closed the connection.");
        const again = { "retry-after": "1" };
        throw new RequestError(503, "TIMEOUT", `Scoring took longer than ${timeout} ms. Send fewer rows.`, again);
      });
    } finally {
      this.#scoring--;
    }
  }

  #describe({ route }: Found): Reply {
    const { scorer, described } = this.#generation;
    const { name, limits, docs, metrics } = this.plan;
    const json = (value: object): Reply => ({ status: 200, headers: JSON_TYPE, body: JSON.stringify(value) });
    const hidden = (): never => {
      throw new RequestError(404, "NOT_FOUND", "There is nothing at this path.");
    };
    switch (route) {
      case "ping":
      case "v2-live":
        if (this.#draining) throw new RequestError(503, "STOPPING", "The service is stopping.", { "retry-after": "1" });
        return json({ status: "ok" });
      case "v2-ready":
      case "v2-model-ready":
        if (this.#draining) throw new RequestError(503, "STOPPING", "The service is stopping.", { "retry-after": "1" });
        return json({ ready: true });
      case "version":
        return {
          status: 200,
          headers: { "content-type": "text/plain" },
          body: String(scorer.fitted.spec.definition.version),
        };
      case "execution-parameters":
        return json({
          MaxConcurrentTransforms: Math.max(1, Math.min(8, limits.waiting)),
          BatchStrategy: "MULTI_RECORD",
          MaxPayloadInMB: Math.max(1, Math.floor(limits.bodyBytes / (1 << 20))),
        });
      case "v2":
        return json({ name: "kindred", version: "2", extensions: [] });
      case "v2-model":
        return json({ name, platform: "kindred", inputs: inputsOf(scorer), outputs: outputsOf(scorer) });
      case "openapi":
        return docs ? json(openApi(scorer, described)) : hidden();
      case "docs": {
        const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": NO_SCRIPTS };
        return docs ? { status: 200, headers, body: docsPage(scorer, described) } : hidden();
      }
      default: {
        const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
        return metrics ? { status: 200, headers, body: this.#metrics.text() } : hidden();
      }
    }
  }
}

/** Columns that the model's Schema knows as ids. */
function idsOf({ fitted }: Scorer): readonly string[] {
  const { schema } = fitted;
  return schema.columns.filter((name) => schema.column(name).role === "id");
}

/** The caller's id of a request where it is a plain word, else a new one. */
function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[\w-]{1,64}$/.test(given) ? given : crypto.randomUUID();
}

function logOf(
  about: Pick<RequestLog, "requestId" | "method" | "route" | "status" | "milliseconds">,
  facts: Facts,
): RequestLog {
  const level = about.status >= 500 && facts.error !== undefined ? "error" : about.status >= 400 ? "warn" : "info";
  const { milliseconds, method } = about;
  return {
    time: new Date().toISOString(),
    level,
    event: "request",
    ...about,
    method: /^[A-Z]{1,10}$/.test(method) ? method : "OTHER",
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    ...facts,
  };
}
