import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compiledFolder } from "../compile-rooms.js";

/**
 * A copy of an example with the package installed as it is published: compiled, and by its name alone.
 *
 * @param modules - What else the example imports or runs.
 * @returns The folder, which the caller removes.
 */
export function installedExample(name: string, modules: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), `kindred-${name}-`));
  cpSync(join("examples", name), folder, { recursive: true, filter: (path) => !/\/(node_modules|dist)$/.test(path) });
  const installed = join(folder, "node_modules/kindred");
  mkdirSync(installed, { recursive: true });
  cpSync(compiledFolder("workers"), join(installed, "dist"), {
    recursive: true,
    filter: (file) => !file.endsWith("package.json"),
  });
  symlinkSync(resolve("node_modules"), join(installed, "node_modules"));
  for (const module of modules) symlinkSync(resolve("node_modules", module), join(folder, "node_modules", module));
  // The modules that were compiled for the tests, not the bundles for Node, which the build makes of them.
  const {
    name: own,
    type,
    exports,
    sideEffects,
  } = JSON.parse(readFileSync("package.json", "utf8"), (key, value) =>
    key === "node" && typeof value === "string" && value.startsWith("./dist/node/") ? undefined : value,
  );
  writeFileSync(join(installed, "package.json"), JSON.stringify({ name: own, type, exports, sideEffects }));
  return folder;
}
