import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";
import { kernelVariant, replacedFiles } from "./kernel-variants.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Where compiled rooms are put: within the project, whose packages are found from there. */
export function compiledFolder(name: string): string {
  const variant = kernelVariant();
  return join(ROOT, "node_modules", ".cache", `kindred-${name}${variant === "library" ? "" : `-${variant}`}`);
}

/** Compiles rooms of `src` file by file, since workers load compiled modules only and tests run from the sources. */
export async function compileRooms(rooms: readonly string[], out: string): Promise<void> {
  const source = join(ROOT, "src");
  const files = await Promise.all(
    rooms.map(async (room) => {
      const names = await readdir(join(source, room), { recursive: true });
      return names.filter((name) => name.endsWith(".ts")).map((name) => join(room, name));
    }),
  );
  await build({
    entryPoints: files
      .flat()
      .filter((file) => !file.includes("wasm/assembly"))
      .map((file) => join(source, file)),
    outbase: source,
    outdir: out,
    format: "esm",
    target: "es2022",
  });
  for (const [file, replacement] of replacedFiles()) {
    const { code } = await transform(await readFile(replacement, "utf8"), { loader: "ts", target: "es2022" });
    await writeFile(join(out, file.replace(/\.ts$/, ".js")), code);
  }
  await writeFile(join(out, "package.json"), '{ "type": "module" }');
}
