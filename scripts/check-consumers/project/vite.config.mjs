/** A bundle for Node that holds everything but optional packages. */
export default {
  build: {
    ssr: "module.mjs",
    outDir: "out",
    emptyOutDir: false,
    rollupOptions: {
      external: [/^@tensorflow\//, /^hyparquet/, /^read-excel-file/, /^@duckdb\//, "piscina", "srvx"],
      output: { entryFileNames: "vite.mjs" },
    },
  },
  ssr: { noExternal: true },
};
