import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compiledFolder, compileRooms } from "../compile-rooms.js";

/** The rooms that reading files needs, compiled. Returns a loader of modules by their path in `src`, and what removes the folder. */
export async function compiled(): Promise<{ load(path: string): Promise<unknown>; remove(): Promise<void> }> {
  const out = compiledFolder(`io-test-${process.pid}`);
  await compileRooms(["errors", "matrix", "engine", "io"], out);
  return {
    load: (path) => import(/* @vite-ignore */ pathToFileURL(join(out, path)).href),
    remove: () => rm(out, { recursive: true }),
  };
}
