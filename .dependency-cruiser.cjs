/**
 * The walls between rooms. Each room lists the rooms that it may import at run time; types may be looked at across a wall, since
 * they are gone when the code runs.
 */
const ROOMS = {
  errors: [],
  matrix: ["errors"],
  kernels: ["errors", "matrix"],
  table: ["errors", "matrix", "kernels"],
  estimator: ["errors", "matrix", "table", "kernels"],
  preprocessing: ["errors", "matrix", "table", "kernels", "estimator"],
  decomposition: ["errors", "matrix", "table", "kernels", "estimator"],
  cluster: ["errors", "matrix", "table", "kernels", "estimator"],
  classifier: ["errors", "matrix", "table", "kernels", "estimator"],
  // A classifier too, which shares how classes weigh and which rows are held out.
  neural: ["errors", "matrix", "table", "kernels", "estimator", "classifier"],
  resampling: ["errors", "matrix", "table", "kernels", "estimator"],
  metrics: ["errors", "matrix", "kernels"],
  pipeline: ["errors", "matrix", "kernels", "estimator"],
  selection: ["errors", "matrix", "table", "kernels", "estimator", "metrics", "pipeline"],
  ensemble: ["errors", "matrix", "kernels", "estimator", "metrics", "pipeline", "selection"],
  persistence: ["errors", "estimator"],
  acquisition: [
    "errors",
    "matrix",
    "table",
    "kernels",
    "estimator",
    "classifier",
    "metrics",
    "pipeline",
    "selection",
  ],
  segmentation: [
    "errors",
    "matrix",
    "table",
    "kernels",
    "estimator",
    "preprocessing",
    "decomposition",
    "cluster",
    "classifier",
    "metrics",
    "pipeline",
    "selection",
  ],
  explanation: ["errors", "matrix", "table", "kernels", "estimator", "metrics", "pipeline", "selection"],
  io: ["errors", "matrix", "kernels", "table"],
  testing: ["errors", "matrix", "table", "kernels", "estimator", "persistence"],
};

const walls = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-imports-only-its-own`,
  comment: `src/${room} may import ${allowed.join(", ") || "nothing"}.`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^src/", pathNot: `^src/(${[room, ...allowed].join("|")})/`, dependencyTypesNot: ["type-only"] },
}));

module.exports = {
  forbidden: [
    ...walls,
    {
      name: "every-room-has-walls",
      comment: "A new room must be listed above.",
      severity: "error",
      from: { path: `^src/(?!(${Object.keys(ROOMS).join("|")})/)[^/]+/` },
      to: { path: ".*" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "arrow-behind-its-walls",
      comment: "Only table and io build Arrow values.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(table|io)/" },
      to: { path: "apache-arrow", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "ndarray-behind-its-walls",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/matrix/" },
      to: { path: "node_modules/ndarray", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "browsers-too",
      comment: "The core runs in browsers: what needs Node is in io, or behind a dynamic import of the pool.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(io|kernels/pool)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "\\.d\\.ts$|^src/io/csv/csv-worker\\.ts$|^src/kernels/(assembly|pool)/" },
      to: {},
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
  },
};
