/**
 * Bundles `dist`, as tsc wrote it, for Node: one file for each entry of the package and for each worker, and the chunks that they share, all side by
 * side in `dist/node`. A bundle is read in a fifth of the time that its thousand modules take. Bundlers find the modules (condition "module" in
 * package.json), of which they can leave out what a program does not use. What executors of Spark run is one file that needs no other: it may be sent to them.
 */
import { readFileSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const HERE: string = dirname(fileURLToPath(import.meta.url));
const ROOT: string = join(HERE, "../..");
const DIST: string = join(ROOT, "dist");
const OUT: string = join(DIST, "node");

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  exports: Record<string, string | { readonly node: string; readonly module: string }>;
  peerDependencies: Record<string, string>;
};
/** Modules that become files of their own, by the names of those files. */
const entries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(manifest.exports).flatMap((paths) =>
      typeof paths === "object" ? [[basename(paths.node, ".js"), join(ROOT, paths.module)]] : [],
    ),
  ),
  main: join(DIST, "serve/command/main.js"),
  "fit-worker": join(DIST, "workers/fit-worker.js"),
  "reducer-worker": join(DIST, "workers/reducer-worker.js"),
  "score-worker": join(DIST, "workers/score-worker.js"),
  "csv-worker": join(DIST, "io/csv/csv-worker.js"),
  "parquet-worker": join(DIST, "io/parquet/parquet-worker.js"),
};

/** The address in the bundle of a file, from `file`: all files lie side by side there. */
function addressOf(target: string, file: string): string {
  const path = resolve(dirname(file), target);
  const name = Object.keys(entries).find((entry) => entries[entry] === path);
  return name === undefined ? relative(OUT, path).replaceAll("\\", "/") : `./${name}.js`;
}

/** Modules as they can share a file: with addresses from there, and with their names, since the bundler renames what two modules call alike. */
const modules: Plugin = {
  name: "modules",
  setup(context) {
    context.onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const code = (await readFile(path, "utf8")).replace(
        /new URL\("([^"]+)", import\.meta\.url\)/g,
        (_, target: string) => `new URL("${addressOf(target, path)}", import.meta.url)`,
      );
      const names = [...code.matchAll(/^export (?:async )?(?:class|function\*?) (\w+)/gm)].map(([, name]) => name!);
      const named = names.map((name) => `Object.defineProperty(${name}, "name", { value: "${name}" });`);
      return { contents: [code, ...named].join("\n"), loader: "js" };
    });
  },
};

/**
 * Arrow is read when it is first needed, since it takes longer than all the rest: each name that the modules import is a property that loads it.
 * `require` of the ES module answers the very classes that the caller imports. `Table` is also handed out by the package, so it has to be there
 * before Arrow is: a proxy of the class. What modules import from parts of Arrow is among the names of the whole, but for the footers of files.
 */
const FOOTERS = "apache-arrow/ipc/metadata/file";
const lazyArrow: Plugin = {
  name: "lazy-arrow",
  setup(context) {
    context.onResolve({ filter: /^apache-arrow/ }, ({ path }) => ({
      path: path === FOOTERS ? path : "apache-arrow",
      namespace: "lazy",
    }));
    context.onLoad({ filter: /.*/, namespace: "lazy" }, async ({ path }) => {
      if (path === FOOTERS)
        return {
          contents: `const { footers } = require("./arrow.js");
Object.defineProperty(exports, "Footer", { enumerable: true, get: () => footers().Footer });`,
          loader: "js",
          resolveDir: HERE,
        };
      const names = Object.keys(await import("apache-arrow")).filter((name) => name !== "Table" && name !== "default");
      const contents = `const { arrow, Table } = require("./arrow.js");
exports.Table = Table;
for (const name of ${JSON.stringify(names)}) {
  Object.defineProperty(exports, name, { enumerable: true, get: () => arrow()[name] });
}`;
      return { contents, loader: "js", resolveDir: HERE };
    });
  },
};

/** Packages that become part of the bundles: those that every program needs. The others are read by the few that need them. */
const INLINED: readonly string[] = ["zod", "@noble/hashes"];
const packageOf = (file: string): string | undefined => file.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];

const outside: Plugin = {
  name: "outside",
  setup(context) {
    context.onResolve({ filter: /^[^./]/ }, ({ path, namespace }) =>
      namespace !== "file" ||
      path.startsWith("apache-arrow") ||
      INLINED.some((name) => `${path}/`.startsWith(`${name}/`))
        ? undefined
        : { path, external: true },
    );
  },
};

const shared = {
  outdir: OUT,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  metafile: true,
} as const;
const bundles = await build({
  ...shared,
  entryPoints: entries,
  splitting: true,
  chunkNames: "chunk-[hash]",
  plugins: [outside, modules, lazyArrow],
});

/** Packages that executors of Spark do not need: those that are loaded for a file format, a server or a network. */
const optional = Object.keys(manifest.peerDependencies).filter((name) => name !== "apache-arrow");
const executor = await build({
  ...shared,
  entryPoints: { "spark-executor": join(DIST, "workers/spark-executor.js") },
  external: optional,
  minify: true,
  keepNames: true,
  plugins: [modules],
});
const needed = Object.values(executor.metafile.outputs).flatMap(({ imports }) =>
  imports.filter(({ kind, path }) => kind === "import-statement" && !isBuiltin(path)).map(({ path }) => path),
);
if (needed.length > 0) throw new Error(`the executors' program needs ${needed.join(", ")}`);

const inputs = [bundles, executor].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const inlined = [...new Set(inputs.map(packageOf))].filter((name) => name !== undefined).sort();
const licenses = inlined.map(async (name) => {
  const folder = join(ROOT, "node_modules", name);
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no license file`);
  return `${name}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
});
await writeFile(join(OUT, "LICENSES.txt"), (await Promise.all(licenses)).join("\n\n"));
