import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compiledFolder } from "../compile-rooms.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Programs, what each prints, and how large its bundle may become, in KB gzipped: by esbuild all in one file, by Vite what is read at once, without
 * what a fit asks for.
 */
const PROGRAMS = {
  "a matrix that becomes a Table": {
    code: `import { FeatureMatrix } from "kindred"; console.log(FeatureMatrix.fromColumns({ a: [1] }).toTable().numRows);`,
    prints: "1",
    most: { esbuild: 40, vite: 40 },
  },
  "one that only loads": {
    code: `import { load } from "kindred"; try { load("{}"); } catch (error) { console.log(error.code); }`,
    prints: "BAD_DOCUMENT",
    most: { esbuild: 256, vite: 213 },
  },
  "one that loads the types that it needs": {
    code: `import { createLoader, Pipeline, Scaler } from "kindred"; console.log(typeof createLoader([Pipeline, Scaler]).load);`,
    prints: "function",
    most: { esbuild: 131, vite: 113 },
  },
  "one Scaler": {
    code: `import { Scaler } from "kindred"; const fitted = await new Scaler().fit([[1], [3]]); console.log(fitted.transform([[3]]).toTable().numRows);`,
    prints: "1",
    most: { esbuild: 124, vite: 105 },
  },
} as const;

let folder: string;

/** A project that has the package installed, as published: its exports and its list of files with effects. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kindred-bundles-"));
  const installed = join(folder, "node_modules/kindred");
  mkdirSync(installed, { recursive: true });
  // A copy without the package.json of the compiled folder, which would stand nearer than the package's own.
  cpSync(compiledFolder("workers"), join(installed, "dist"), {
    recursive: true,
    filter: (file) => !file.endsWith("package.json"),
  });
  symlinkSync(join(ROOT, "node_modules"), join(installed, "node_modules"));
  const { name, type, exports, sideEffects } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  writeFileSync(join(installed, "package.json"), JSON.stringify({ name, type, exports, sideEffects }));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The program bundled for browsers; packages that are asked for only when used stay outside. */
const OUTSIDE = /^(@tensorflow\/|hyparquet|zstddec|read-excel-file|@duckdb\/|parquet-wasm)/;
/** Files by name, the entry first, and whether it is read at once: not what only a fit asks for. */
type Bundler = (entry: string) => Promise<readonly (readonly [name: string, code: string, first: boolean])[]>;
const BUNDLERS: Record<string, Bundler> = {
  async esbuild(entry) {
    const { outputFiles } = await bundle({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
      logLevel: "error",
      plugins: [
        {
          name: "outside",
          setup: (context) => context.onResolve({ filter: OUTSIDE }, ({ path }) => ({ path, external: true })),
        },
      ],
    });
    return [["entry.mjs", outputFiles[0]!.text, true]];
  },
  async vite(entry) {
    const result = await build({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        minify: "esbuild",
        target: "es2022",
        lib: { entry, formats: ["es"] },
        rollupOptions: { external: OUTSIDE },
      },
    });
    const { output } = (Array.isArray(result) ? result[0]! : result) as {
      output: { fileName: string; code?: string; isEntry?: boolean; imports?: string[] }[];
    };
    const first = new Set(output.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
    for (const name of first)
      for (const imported of output.find(({ fileName }) => fileName === name)?.imports ?? []) first.add(imported);
    const position = new Map([...first].map((name, i) => [name, i]));
    return output
      .sort((a, b) => (position.get(a.fileName) ?? 99) - (position.get(b.fileName) ?? 99))
      .flatMap(({ fileName, code }) => (code === undefined ? [] : [[fileName, code, first.has(fileName)] as const]));
  },
};

describe.each(Object.entries(BUNDLERS))("bundled by %s", (name, bundler) => {
  it.each(Object.entries(PROGRAMS))("runs: %s", async (what, { code, prints, most }) => {
    const entry = join(folder, `${name}-${what.replaceAll(" ", "-")}.mjs`);
    writeFileSync(entry, code);
    const out = join(folder, `${name}-${Object.keys(PROGRAMS).indexOf(what)}`);
    const files = await bundler(entry);
    for (const [file, text] of files) {
      mkdirSync(dirname(join(out, file)), { recursive: true });
      writeFileSync(join(out, file), text);
    }
    const [first] = files[0]!;
    const bundled = files.flatMap(([, text, atOnce]) => (atOnce ? [text] : [])).join("\n");
    expect(bundled).not.toContain("Ungültige Eingabe"); // no language of zod but English
    const printed = execFileSync(process.execPath, [join(out, first)], { encoding: "utf8" });
    expect(printed.trim()).toBe(prints);
    const size = gzipSync(bundled, { level: 9 }).length / 1024;
    console.log(`${name}, ${what}: ${size.toFixed(0)} KB gzip`);
    expect(size).toBeLessThan(most[name as keyof typeof most]);
  });
});
