import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

let loaded;

/** Arrow as an ES module, so that its classes are those that the caller imports; where a runtime cannot, the other form of it. */
export function arrow() {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  try {
    loaded = require(fileURLToPath(import.meta.resolve("apache-arrow")));
  } catch {
    loaded = require("apache-arrow");
  }
  return loaded;
}

/** The class that the package hands out as `Table`, whose instances are Arrow's own. A function, since a class has one `prototype` for good. */
export const Table = new Proxy(function Table() {}, {
  construct: (_, values, made) => Reflect.construct(arrow().Table, values, made === Table ? arrow().Table : made),
  get: (_, name) => arrow().Table[name],
  has: (_, name) => name in arrow().Table,
});
