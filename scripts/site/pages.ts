import { readdirSync } from "node:fs";
import { join } from "node:path";

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

/** A page as the site's generator takes it: its heading is its title. */
export function documentOf(text: string, group: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1] ?? "Untitled";
  const body = text.replace(/^# .+\n+/m, "");
  return `---\ntitle: ${JSON.stringify(title.replaceAll("`", ""))}\ngroup: ${group}\n---\n\n${body}`;
}

/** The first page: the project's own, with a way to each estimator. */
export function readmeOf(
  text: string,
  estimators: readonly { readonly path: string; readonly kind: string }[],
): string {
  const links = estimators.map(({ path, kind }) => `[${kind}](${path})`).join(", ");
  return `${text.trimEnd()}\n\n## Estimators\n\n${links}.\n`;
}
