import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { brokenLinks } from "../../scripts/site/links.js";
import { documentOf, exampleOf, examplesOf, readmeOf } from "../../scripts/site/pages.js";

const folder = mkdtempSync(join(tmpdir(), "kindred-links-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Links of the site", () => {
  it("are found where they lead to no file, or to no place in one", () => {
    mkdirSync(join(folder, "guides"));
    writeFileSync(
      join(folder, "index.html"),
      '<a href="guides/a%20b.html#top">x</a><a href="https://example.org">y</a>',
    );
    writeFileSync(
      join(folder, "guides", "a b.html"),
      '<h1 id="top"></h1><a href="../index.html"></a><a href="#top"></a><a href=".."></a><a href="#none"></a>' +
        '<a href="../c.html"></a><img src="../none.svg"><a href="../index.html#none"></a>',
    );
    expect(brokenLinks(folder)).toEqual(
      ["#none", "../c.html", "../index.html#none", "../none.svg"].map((link) => ({ page: "guides/a b.html", link })),
    );
  });
});

describe("Pages of the site", () => {
  it("have their heading as title, and as heading", () => {
    const page = documentOf("# The `title`\n\ntext\n", "Guides");
    expect(page).toBe('---\ntitle: "The title"\ngroup: Guides\n---\n\n# The `title`\n\ntext\n');
  });

  it("begin without a second heading on the first page, and end with a way to each estimator", () => {
    const page = readmeOf("# kindred\n\ntext\n", [{ path: "docs/estimators/PCA.md", kind: "PCA" }]);
    expect(page).toBe("text\n\n## Estimators\n\n[PCA](docs/estimators/PCA.md).\n");
  });

  it("show examples with their programs", () => {
    const paths = examplesOf("examples").map(({ path }) => path);
    expect(paths).toContain("examples/third-party/README.md");
    expect(exampleOf("examples/coil-2000/README.md")).toMatch(
      /^# COIL 2000[\s\S]*## The program\n\n`main.ts`:\n\n```ts\n/,
    );
    expect(exampleOf("examples/third-party/README.md")).not.toContain("## The program");
  });
});
