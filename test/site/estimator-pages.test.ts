import { describe, expect, it } from "vitest";
import { estimatorPages } from "../../scripts/site/estimators.js";
import { pagesOf } from "../../scripts/site/pages.js";
import { registry } from "../../src/registry.js";

describe("The site", () => {
  it("has a page for each estimator, with what it does and every option of its schema that is public", () => {
    const pages = new Map(estimatorPages().map(({ kind, text }) => [kind, text]));
    expect([...pages.keys()]).toEqual(registry.map(({ kind }) => kind));
    for (const [kind, text] of pages) {
      const [, , , , , description] = text.split("\n");
      expect(description!.length, `${kind} is not described`).toBeGreaterThan(30);
    }
    expect(pages.get("KMeans")).toMatch(/\| `clusters` \| `number` \| `8` \| [^|]*above 0|at least 1/);
    expect(pages.get("KMeans")).toContain("## Example");
  });

  it("lists guides, pages for tasks and decisions under their groups", () => {
    const groups = new Map(pagesOf("docs").map(({ path, group }) => [path, group]));
    expect(groups.get("docs/guides/from-scikit-learn.md")).toBe("Start here");
    expect(groups.get("docs/guides/tune-a-pipeline.md")).toBe("Guides");
    expect(groups.get("docs/decisions/001-dependencies.md")).toBe("Decisions");
    expect(groups.get("docs/laws.md")).toBe("Reference");
  });
});
