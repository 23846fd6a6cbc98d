/**
 * Compiles src/engine/wasm/assembly to WebAssembly modules and embeds them in src/engine/wasm/generated, each with the types of what it exports: the
 * kernels that scoring needs as module.ts and those that only learning needs as learn-module.ts, both over one private memory, those of trees over a memory that threads share as shared-module.ts, the cutter of CSV as
 * csv-module.ts, and what unpacks Parquet as parquet-module.ts. Does nothing where those files were made from the same sources by the same compiler.
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
  { entry: "learn.ts", file: "learn-module.ts", options: OPTIONS },
  { entry: "csv.ts", file: "csv-module.ts", options: OPTIONS },
  { entry: "parquet.ts", file: "parquet-module.ts", options: OPTIONS },
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
    const { bytes, exports } = await compileAssembly(SOURCES, entry, options);
    if (bytes.length > MOST_BYTES) throw new Error(`${entry} takes ${bytes.length} bytes, more than ${MOST_BYTES}`);
    const text = [
      `// Made by scripts/build-kernels.ts from ${digest}; not to be edited.`,
      "/** What the module exports. Pointers are byte offsets into its memory; see `../assembly` for what each kernel does. */",
      `export interface Exports {`,
      ...exports.map((signature) => `  ${signature}`),
      `}`,
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
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
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

/** A compiled module, and the signatures of the functions that it exports. */
export interface CompiledAssembly {
  readonly bytes: Buffer;
  readonly exports: readonly string[];
}

/** Compiles a module of the sources in a folder. */
export async function compileAssembly(
  sources: string,
  entry: string,
  options: readonly string[],
): Promise<CompiledAssembly> {
  const { main } = await import("assemblyscript/asc");
  const folder = mkdtempSync(join(tmpdir(), "kindred-kernels-"));
  try {
    const out = join(folder, "kernels.wasm");
    const { error, stderr } = await main([join(sources, entry), "-o", out, "--bindings", "raw", ...options]);
    if (error) throw new Error(`${entry} does not compile:\n${stderr.toString()}`);
    return { bytes: readFileSync(out), exports: signatures(readFileSync(join(folder, "kernels.d.ts"), "utf8")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The functions that declarations export; what crosses into a module is a number, or a truth value that becomes one. */
function signatures(declarations: string): string[] {
  const found = declarations.matchAll(/export function (\w+)\(([^)]*)\): (\w+);/g);
  return Array.from(found, ([, name, args, result]) => {
    const numbers = args!.replaceAll(": boolean", ": number | boolean");
    return `${name}(${numbers}): ${result === "void" ? "void" : "number"};`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
