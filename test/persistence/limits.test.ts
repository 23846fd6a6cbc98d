import { describe, expect, it } from "vitest";
import { checksumOf, type Json, type JsonObject } from "../../src/document/index.js";
import {
  inspect,
  KindredError,
  KMeans,
  load,
  loadEstimator,
  NaiveBayes,
  PCA,
  Pipeline,
  Scaler,
} from "../../src/index.js";

const rows = [
  [1, 2],
  [3, 4],
  [5, 1],
  [2, 8],
];
const pca = JSON.parse(JSON.stringify(await new PCA({ components: 1 }).fit(rows))) as Record<string, Json>;

function refusal(run: () => unknown): KindredError {
  try {
    run();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

const sealed = (document: object): object => ({ ...document, checksum: checksumOf(document as JsonObject) });

describe("Before a document is parsed", () => {
  const text = JSON.stringify(pca);

  it("its size, its depth and its values are held against limits", () => {
    const cases = [
      [{ characters: 10 }, "and the limit is 10. Raise { limits: { characters } }"],
      [{ depth: 2 }, "more than 2 lists and objects within each other"],
      [{ values: 5 }, "more than 5 values"],
    ] as const;
    for (const [limits, problem] of cases)
      for (const read of [load, inspect]) {
        const { code, message } = refusal(() => read(text, { limits }));
        expect(code).toBe("LIMIT_EXCEEDED");
        expect(message).toContain(problem);
      }
    expect(load(text, { limits: { characters: text.length, depth: 20, values: 200 } }).kind).toBe("PCA");
  });

  it("a key that stands twice, or is __proto__, is refused by its place, however it is spelled", () => {
    const twice = [
      text.replace('{"format"', '{"kind":"KMeans","format"'),
      text.replace('{"format"', '{"k\\u0069nd":"KMeans","format"'),
      text.replace('"params":{', '"params":{"whiten" : true,'),
    ];
    for (const one of twice) expect(refusal(() => load(one)).message).toMatch(/twice in one object \(character \d+\)/);
    for (const key of ["__proto__", "__pr\\u006fto__"])
      expect(refusal(() => load(text.replace('"params":{', `"params":{"${key}":{},`))).message).toContain("__proto__");
    expect({}).not.toHaveProperty("polluted");
    expect(refusal(() => load({ ...pca, odd: 1 })).message).toContain("odd");
  });

  it("what holds itself, or is no document, is refused", () => {
    const circle: Record<string, unknown> = { ...pca };
    circle["params"] = circle;
    expect(refusal(() => load(circle)).message).toContain("holds itself");
    for (const none of [undefined, null, 7, Symbol("x"), () => 1])
      expect(refusal(() => load(none as never)).code).toBe("BAD_DOCUMENT");
    expect(refusal(() => load(text.replace('"version":1', '"version":1e999'))).code).toBe("BAD_DOCUMENT");
  });
});

describe("A short document takes neither memory nor time", () => {
  it("where a length stands instead of numbers", async () => {
    const kmeans = JSON.parse(JSON.stringify(await new KMeans({ clusters: 2 }).fit(rows))) as Record<string, Json>;
    const bayes = JSON.parse(JSON.stringify(await new NaiveBayes().fit(rows, [0, 1, 0, 1]))) as Record<string, Json>;
    const bombs: readonly (readonly [string, object])[] = [
      [
        "state.mean",
        { ...pca, state: { ...(pca["state"] as object), mean: { length: 2 }, variance: { length: 1e9 } } },
      ],
      ["state.variance", { ...pca, state: { ...(pca["state"] as object), variance: { length: 1e9 } } }],
      ["state.counts", { ...kmeans, state: { ...(kmeans["state"] as object), counts: { length: 5e8 } } }],
      ["state.centroids", { ...kmeans, state: { ...(kmeans["state"] as object), centroids: { length: 1e9 } } }],
      ["state.priors", { ...bayes, state: { ...(bayes["state"] as object), priors: { length: 1e9 } } }],
      ["inputSchema.columns", { ...pca, inputSchema: { columns: { length: 1e9 }, schema: [] } }],
      ["option", { ...kmeans, params: { ...(kmeans["params"] as object), init: { rows: 1e5, columns: 1e5, get: 0 } } }],
    ];
    const before = process.memoryUsage().arrayBuffers;
    for (const [place, document] of bombs) {
      const { code, message } = refusal(() => load(sealed(document)));
      expect(["BAD_DOCUMENT", "INVALID_PARAMETER"]).toContain(code);
      expect(message).toContain(place);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
  });
});

describe("Steps whose columns do not chain are refused by the step", () => {
  it("with names of kind and step", async () => {
    const fitted = await new Pipeline([
      ["scale", new Scaler()],
      ["reduce", new PCA({ components: 1 })],
    ]).fit(rows);
    const document = JSON.parse(JSON.stringify(fitted)) as {
      state: { steps: [string, { $model: Record<string, unknown> }][] };
    };
    const steps = document.state.steps;
    const changed = (make: (list: typeof steps) => unknown): object =>
      sealed({ ...structuredClone(document), state: { steps: make(structuredClone(steps)) } });
    const other = JSON.parse(
      JSON.stringify(
        await new PCA({ components: 1 }).fit([
          [1, 2, 3],
          [4, 5, 9],
          [1, 0, 1],
        ]),
      ),
    ) as Record<string, unknown>;
    const { format: _, formatVersion: __, checksum: ___, ...nested } = other;
    const cases = [
      [changed((list) => list.reverse()), 'has a step "reduce" where its options have "scale"'],
      [changed((list) => list.slice(1)), "state.steps has 1 values and not 2"],
      [changed(([scale, reduce]) => [[scale![0], reduce![1]], reduce]), 'has a PCA as "scale" and not a Scaler'],
      [changed(([scale]) => [scale, ["reduce", null]]), 'has no model as "reduce"'],
      [
        changed(([scale]) => [scale, ["reduce", { $model: nested }]]),
        'has a PCA as "reduce" that was fitted on other columns',
      ],
    ] as const;
    for (const [one, problem] of cases) {
      const { message } = refusal(() => load(one));
      expect(message).toContain("the document of Pipeline cannot be read");
      expect(message).toContain(problem);
    }
    expect(refusal(() => loadEstimator(document)).message).toContain("Read it with load");
  });
});
