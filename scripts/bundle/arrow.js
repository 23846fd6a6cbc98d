import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const loaded = new Map();

/**
 * A module of Arrow as an ES module, so that its classes are those that the caller imports; where a runtime cannot, the other form of it. All of them come
 * by this way: loaders that compile what is required make copies, whose classes know nothing of each other.
 */
function required(name) {
  if (!loaded.has(name)) {
    const require = createRequire(import.meta.url);
    try {
      loaded.set(name, require(fileURLToPath(import.meta.resolve(name))));
    } catch {
      loaded.set(name, require(name));
    }
  }
  return loaded.get(name);
}

/** Arrow as a whole. */
export const arrow = () => required("apache-arrow");

/** What reads the footers of files, which is not among the names of the whole. */
export const footers = () => required("apache-arrow/ipc/metadata/file");

/** The class that the package hands out as `Table`, whose instances are Arrow's own. A function, since a class has one `prototype` for good. */
export const Table = new Proxy(function Table() {}, {
  construct: (_, values, made) => Reflect.construct(arrow().Table, values, made === Table ? arrow().Table : made),
  get: (_, name) => arrow().Table[name],
  has: (_, name) => name in arrow().Table,
});
