/**
 * Fits the models of test/same-bits in every engine at hand and compares their bits with the committed digest: this Node, the Node
 * versions named in NODES (from the npm package `node`), and Chromium where there is one (CHROMIUM names it, `chromium` by default),
 * each on one, two and three threads. Also shows that the compiled library can be bundled, with its workers.
 *
 * `npm run same-bits` compares, `npm run same-bits -- --write` writes the digest anew, `--here` asks this Node alone.
 */
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

type Digest = Record<string, string>;

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIGEST = join(ROOT, "test/same-bits/digest.json");
const NODES = ["20.19.0", "22", "24"];
const CHROMIUM = process.env["CHROMIUM"] ?? "chromium";
const PATIENCE = 300_000;
/** Optional peers, which nothing here asks for. */
const PEERS = [
  "read-excel-file",
  "hyparquet",
  "hyparquet-compressors",
  "zstddec",
  "@tensorflow/*",
  "@duckdb/*",
  "@grpc/*",
];
const run = promisify(execFile);

/** Fits everything on several numbers of threads and gives the digest, or throws where two of them differ. */
const PROGRAM = `
import { acquireWorkers } from "./dist/engine/threads/index.js";
import { digestOf, fitAll, inBatches, people } from "./test/same-bits/models.js";

export async function digest() {
  const table = people();
  const runs = [];
  for (const threads of [1, 2, 3]) runs.push(digestOf(await fitAll(table, table, { threads })));
  runs.push(digestOf(await fitAll(inBatches(table, 3000), table, { threads: 2 })));
  for (const other of runs) if (JSON.stringify(other) !== JSON.stringify(runs[0])) throw new Error(JSON.stringify(runs));
  return { ...runs[0], workers: String((await acquireWorkers(3)).length) };
}
`;

async function bundle(folder: string, platform: "node" | "browser", ending: string): Promise<void> {
  await build({
    stdin: { contents: PROGRAM + ending, resolveDir: ROOT, loader: "js" },
    outfile: join(folder, "main.js"),
    bundle: true,
    external: PEERS,
    format: "esm",
    platform,
    logLevel: "error",
    ...(platform === "node"
      ? {
          banner: {
            js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
          },
        }
      : {}),
  });
  await build({
    entryPoints: [join(ROOT, "dist/workers/reducer-worker.js")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    external: PEERS,
    format: "esm",
    platform,
    logLevel: "error",
  });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
}

async function inNode(folder: string, executable: string): Promise<Digest> {
  const { stdout } = await run(executable, [join(folder, "main.js")], { timeout: PATIENCE });
  return JSON.parse(stdout) as Digest;
}

/** The executable of a Node version, installed into a folder of its own. */
async function nodeOf(folder: string, version: string): Promise<string> {
  const home = join(folder, `node-${version}`);
  await mkdir(home);
  await writeFile(join(home, "package.json"), '{ "private": true }');
  await run("npm", ["install", "--no-audit", "--no-fund", `node@${version}`], { cwd: home, timeout: PATIENCE });
  return join(home, "node_modules/node/bin/node");
}

/** Opens a page that fits everything and sends the digest back. */
async function inChromium(folder: string): Promise<Digest> {
  const page = '<!doctype html><script type="module" src="/main.js"></script>';
  let settle: { readonly resolve: (body: string) => void; readonly reject: (error: Error) => void } | undefined;
  const sent = new Promise<string>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const server = createServer(async (request, response) => {
    const isolated = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
    if (request.method === "POST") {
      let body = "";
      for await (const part of request) body += part;
      response.writeHead(204, isolated).end();
      settle!.resolve(body);
      return;
    }
    const name = request.url === "/" ? undefined : request.url!.slice(1);
    const type = name === undefined ? "text/html" : "text/javascript";
    const text = name === undefined ? page : await readFile(join(folder, name), "utf8").catch(() => undefined);
    response.writeHead(text === undefined ? 404 : 200, { ...isolated, "Content-Type": type }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = spawn(
    CHROMIUM,
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${join(folder, "profile")}`,
      `http://127.0.0.1:${port}/`,
    ],
    { stdio: "ignore" },
  );
  browser.on("error", settle!.reject);
  const late = setTimeout(() => settle!.reject(new Error("Chromium sent nothing")), PATIENCE);
  try {
    return JSON.parse(await sent) as Digest;
  } finally {
    clearTimeout(late);
    const gone = new Promise((resolve) => browser.once("exit", resolve));
    if (browser.kill()) await gone;
    server.close();
    server.closeAllConnections();
  }
}

const TO_CONSOLE = "console.log(JSON.stringify(await digest()));";
const TO_SERVER = `
const body = await digest().then((found) => JSON.stringify(found), (error) => JSON.stringify({ error: String(error) }));
await fetch("/digest", { method: "POST", body });
`;

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "kindred-same-bits-"));
  try {
    const [forNode, forBrowser] = [join(folder, "node"), join(folder, "browser")];
    await mkdir(forNode);
    await bundle(forNode, "node", TO_CONSOLE);
    const here = await inNode(forNode, process.execPath);
    const { workers: _, ...bits } = here;
    if (process.argv.includes("--write")) await writeFile(DIGEST, `${JSON.stringify(bits, null, 2)}\n`);
    const expected = JSON.parse(await readFile(DIGEST, "utf8")) as Digest;
    const engines: [name: string, digest: () => Promise<Digest>][] = [
      [`Node ${process.versions.node}`, async () => here],
    ];
    if (!process.argv.includes("--here")) {
      for (const version of NODES)
        engines.push([`Node ${version}`, async () => inNode(forNode, await nodeOf(folder, version))]);
      await mkdir(forBrowser);
      await bundle(forBrowser, "browser", TO_SERVER);
      engines.push(["Chromium", () => inChromium(forBrowser)]);
    }
    for (const [name, digest] of engines) {
      const found = await digest().catch((error: Error) => ({ error: error.message }) as Digest);
      const different = Object.keys(expected).filter((model) => found[model] !== expected[model]);
      const bits = different.length === 0 ? "the same bits" : `differs: ${JSON.stringify(found)}`;
      console.log(`${name}, ${found["workers"] ?? "no"} workers: ${bits}`);
      if (different.length > 0) process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

await main();
