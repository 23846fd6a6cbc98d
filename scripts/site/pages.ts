import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A page of the documentation, and where the site lists it. */
export interface Page {
  readonly path: string;
  readonly group: string;
}

/** Pages that readers start with, by their task. */
const START = [
  "from-scikit-learn",
  "customers-and-a-population",
  "a-mailing",
  "transactions",
  "your-first-segmentation",
];

/** The pages of a folder and those below it, but for the generated API. */
export function pagesOf(folder: string): Page[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.startsWith("api"))
    .sort()
    .map((path) => ({ path: join(folder, path), group: groupOf(path) }));
}

function groupOf(path: string): string {
  if (path.startsWith("decisions")) return "Decisions";
  if (START.some((name) => path.endsWith(`${name}.md`))) return "Start here";
  return path.startsWith("guides") ? "Guides" : "Reference";
}

/** The examples that have a page of their own. */
export function examplesOf(folder: string): Page[] {
  return readdirSync(folder)
    .map((name) => join(folder, name, "README.md"))
    .filter((path) => existsSync(path))
    .sort()
    .map((path) => ({ path, group: "Examples" }));
}

/** A page as the site's generator takes it. */
export function documentOf(text: string, group: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1] ?? "Untitled";
  return `---\ntitle: ${JSON.stringify(title.replaceAll("`", ""))}\ngroup: ${group}\n---\n\n${text}`;
}

/** An example with its program below what it says of itself. */
export function exampleOf(path: string): string {
  const text = readFileSync(path, "utf8").trimEnd();
  const program = join(dirname(path), "main.ts");
  if (!existsSync(program)) return text;
  return `${text}\n\n## The program\n\n\`main.ts\`:\n\n\`\`\`ts\n${readFileSync(program, "utf8").trimEnd()}\n\`\`\`\n`;
}

/** The first page: the project's own, under the site's title, with a way to each estimator. */
export function readmeOf(
  text: string,
  estimators: readonly { readonly path: string; readonly kind: string }[],
): string {
  const links = estimators.map(({ path, kind }) => `[${kind}](${path})`).join(", ");
  return `${text.replace(/^# .+\n+/, "").trimEnd()}\n\n## Estimators\n\n${links}.\n`;
}
