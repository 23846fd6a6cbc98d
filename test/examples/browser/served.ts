import { rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { build, type Connect, preview } from "vite";
import { headersOf } from "../../../examples/browser/policy.js";
import { installedExample } from "../installed-example.js";

/** The example with the package installed as it is published, and built. */
export async function builtPage(): Promise<{ readonly folder: string; remove(): void }> {
  const folder = installedExample("browser", ["vite"]);
  await build({ root: folder, configFile: join(folder, "vite.config.ts"), logLevel: "error" });
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** The page as it is served, and what was asked of its server. */
export interface Served {
  readonly url: string;
  /** Paths that were asked for. */
  readonly paths: string[];
  /** What the policy forbade, in the page or any of its workers, as browsers report it. */
  readonly violations: string[];
  close(): Promise<void>;
}

/** Serves the built page with the example's own headers, and hears what browsers report. */
export async function servedPage(folder: string, isolated: boolean): Promise<Served> {
  const paths: string[] = [];
  const violations: string[] = [];
  const hear: Connect.NextHandleFunction = (request, response: ServerResponse, next) => {
    if (request.url !== "/violations") {
      paths.push(request.url!);
      return next();
    }
    let text = "";
    request.on("data", (piece) => {
      text += piece;
    });
    request.on("end", () => {
      violations.push(text);
      response.statusCode = 204;
      response.end();
    });
  };
  const headers = headersOf({ isolated });
  const policy = "Content-Security-Policy";
  process.env["ISOLATED"] = isolated ? "yes" : "no";
  const server = await preview({
    root: folder,
    configFile: join(folder, "vite.config.ts"),
    logLevel: "error",
    preview: {
      host: "127.0.0.1",
      port: isolated ? 47_210 : 47_310,
      headers: { ...headers, [policy]: `${headers[policy]}; report-uri /violations` },
    },
    plugins: [{ name: "hear", configurePreviewServer: ({ middlewares }) => void middlewares.use(hear) }],
  });
  const url = server.resolvedUrls!.local[0]!;
  return { url, paths, violations, close: () => server.close() };
}
