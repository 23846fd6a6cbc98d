import { createRequire } from "node:module";
import { dirname } from "node:path";
import { defineConfig } from "vite";
import { headersOf, policyText } from "./policy.js";

/** Packages that kindred asks for only where they are used: for Parquet, spreadsheets and databases. This page uses none of them. */
const UNUSED = [
  /^@duckdb\//,
  /^@grpc\//,
  /^@tensorflow\//,
  /^hyparquet/,
  /^read-excel-file/,
  "piscina",
  "protobufjs",
  "srvx",
  "zstddec",
];
/** Where the package lies: outside of this folder, where it is linked. */
const kindred = dirname(createRequire(import.meta.url).resolve("kindred/package.json"));
const rolldownOptions = { external: UNUSED };

export default defineConfig({
  base: "./",
  build: { target: "es2022", assetsInlineLimit: 0, rolldownOptions },
  worker: { format: "es", rolldownOptions },
  // Its workers are found by their address beside the module that starts them, so it is left as it is.
  optimizeDeps: { exclude: ["kindred"] },
  server: { fs: { allow: [".", kindred] } },
  preview: { headers: headersOf({ isolated: process.env["ISOLATED"] !== "no" }) },
  plugins: [
    {
      // Pages of the development server have scripts of its own; those that are built forbid themselves everything else.
      name: "policy",
      apply: "build",
      transformIndexHtml: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: policyText() },
          injectTo: "head-prepend",
        },
      ],
    },
  ],
});
