import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The rooms that reading files needs. */
const ROOMS = ["errors", "matrix", "io"];

/**
 * Workers load compiled modules only, so these tests compile the rooms they need: to a folder within the project, whose
 * packages are found from there. Returns a loader of modules by their path in `src`, and what removes the folder.
 */
export async function compiled(): Promise<{ load(path: string): Promise<unknown>; remove(): Promise<void> }> {
  const out = join(ROOT, "node_modules", ".cache", `kindred-io-test-${process.pid}`);
  for (const room of ROOMS) {
    const files = await readdir(join(ROOT, "src", room), { recursive: true });
    for (const file of files.filter((name) => name.endsWith(".ts"))) {
      const target = join(out, room, file.replace(/\.ts$/, ".js"));
      const source = await readFile(join(ROOT, "src", room, file), "utf8");
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
      });
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, outputText);
    }
  }
  await writeFile(join(out, "package.json"), '{ "type": "module" }');
  return {
    load: (path) => import(/* @vite-ignore */ pathToFileURL(join(out, path)).href),
    remove: () => rm(out, { recursive: true }),
  };
}
