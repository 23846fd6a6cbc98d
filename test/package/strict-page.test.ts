import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "../report/browser.js";

const executablePath = chromiumPath();
const ENTRY = fileURLToPath(new URL("strict-page/page.ts", import.meta.url));
/** Packages that are asked for only when they are used. */
const UNUSED = [
  "@tensorflow/*",
  "hyparquet*",
  "zstddec",
  "read-excel-file*",
  "@duckdb/*",
  "parquet-wasm",
  "node:*",
  "piscina",
];
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";
/** Hears what is reported; what the test evaluates itself may compile, so trying whether that is heard is left to a timer of the page. */
const LISTEN = `globalThis.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.blockedURI + " " + event.sourceFile));
globalThis.compiles = () => new Promise((resolve) => setTimeout(() => {
  try { new Function(""); resolve(true); } catch { setTimeout(() => resolve(false), 50); }
}));`;

describe.skipIf(executablePath === undefined)("A page whose policy allows WebAssembly and no compiled text", () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [ENTRY],
      bundle: true,
      write: false,
      format: "esm",
      target: "es2022",
      external: UNUSED,
      logLevel: "error",
    });
    const files: Record<string, [type: string, text: string]> = {
      "/": [
        "text/html",
        '<!doctype html><script src="listen.js"></script><script type="module" src="page.js"></script>',
      ],
      "/listen.js": ["text/javascript", LISTEN],
      "/page.js": ["text/javascript", outputFiles[0]!.text],
    };
    server = createServer(({ url }, response) => {
      const [type, text] = files[url!] ?? ["text/plain", ""];
      response.setHeader("Content-Type", `${type}; charset=utf-8`);
      response.setHeader("Content-Security-Policy", POLICY);
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it("fits, predicts, validates, shows tables and views, and reports no violation", async () => {
    const faults: string[] = [];
    page.on("pageerror", ({ message }) => faults.push(message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const answers = await page.evaluate(() => (globalThis as { answers?: unknown }).answers);
    expect(faults).toEqual([]);
    expect(answers).toEqual({
      segments: 3,
      loaded: true,
      row: true,
      matched: true,
      folds: 3,
      probabilities: 240,
      view: true,
      columns: 1,
      records: 2,
      results: [3, 3, true],
      page: true,
    });
    const violations = (): Promise<string[]> =>
      page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
    expect(await violations()).toEqual([]);
    // What is listened to would have been heard.
    const compiles = await page.evaluate(() => (globalThis as unknown as { compiles(): Promise<boolean> }).compiles());
    expect([compiles, (await violations()).length]).toEqual([false, 1]);
  });
});
