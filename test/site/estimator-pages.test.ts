import { describe, expect, it } from "vitest";
import { estimatorPages } from "../../scripts/site/estimators.js";
import { pagesOf } from "../../scripts/site/pages.js";
import { registry } from "../../src/registry.js";

const estimators = new Map(estimatorPages().map(({ kind, text }) => [kind, text]));

describe("The site", () => {
  it("has a page for each estimator, with what it does and every option of its schema that is public", () => {
    expect([...estimators.keys()]).toEqual(registry.map(({ kind }) => kind));
    for (const [kind, text] of estimators) {
      const [, , , , , description] = text.split("\n");
      expect(description!.length, `${kind} is not described`).toBeGreaterThan(30);
    }
    expect(estimators.get("KMeans")).toMatch(/\| `clusters` \| `number` \| `8` \| (?:above 0|at least 1) \|/);
    expect(estimators.get("KMeans")).toContain("## Example");
  });

  it.each([
    "AdaBoost",
    "GaussianMixture",
    "GradientBoosting",
    "KMeans",
    "KPrototypes",
    "LogisticRegression",
    "NaiveBayes",
    "SegmentGroups",
  ])("states the formula, the defaults, the limits and the source of %s", (kind) => {
    const text = estimators.get(kind)!;
    expect(text).toContain("**Formula.** ");
    const options = text.split("\n").filter((line) => /^\| `\w+` \|/.test(line));
    const cells = options.map((line) => line.split(/(?<!\\)\|/).map((part) => part.trim()));
    expect(cells.some(([, , , given]) => given !== "")).toBe(true);
    expect(cells.some(([, , , , range]) => /at least|above/.test(range!))).toBe(true);
    expect(text, "no source").toMatch(/[A-Z]\. [A-Z]\w+[^.]*\b(19|20)\d\d\b/);
  });

  it("lists guides, pages for tasks and decisions under their groups", () => {
    const groups = new Map(pagesOf("docs").map(({ path, group }) => [path, group]));
    expect(groups.get("docs/guides/from-scikit-learn.md")).toBe("Start here");
    expect(groups.get("docs/guides/tune-a-pipeline.md")).toBe("Guides");
    expect(groups.get("docs/decisions/001-dependencies.md")).toBe("Decisions");
    expect(groups.get("docs/laws.md")).toBe("Reference");
  });
});
