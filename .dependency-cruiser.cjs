/**
 * The walls between rooms, for types too: each room lists the rooms below it that it may import, and only through their `index.ts`. The rooms of
 * `engine` are walled among themselves. `docs/architecture.md` says what each room holds.
 */
const LOW = ["errors", "options", "matrix"];
const ENGINE = ["wasm", "threads", "numeric", "trees", "program", "rows", "reducers"].map((room) => `engine/${room}`);
const ESTIMATOR = [...LOW, ...ENGINE, "table", "document", "estimator"];
const SELECTION = [...ESTIMATOR, "disclosure", "metrics", "pipeline", "selection"];
const QUESTIONS = [...SELECTION, "preprocessing", "decomposition", "cluster", "classifier", "ensemble", "explanation"];
const ROOMS = {
  errors: [],
  options: ["errors"],
  matrix: ["errors"],
  "engine/wasm": LOW,
  "engine/threads": [...LOW, "engine/wasm"],
  "engine/numeric": [...LOW, "engine/wasm", "engine/threads"],
  "engine/trees": [...LOW, "engine/wasm", "engine/threads", "engine/numeric"],
  "engine/program": [...LOW, "engine/wasm", "engine/threads", "engine/numeric", "engine/trees"],
  "engine/rows": [...LOW, "engine/wasm", "engine/threads", "engine/numeric", "engine/trees", "engine/program"],
  "engine/reducers": [...LOW, ...ENGINE],
  table: [...LOW, ...ENGINE],
  document: LOW,
  estimator: [...LOW, ...ENGINE, "table", "document"],
  preprocessing: ESTIMATOR,
  resampling: ESTIMATOR,
  decomposition: ESTIMATOR,
  cluster: ESTIMATOR,
  classifier: ESTIMATOR,
  neural: [...ESTIMATOR, "classifier"],
  disclosure: [],
  metrics: [...LOW, ...ENGINE, "disclosure"],
  pipeline: ESTIMATOR,
  selection: [...ESTIMATOR, "metrics", "pipeline"],
  ensemble: SELECTION,
  explanation: SELECTION,
  segmentation: QUESTIONS,
  acquisition: QUESTIONS,
  persistence: [...LOW, "table", "document", "estimator"],
  io: [...LOW, ...ENGINE, "table"],
  report: ["errors", "options", "disclosure"],
  export: [...QUESTIONS, "persistence"],
  serve: [...ESTIMATOR, "pipeline", "preprocessing", "decomposition", "cluster", "segmentation", "persistence", "io", "export", "report"],
  spark: [...ESTIMATOR, "io", "export"],
  testing: [...ESTIMATOR, "persistence"],
};

/** Single files that a room may import beside. */
const MORE = { serve: ["^src/(registry|classifier)\\.ts$", "^src/workers/score-worker-address\\.ts$"] };

const names = Object.keys(ROOMS);
const walls = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-imports-only-its-own`,
  comment: `src/${room} may import ${allowed.join(", ") || "nothing"}.`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^src/", pathNot: [`^src/(${[...new Set([room, ...allowed])].join("|")})/`, ...(MORE[room] ?? [])] },
}));
const doors = names.map((room) => ({
  name: `${room}-through-its-index`,
  comment: `What others take of src/${room} stands in its index.ts.`,
  severity: "error",
  from: { path: "^src/", pathNot: `^src/(${room}|workers)/` },
  to: { path: `^src/${room}/`, pathNot: `^src/${room}/(index\\.ts$${SUBPATHS(room)})` },
}));

/** Files of a room that others load apart from the rest of it. */
function SUBPATHS(room) {
  if (room === "export") return "|exported-model\\.ts$";
  if (room === "options") return "|schemas\\.ts$";
  return room === "engine/numeric" ? "|[^/]+/index\\.ts$" : "";
}

module.exports = {
  forbidden: [
    ...walls,
    ...doors,
    {
      name: "every-room-has-walls",
      comment: "A new room must be listed above.",
      severity: "error",
      from: { path: `^src/(?!(${names.join("|")}|workers)/)[^/]+/` },
      to: { path: ".*" },
    },
    {
      name: "no-cycles",
      comment: "No two files import each other, not even as types.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "arrow-behind-its-walls",
      comment: "Only table, io and spark build Arrow values.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(table|io|spark)/" },
      to: { path: "apache-arrow", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "ndarray-behind-its-walls",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/matrix/" },
      to: { path: "node_modules/ndarray", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "zod-behind-its-walls",
      comment: "Schemas are made by options/schemas, where zod compiles none.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/options/schemas\\.ts$" },
      to: { path: "node_modules/zod", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "browsers-too",
      comment: "The core runs in browsers: what needs Node is in io, or behind a dynamic import of the pool.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(io|spark|workers|engine/threads|serve/(node|command))/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "\\.d\\.ts$|^src/io/csv/csv-worker\\.ts$|^src/io/parquet/parquet-worker\\.ts$|^src/engine/wasm/assembly/|^src/workers/" },
      to: {},
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^src/engine/wasm/assembly/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
  },
};
