/**
 * Compiles src/kernels/assembly to one WebAssembly module and embeds it as src/kernels/wasm/generated/module.ts. Does nothing where
 * that file was made from the same sources by the same compiler.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "src/kernels/assembly");
const target = join(root, "src/kernels/wasm/generated");
const MOST_BYTES = 40 * 1024;
const OPTIONS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory"];

export async function buildKernels(): Promise<void> {
  const digest = digestOfSources();
  const file = join(target, "module.ts");
  if (readHeader(file).includes(digest)) return;
  const bytes = await compile();
  if (bytes.length > MOST_BYTES) throw new Error(`the kernels take ${bytes.length} bytes, more than ${MOST_BYTES}`);
  const text = [
    `// Made by scripts/build-kernels.ts from ${digest}; not to be edited.`,
    `/** The kernels' WebAssembly module, in base64. */`,
    `export const MODULE: string =\n  "${bytes.toString("base64")}";`,
  ];
  mkdirSync(target, { recursive: true });
  const draft = join(target, `module.${process.pid}.tmp`);
  writeFileSync(draft, `${text.join("\n")}\n`);
  renameSync(draft, file);
  console.log(`kernels: ${bytes.length} bytes`);
}

function digestOfSources(): string {
  const hash = createHash("sha256").update(JSON.stringify(OPTIONS));
  hash.update(createRequire(import.meta.url)("assemblyscript/package.json").version);
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  return hash.digest("hex");
}

function readHeader(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(0, 200);
  } catch {
    return "";
  }
}

async function compile(): Promise<Buffer> {
  const { main } = await import("assemblyscript/asc");
  const folder = mkdtempSync(join(tmpdir(), "kindred-kernels-"));
  try {
    const out = join(folder, "kernels.wasm");
    const { error, stderr } = await main([join(sources, "index.ts"), "-o", out, ...OPTIONS]);
    if (error) throw new Error(`the kernels do not compile:\n${stderr.toString()}`);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
