import { KindredError } from "../../errors/index.js";

/** What this folder needs of Node, by name. */
interface Builtins {
  "node:fs/promises": typeof import("node:fs/promises");
  "node:http": typeof import("node:http");
  "node:net": typeof import("node:net");
  "node:os": typeof import("node:os");
  "node:path": typeof import("node:path");
  "node:worker_threads": typeof import("node:worker_threads");
}

/** One of Node's own modules, asked for when it is needed: so `createHandler` can be loaded where there is no Node. */
export function nodeModule<Name extends keyof Builtins>(where: string, name: Name): Builtins[Name] {
  const known = typeof process !== "undefined" && typeof process.getBuiltinModule === "function";
  const found = known ? process.getBuiltinModule(name) : undefined;
  if (found === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: `${where} runs in Node only`,
      fix: "Elsewhere give createHandler to the platform",
    });
  return found as Builtins[Name];
}

/** A package that the caller installs beside kindred. */
export async function peer<Module>(where: string, name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: `it needs the package ${name}, which is not installed`,
      fix: `Install it: npm install ${name}`,
      cause,
    });
  }
}
