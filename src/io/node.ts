import { KindredError } from "../errors/index.js";

/** What this folder needs of Node, by name. */
interface Builtins {
  "node:buffer": typeof import("node:buffer");
  "node:fs": typeof import("node:fs");
  "node:os": typeof import("node:os");
  "node:path": typeof import("node:path");
  "node:stream": typeof import("node:stream");
  "node:url": typeof import("node:url");
  "node:worker_threads": typeof import("node:worker_threads");
  "node:zlib": typeof import("node:zlib");
}

/** Are we in Node (or something that offers its modules)? */
export function inNode(): boolean {
  return typeof process !== "undefined" && typeof process.getBuiltinModule === "function";
}

/**
 * One of Node's own modules, asked for when it is needed and not before: so the module graph holds no import that a
 * browser could not load.
 */
export function nodeModule<Name extends keyof Builtins>(where: string, name: Name): Builtins[Name] {
  const found = inNode() ? process.getBuiltinModule(name) : undefined;
  if (found === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: "files can be read and written by path in Node only",
      fix: "Pass a stream to readCsv, or text to parseCsv",
    });
  return found as Builtins[Name];
}
