/**
 * Compiles src/engine/wasm/assembly to WebAssembly modules and embeds them in src/engine/wasm/generated: all kernels over a private memory as
 * module.ts, those of trees over a memory that threads share as shared-module.ts, and the cutter of CSV as csv-module.ts. Does nothing where those files were made
 * from the same sources by the same compiler.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
export const SOURCES: string = join(root, "src/engine/wasm/assembly");
const target = join(root, "src/engine/wasm/generated");
const MOST_BYTES = 40 * 1024;
const OPTIONS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory"];

/** What is compiled. */
export const MODULES = [
  { entry: "index.ts", file: "module.ts", options: OPTIONS },
  { entry: "csv.ts", file: "csv-module.ts", options: OPTIONS },
  {
    entry: "shared.ts",
    file: "shared-module.ts",
    options: [...OPTIONS, "--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"],
  },
] as const;

export async function buildKernels(): Promise<void> {
  for (const { entry, file, options } of MODULES) {
    const digest = digestOfSources(options);
    const path = join(target, file);
    if (readHeader(path).includes(digest)) continue;
    const bytes = await compileAssembly(SOURCES, entry, options);
    if (bytes.length > MOST_BYTES) throw new Error(`${entry} takes ${bytes.length} bytes, more than ${MOST_BYTES}`);
    const text = [
      `// Made by scripts/build-kernels.ts from ${digest}; not to be edited.`,
      `/** A WebAssembly module of kernels, in base64. */`,
      `export const MODULE: string =\n  "${bytes.toString("base64")}";`,
    ];
    mkdirSync(target, { recursive: true });
    const draft = join(target, `${file}.${process.pid}.tmp`);
    writeFileSync(draft, `${text.join("\n")}\n`);
    renameSync(draft, path);
    console.log(`kernels: ${entry}, ${bytes.length} bytes`);
  }
}

function digestOfSources(options: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(options));
  hash.update(createRequire(import.meta.url)("assemblyscript/package.json").version);
  for (const name of readdirSync(SOURCES).sort()) hash.update(name).update(readFileSync(join(SOURCES, name)));
  return hash.digest("hex");
}

function readHeader(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(0, 200);
  } catch {
    return "";
  }
}

/** Compiles a module of the sources in a folder. */
export async function compileAssembly(sources: string, entry: string, options: readonly string[]): Promise<Buffer> {
  const { main } = await import("assemblyscript/asc");
  const folder = mkdtempSync(join(tmpdir(), "kindred-kernels-"));
  try {
    const out = join(folder, "kernels.wasm");
    const { error, stderr } = await main([join(sources, entry), "-o", out, ...options]);
    if (error) throw new Error(`${entry} does not compile:\n${stderr.toString()}`);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
