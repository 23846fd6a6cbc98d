import { describe, expect, it } from "vitest";
import { estimatorPages } from "../../scripts/site/estimators.js";
import { pagesOf } from "../../scripts/site/pages.js";
import { registry } from "../../src/registry.js";

const estimators = new Map(estimatorPages().map(({ kind, text }) => [kind, text]));

/** A publication: an author, and a year behind. */
const PUBLICATION = /\p{Lu}\. (?:\p{Ll}+ )?\p{Lu}\p{L}+[^.]*\b(?:19|20)\d\d\b/u;

describe("The site", () => {
  it("has a page for each estimator, with what it does and every option of its schema that is public", () => {
    expect([...estimators.keys()]).toEqual(registry.map(({ kind }) => kind));
    for (const [kind, text] of estimators) {
      const [, description] = text.split(`\n# ${kind}\n\n`);
      expect(description!.split("\n")[0]!.length, `${kind} is not described`).toBeGreaterThan(30);
      expect(text, `${kind} has no example`).toContain("## Example");
    }
    expect(estimators.get("KMeans")).toMatch(/\| `clusters`<br>`number` \| `8`<br>(?:above 0|at least 1) \|/);
  });

  it.each([...estimators])("states the formula, the limits and the source of %s", (_, text) => {
    expect(missingFrom(text)).toEqual([]);
  });

  it("states the defaults and the ranges of options", () => {
    for (const kind of ["GradientBoosting", "KMeans", "PCA", "Smote", "StackingClassifier"]) {
      const facts = [...estimators.get(kind)!.matchAll(/^\| `\w+`<br>.+? \| (?<fact>.*?) \| /gm)].map(
        ({ groups }) => groups!["fact"]!,
      );
      expect(
        facts.some((fact) => fact.startsWith("`")),
        kind,
      ).toBe(true);
      expect(
        facts.some((fact) => /at least|above/.test(fact)),
        kind,
      ).toBe(true);
    }
  });

  it("lists guides, pages for tasks and decisions under their groups", () => {
    const groups = new Map(pagesOf("docs").map(({ path, group }) => [path, group]));
    expect(groups.get("docs/guides/from-scikit-learn.md")).toBe("Start here");
    expect(groups.get("docs/guides/tune-a-pipeline.md")).toBe("Guides");
    expect(groups.get("docs/decisions/001-dependencies.md")).toBe("Decisions");
    expect(groups.get("docs/laws.md")).toBe("Reference");
  });
});

/** The parts that the comment of an estimator lacks. Without a formula or a source it says "None", and why. */
function missingFrom(text: string): string[] {
  const paragraphs = text.split(/\n\s*\n/);
  const partOf = (name: string): string => paragraphs.find((paragraph) => paragraph.startsWith(`**${name}.** `)) ?? "";
  const says = (name: string): boolean => partOf(name).length > 40;
  return [
    ...(says("Formula") ? [] : ["Formula"]),
    ...(says("Limits") ? [] : ["Limits"]),
    ...(PUBLICATION.test(text) || /^\*\*Source\.\*\* None: ./.test(partOf("Source")) ? [] : ["Source"]),
  ];
}
