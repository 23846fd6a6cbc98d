import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** A link that leads to no file, or to no place in it. */
export interface BrokenLink {
  readonly page: string;
  readonly link: string;
}

/** The links between the pages of a folder that lead nowhere. Those to other sites are not followed. */
export function brokenLinks(folder: string): BrokenLink[] {
  const pages = new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".html"))
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
  const places = new Map([...pages].map(([path, text]) => [path, new Set(valuesOf(text, "id"))]));
  const leads = (page: string, link: string): boolean => {
    const [path, place] = link.split("#");
    const to = path === "" ? page : normalize(join(dirname(page), decodeURIComponent(path!)));
    const file = existsSync(join(folder, to)) && statSync(join(folder, to)).isDirectory() ? join(to, "index.html") : to;
    if (!existsSync(join(folder, file))) return false;
    return place === undefined || place === "" || (places.get(file)?.has(decodeURIComponent(place)) ?? true);
  };
  return [...pages].flatMap(([page, text]) =>
    [...new Set([...valuesOf(text, "href"), ...valuesOf(text, "src")])]
      .filter((link) => !/^[a-z]+:/.test(link) && !leads(page, link))
      .map((link) => ({ page, link })),
  );
}

/** The values of an attribute wherever it stands in a page. */
function valuesOf(text: string, attribute: string): string[] {
  return [...text.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, "g"))].map(([, value]) =>
    value!
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&"),
  );
}
