import { Session } from "node:inspector";

/** Files that were read so far. */
const files = [];
const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params }) => params.url.startsWith("file:") && files.push(params.url));
session.post("Debugger.enable");

const { FeatureMatrix, Scaler, Table, tableFrom } = await import("kindred");
const fitted = await new Scaler().fit(FeatureMatrix.fromColumns({ a: [1, 2, 3, 4] }));
fitted.transform([[2]]);
if (files.length > 40) throw new Error(`importing and fitting read ${files.length} files`);
if (files.some((file) => file.includes("apache-arrow"))) throw new Error("Arrow is loaded before it is needed");
if (FeatureMatrix.name !== "FeatureMatrix") throw new Error("bundling renamed a class");

// The first Table loads Arrow; its classes are those that the program imports, before or after.
const made = tableFrom({ a: [1, 2] });
const arrow = await import("apache-arrow");
const theirs = arrow.tableFromArrays({ a: [1, 2] });
for (const table of [made, theirs, new Table(theirs.batches), new arrow.Table(made.batches)])
  if (!(table instanceof Table && table instanceof arrow.Table)) throw new Error("Table is not the class of Arrow");
class Own extends Table {}
if (!(new Own(made.batches) instanceof Own) || made instanceof Own) throw new Error("Table does not extend");
console.log("1 2 Pipeline");
