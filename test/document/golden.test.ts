import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { modelSchema } from "../../scripts/model-schema.js";
import { KindredError, load, loadEstimator } from "../../src/index.js";
import { registry } from "../../src/registry.js";
import { answersOf, goldenFiles } from "./golden.js";

const golden = [...goldenFiles()];
const published = JSON.parse(readFileSync(new URL("../../docs/model.schema.json", import.meta.url), "utf8")) as object;

describe("Golden documents", () => {
  it.each(golden)("%s is read, and its model says what it said", (_, { document, records, answers }) => {
    if (document["state"] === undefined) {
      const estimator = loadEstimator(document);
      expect(JSON.parse(JSON.stringify(loadEstimator(JSON.stringify(estimator))))).toEqual(
        JSON.parse(JSON.stringify(estimator)),
      );
      return;
    }
    const model = load(document);
    expect(answersOf(model, records)).toEqual(answers);
    expect(answersOf(load(JSON.stringify(model)), records)).toEqual(answers);
  });

  it("are there for every kind, in its present version and from the first that was saved", () => {
    const have = new Set(
      golden.map(([, { document }]) => `${String(document["kind"])} ${String(document["version"])}`),
    );
    const missing = registry
      .map(({ kind, definition }) => `${kind} ${definition.version}`)
      .filter((one) => !have.has(one));
    // Make them: npx tsx scripts/golden-documents.ts
    expect(missing).toEqual([]);
    for (const { kind, definition } of registry)
      for (const version of Object.keys(definition.migrations ?? {})) expect(have).toContain(`${kind} ${version}`);
  });

  it("of a later version are refused politely", () => {
    const [, { document }] = golden[0]!;
    const later = { ...document, formatVersion: 2 };
    expect(() => load(later)).toThrow(/format version 2; this is 1\. Update kindred/);
  });
});

describe("docs/model.schema.json", () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published);

  it("is what is made of the schema that loading uses", () => {
    // Make it: npx tsx scripts/model-schema.ts
    expect(published).toEqual(modelSchema());
  });

  it("lets every golden document pass", () => {
    for (const [file, { document }] of golden) {
      validate(document);
      if (validate.errors) expect.fail(`${file}: ${JSON.stringify(validate.errors.slice(0, 3))}`);
    }
  });

  it("refuses what loading refuses", () => {
    const [, { document }] = golden.find(([file]) => file.startsWith("PCA"))!;
    const state = document["state"] as object;
    const odd: readonly object[] = [
      { ...document, extra: 1 },
      { ...document, version: "1" },
      { ...document, checksum: "md5:0" },
      { ...document, state: { ...state, mean: { $float64: "%" } } },
      { ...document, state: { ...state, mean: { $float128: "AA==" } } },
      { ...document, inputSchema: { columns: [{ name: 7, storage: "float64" }], schema: [] } },
    ];
    for (const one of odd) {
      expect(validate(one)).toBe(false);
      expect(() => load(one)).toThrow(KindredError);
    }
  });
});
