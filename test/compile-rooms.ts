import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { kernelVariant, replacedFiles } from "./kernel-variants.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Where compiled rooms are put: within the project, whose packages are found from there. */
export function compiledFolder(name: string): string {
  const variant = kernelVariant();
  return join(ROOT, "node_modules", ".cache", `kindred-${name}${variant === "library" ? "" : `-${variant}`}`);
}

/** Compiles rooms of `src`, since workers load compiled modules only and tests run from the sources. */
export async function compileRooms(rooms: readonly string[], out: string): Promise<void> {
  const replaced = replacedFiles();
  for (const room of rooms) {
    const files = await readdir(join(ROOT, "src", room), { recursive: true });
    for (const file of files.filter((name) => name.endsWith(".ts") && !name.includes("wasm/assembly"))) {
      const target = join(out, room, file.replace(/\.ts$/, ".js"));
      const source = await readFile(replaced.get(join(room, file)) ?? join(ROOT, "src", room, file), "utf8");
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
      });
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, outputText);
    }
  }
  await writeFile(join(out, "package.json"), '{ "type": "module" }');
}
