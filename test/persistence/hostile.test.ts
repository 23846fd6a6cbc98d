import { describe, expect, it } from "vitest";
import { checksumOf } from "../../src/document/index.js";
import {
  FeatureEncoder,
  Imputer,
  inspect,
  KindredError,
  LogisticRegression,
  load,
  loadEstimator,
  PCA,
  Pipeline,
  Scaler,
} from "../../src/index.js";
import { tableOfColumns } from "../../src/testing/example-table.js";

const table = tableOfColumns([
  ["AGE", Array.from({ length: 30 }, (_, i) => (i % 9 === 0 ? null : i % 7))],
  ["ZONE", Array.from({ length: 30 }, (_, i) => "abc"[i % 3]!)],
]);
const labels = Array.from({ length: 30 }, (_, i) => (i % 4 === 0 ? "yes" : "no"));
const pipeline = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["reduce", new PCA({ components: 2 })],
  ["model", new LogisticRegression()],
]);
const text = JSON.stringify(await pipeline.fit(table, labels));

// Documents are trees of anything here.
// biome-ignore lint/suspicious/noExplicitAny: what a stranger may send has no type
type Tree = any;

/** A document with something changed, and a checksum that fits the change. */
function forged(change: (document: Tree) => void): Tree {
  const document = JSON.parse(text) as Tree;
  change(document);
  return { ...document, checksum: checksumOf(document) };
}

function refusal(run: () => unknown): KindredError {
  try {
    run();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("Documents that nobody should trust are refused with a sentence", () => {
  it("cut short anywhere", () => {
    for (let length = 0; length < text.length; length += 37) {
      const { code, message } = refusal(() => load(text.slice(0, length)));
      expect(code).toBe("BAD_DOCUMENT");
      expect(message).toContain("Pass what JSON.stringify wrote");
    }
  });

  it("changed by one character, or with another checksum", () => {
    expect(refusal(() => load(text.replace('"AGE"', '"AGF"'))).message).toContain("the checksum does not fit");
    expect(refusal(() => load({ ...JSON.parse(text), checksum: "sha256:0" })).message).toContain("checksum");
    expect(refusal(() => load({ ...JSON.parse(text), checksum: undefined })).message).toContain("checksum");
  });

  it("of kinds that are not known, at the top and within", () => {
    for (const kind of ["__proto__", "constructor", "Oracle", "", null, 7]) {
      const isName = typeof kind === "string" && kind !== "";
      const top = refusal(() => load(forged((document) => Object.assign(document, { kind }))));
      expect(top.code).toBe(isName ? "UNKNOWN_KIND" : "BAD_DOCUMENT");
      const within = refusal(() =>
        load(forged((document) => Object.assign(document.state.steps[2][1].$model, { kind }))),
      );
      if (isName) expect(within.message).toContain(`needs the kind ${JSON.stringify(kind)}, which is not known here`);
      expect(within.message).toContain("/state/steps/2/1/$model");
    }
  });

  it("of sizes that do not fit, before anything of that size is made", () => {
    const before = process.memoryUsage().arrayBuffers;
    const wrong: readonly (readonly [string, Tree])[] = [
      [
        "document of Scaler (at /state/steps/2/1/$model) cannot be read: state.centers has 4 values and not inputs (3)",
        forged((d) => d.state.steps[2][1].$model.inputSchema.columns.pop()),
      ],
      [
        "state.mean has 0 values and not inputs (4)",
        forged((d) => Object.assign(d.state.steps[3][1].$model.state, { mean: { $float64: "" } })),
      ],
      [
        "float64 ends within a number",
        forged((d) => Object.assign(d.state.steps[2][1].$model.state, { scales: { $float64: "AAAA" } })),
      ],
      [
        "float64 is not base64",
        forged((d) => Object.assign(d.state.steps[2][1].$model.state, { scales: { $float64: "%" } })),
      ],
      [
        "columns[0].data has 0 values and not 1000000000000000",
        forged((d) =>
          Object.assign(d.state.steps[2][1].$model.state, {
            scales: {
              $matrix: {
                rows: 1e15,
                columns: [{ name: "a", origin: { sources: ["a"] }, data: { $float64: "" }, center: 0, scale: 1 }],
              },
            },
          }),
        ),
      ],
    ];
    for (const [problem, document] of wrong) expect(refusal(() => load(document)).message).toContain(problem);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e7);
  });

  it("longer than allowed, deeper than any of ours, or no text of ours at all", () => {
    expect(refusal(() => load(text, { limits: { characters: 100 } })).message).toContain("and the limit is 100");
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const nested = `{"format":"kindred","formatVersion":1,"kind":"Scaler","params":${deep},"checksum":"sha256:0"}`;
    for (const read of [load, loadEstimator, inspect]) {
      expect(refusal(() => read(nested)).message).toContain("more than 256 lists and objects within each other");
      for (const none of ["null", "[]", "7", '"text"', "{}", ""])
        expect(refusal(() => read(none)).code).toBe("BAD_DOCUMENT");
    }
  });

  it("with any one part replaced: each is refused, or still a model that answers", () => {
    const paths: (readonly string[])[] = [];
    const walk = (value: Tree, path: readonly string[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value === "object" && value !== null)
        for (const key of Object.keys(value)) walk(value[key], [...path, key]);
    };
    walk(JSON.parse(text), []);
    const parts: readonly Tree[] = [null, -1, "x", [], { $float64: "AAAAAAAA8D8=" }, undefined];
    let refused = 0;
    // Every field of every state is changed in test/document; here what stands around them.
    for (const path of paths.filter((_, i) => i % 4 === 0))
      for (const part of parts) {
        const document = forged((tree) => {
          const parent = path.slice(0, -1).reduce((value: Tree, key) => value[key], tree);
          const key = path.at(-1)!;
          if (part !== undefined) parent[key] = part;
          else if (Array.isArray(parent)) parent.splice(Number(key), 1);
          else delete parent[key];
        });
        try {
          load(document).predictProbabilities(table);
        } catch (error) {
          if (!(error instanceof KindredError))
            expect.fail(`${path.join("/")} <- ${JSON.stringify(part)}: ${String(error)}`);
          expect(error.message).toMatch(/^\w+(\.\w+)?: .+\.$/s);
          refused += 1;
        }
      }
    expect(refused).toBeGreaterThan(100);
  });
});
