import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAssembly, MODULES } from "../scripts/build-kernels.js";
import { guardedSources } from "./checked/guarded-sources.js";

/**
 * Which kernels tests run on: those of the library; none, as on an engine without SIMD (`npm run test:reference`); a build that checks
 * every access to memory (`npm run test:checked`, see test/checked).
 */
export type KernelVariant = "library" | "reference" | "checked";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..");
/** Bytes that are no module. */
const NOTHING = Buffer.from("none").toString("base64");

/** What this process and those it starts run on. */
export function kernelVariant(): KernelVariant {
  const named = process.env["KINDRED_KERNELS"];
  return named === "reference" || named === "checked" ? named : "library";
}

/** Takes the variant that vitest's mode names. */
export function useVariant(mode: string): KernelVariant {
  process.env["KINDRED_KERNELS"] = mode;
  return kernelVariant();
}

/** Files of `src` that others stand in for, by their path in `src`. */
export function replacedFiles(variant: KernelVariant = kernelVariant()): ReadonlyMap<string, string> {
  if (variant === "library") return new Map();
  const folder = join(ROOT, "node_modules/.cache", `kindred-kernels-${variant}`);
  const files = new Map(
    MODULES.map(({ file }) => [`engine/wasm/generated/${file}`, join(folder, file)] as [string, string]),
  );
  if (variant === "checked") files.set("engine/wasm/regions.ts", join(HERE, "checked/regions.ts"));
  return files;
}

/** Writes the modules of a variant. */
export async function buildVariant(variant: KernelVariant = kernelVariant()): Promise<void> {
  const files = replacedFiles(variant);
  for (const { entry, file, options } of MODULES) {
    const target = files.get(`engine/wasm/generated/${file}`);
    if (target === undefined) continue;
    const bytes =
      variant === "checked"
        ? (await compileAssembly(guardedSources(), entry, options)).bytes.toString("base64")
        : NOTHING;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, `export const MODULE: string = "${bytes}";\n`);
  }
}
