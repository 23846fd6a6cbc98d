/**
 * Packs the package, installs it in blank projects and uses it there as other projects do: types with skipLibCheck off, ESM and CommonJS,
 * bundlers, package managers and runtimes.
 *
 *   npm run check:consumers              all of it: installs from the registry, some minutes
 *   npm run check:consumers -- --quick   what the packages at hand can check, no network: a part of CI
 *
 * `npm run build` first. `--keep` leaves the projects where they are.
 */
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { bundles, commonJs, loading, modules, otherRuntimes, type Project, types } from "./checks.js";
import { linkedProject, pack, projectOf } from "./projects.js";
import { Report } from "./report.js";

const quick = process.argv.includes("--quick");
/** The compilers that types are checked by, by the name that they are installed under. */
const COMPILERS: Readonly<Record<string, string>> = {
  "typescript-5.7": "npm:typescript@5.7.3",
  "typescript-5.8": "npm:typescript@5.8.3",
  "typescript-5.9": "npm:typescript@5.9.3",
  "typescript-6.0": "npm:typescript@6.0.3",
  "typescript-latest": "npm:typescript@latest",
};
const BUNDLERS = { esbuild: "latest", vite: "latest", webpack: "latest", "webpack-cli": "latest" };

const report = new Report();
const packed = pack();
const projects: Project[] = [];
try {
  if (quick) {
    const linked = linkedProject(packed);
    projects.push(linked);
    modules(report, linked);
    loading(report, linked);
    commonJs(report, linked);
    types(report, linked, ["typescript"]);
    bundles(report, linked, ["esbuild", "vite"]);
  } else {
    const npm = projectOf(packed, "npm", { ...COMPILERS, ...BUNDLERS, "@types/node": "20" });
    projects.push(npm);
    modules(report, npm);
    loading(report, npm);
    commonJs(report, npm);
    types(report, npm, Object.keys(COMPILERS));
    bundles(report, npm, ["esbuild", "vite", "webpack"]);
    const pnpm = projectOf(packed, "pnpm", { "typescript-6.0": COMPILERS["typescript-6.0"]!, "@types/node": "20" });
    projects.push(pnpm);
    modules(report, pnpm);
    commonJs(report, pnpm);
    types(report, pnpm, ["typescript-6.0"]);
    for (const runtime of ["deno", "bun"] as const) otherRuntimes(report, packed, runtime, projects);
  }
} finally {
  const made = [dirname(packed), ...projects.map(({ folder }) => folder)];
  if (!process.argv.includes("--keep")) for (const folder of made) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report.close();
