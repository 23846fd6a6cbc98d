/** What a path asks for. */
export type Route =
  | "ping"
  | "invocations"
  | "execution-parameters"
  | "version"
  | "v2"
  | "v2-live"
  | "v2-ready"
  | "v2-model"
  | "v2-model-ready"
  | "v2-infer"
  | "docs"
  | "openapi"
  | "metrics";

/** A route, its template for logs and metrics, and the methods that it has. */
export interface Found {
  readonly route: Route;
  readonly template: string;
  readonly method: "GET" | "POST";
}

const FIXED: ReadonlyMap<string, Found> = new Map(
  (
    [
      ["/ping", "ping", "GET"],
      ["/health", "ping", "GET"],
      ["/invocations", "invocations", "POST"],
      ["/execution-parameters", "execution-parameters", "GET"],
      ["/version", "version", "GET"],
      ["/v2", "v2", "GET"],
      ["/v2/health/live", "v2-live", "GET"],
      ["/v2/health/ready", "v2-ready", "GET"],
      ["/docs", "docs", "GET"],
      ["/openapi.json", "openapi", "GET"],
      ["/metrics", "metrics", "GET"],
    ] as const
  ).map(([path, route, method]) => [path, { route, template: path, method }]),
);

const MODEL = /^\/v2\/models\/([^/]+)(?:\/versions\/[^/]+)?(\/ready|\/infer)?$/;

/** The route of a path, for the model of this name. */
export function routeOf(path: string, name: string): Found | undefined {
  const fixed = FIXED.get(path);
  if (fixed !== undefined) return fixed;
  const found = MODEL.exec(path);
  if (found === null || found[1] !== name) return undefined;
  const template = `/v2/models/{name}${found[2] ?? ""}`;
  if (found[2] === "/infer") return { route: "v2-infer", template, method: "POST" };
  return { route: found[2] === "/ready" ? "v2-model-ready" : "v2-model", template, method: "GET" };
}

/** The path of a URL, without building one. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.search(/[?#]/);
  const path = start < 0 ? "/" : url.slice(start, end < 0 ? undefined : end);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
