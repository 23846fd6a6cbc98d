import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compiledFolder } from "../compile-rooms.js";

/** Loads a module by its path in `src`, as the global setup has compiled it. */
export function loadCompiled(path: string): Promise<unknown> {
  return import(/* @vite-ignore */ pathToFileURL(join(compiledFolder("workers"), path)).href);
}
