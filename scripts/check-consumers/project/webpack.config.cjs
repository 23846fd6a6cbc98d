module.exports = {
  mode: "production",
  target: "node20",
  entry: "./module.mjs",
  output: { path: `${__dirname}/out`, filename: "webpack.mjs", module: true, chunkFormat: "module" },
  experiments: { outputModule: true },
  externals: [/^@tensorflow\//, /^hyparquet/, "zstddec", /^read-excel-file/, /^@duckdb\//, "piscina", "srvx"].map(
    (name) =>
      name instanceof RegExp
        ? ({ request }, done) => (name.test(request) ? done(null, `import ${request}`) : done())
        : { [name]: `import ${name}` },
  ),
};
