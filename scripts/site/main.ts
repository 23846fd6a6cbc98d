/**
 * Builds the documentation as one static site in `site/`: guides, decisions, examples, a page for each estimator, and the API; searchable. Pages of estimators
 * are written from their sources, so that they cannot be out of date.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { estimatorPages } from "./estimators.js";
import { brokenLinks } from "./links.js";
import { documentOf, exampleOf, examplesOf, pagesOf, readmeOf } from "./pages.js";

const root = resolve(import.meta.dirname, "../..");
process.chdir(root);
const folder = join("temp", "site");
rmSync(folder, { recursive: true, force: true });
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const pages = pagesOf("docs");
for (const { path, group } of pages) write(path, documentOf(readFileSync(path, "utf8"), group));
const examples = examplesOf("examples");
for (const { path, group } of examples) write(path, documentOf(exampleOf(path), group));
const estimators = estimatorPages();
for (const { path, text } of estimators) write(path, text);
for (const image of ["docs/architecture.svg", "docs/growth.svg"]) cpSync(image, join(folder, image));
write("README.md", readmeOf(readFileSync("README.md", "utf8"), estimators));

const options = {
  extends: [resolve("typedoc.json")],
  entryPoints: JSON.parse(readFileSync("typedoc.json", "utf8")).entryPoints.map((path: string) => resolve(path)),
  tsconfig: resolve("tsconfig.json"),
  readme: "README.md",
  projectDocuments: [...pages, ...examples, ...estimators].map(({ path }) => path),
  out: resolve("site"),
  customCss: resolve("scripts/site/site.css"),
  searchInComments: true,
  searchInDocuments: true,
  navigation: { includeGroups: true, includeCategories: true },
  groupOrder: ["Start here", "Guides", "Estimators", "Examples", "Reference", "Modules", "Decisions", "*"],
  // What the generator warns of is checked by `npm run docs`, and links in what came out.
  treatWarningsAsErrors: false,
  logLevel: "Error",
};
writeFileSync(join(folder, "typedoc.json"), JSON.stringify(options, undefined, 2));
execFileSync("npx", ["typedoc", "--options", join(folder, "typedoc.json")], { stdio: "inherit" });
const broken = brokenLinks("site");
for (const { page, link } of broken) console.error(`${page}: ${link} leads nowhere`);
console.log(
  `site/index.html: ${pages.length} pages, ${examples.length} examples, ${estimators.length} estimators, and the API`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
