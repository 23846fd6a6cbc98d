import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Project, projectOf, run } from "./projects.js";
import type { Report } from "./report.js";

export type { Project } from "./projects.js";

/** What every program prints that used the package. */
const PRINTS = "1 2 Pipeline";

function demand(printed: string): void {
  if (printed.trim() !== PRINTS)
    throw new Error(`it prints ${JSON.stringify(printed.trim())}, not ${JSON.stringify(PRINTS)}`);
}

/** As modules, every entry point of them. */
export function modules(report: Report, project: Project): void {
  report.check(`${project.name}: an ES module uses every entry point`, () =>
    demand(run(project, "node", "module.mjs")),
  );
}

/** What importing it reads, where the project reaches Arrow itself. */
export function loading(report: Report, project: Project): void {
  report.check(`${project.name}: importing reads few files, and Arrow not before a Table`, () =>
    demand(run(project, "node", "loaded.mjs")),
  );
}

/** From CommonJS, by require and by import(). */
export function commonJs(report: Report, project: Project): void {
  report.check(`${project.name}: CommonJS requires it`, () => demand(run(project, "node", "required.cjs")));
  report.check(`${project.name}: CommonJS imports it`, () => demand(run(project, "node", "imported.cjs")));
}

/** Types under each way to resolve modules, with skipLibCheck off. */
export function types(report: Report, project: Project, compilers: readonly string[]): void {
  for (const compiler of compilers)
    for (const [module, moduleResolution] of [
      ["nodenext", "nodenext"],
      ["esnext", "bundler"],
    ] as const)
      report.check(`${project.name}: types by ${compiler}, ${moduleResolution}`, () => {
        const config = `tsconfig.${moduleResolution}.json`;
        const compilerOptions = {
          module,
          moduleResolution,
          target: "es2022",
          lib: ["es2023", "dom", "dom.iterable"],
          types: ["node"],
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: false,
          noEmit: true,
        };
        writeFileSync(join(project.folder, config), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
        run(project, "node", `node_modules/${compiler}/bin/tsc`, "--project", config, "--pretty", "false");
      });
}

const BUNDLING: Readonly<Record<string, (project: Project) => void>> = {
  esbuild: (project) =>
    run(
      project,
      join(project.folder, "node_modules/esbuild/bin/esbuild"),
      "module.mjs",
      ...["--bundle", "--format=esm", "--platform=node"],
      "--outfile=out/esbuild.mjs",
      "--log-level=error",
      ...OUTSIDE.map((name) => `--external:${name}`),
    ),
  vite: (project) =>
    run(
      project,
      "node",
      "node_modules/vite/bin/vite.js",
      "build",
      "--config",
      "vite.config.mjs",
      "--logLevel",
      "error",
    ),
  webpack: (project) => run(project, "node", "node_modules/webpack-cli/bin/cli.js", "--config", "webpack.config.cjs"),
};
/** Optional packages, which bundlers are told to leave alone. */
const OUTSIDE = ["@tensorflow/*", "hyparquet*", "zstddec", "read-excel-file*", "@duckdb/*", "piscina", "srvx"];

/** Through bundlers: what comes out runs. */
export function bundles(report: Report, project: Project, bundlers: readonly string[]): void {
  for (const bundler of bundlers)
    report.check(`${project.name}: bundled by ${bundler}`, () => {
      BUNDLING[bundler]!(project);
      demand(run(project, "node", `out/${bundler}.mjs`));
    });
}

/** In another runtime, where its package installs here. */
export function otherRuntimes(report: Report, packed: string, runtime: "deno" | "bun", projects: Project[]): void {
  let project: Project;
  try {
    project = projectOf(packed, "npm", { [runtime]: "latest" });
    projects.push(project);
    run(project, "npx", runtime, "--version");
  } catch (error) {
    report.skip(`in ${runtime}`, `it does not install here (${String(error).split("\n")[0]})`);
    return;
  }
  const args = runtime === "deno" ? ["run", "--allow-all", "--no-prompt", "module.mjs"] : ["run", "module.mjs"];
  report.check(`in ${runtime}: an ES module uses every entry point`, () =>
    demand(run(project, "npx", runtime, ...args)),
  );
}
