import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { checksumOf, type JsonObject } from "../../src/document/index.js";
import {
  CalibratedClassifier,
  defineTransformer,
  GridSearch,
  KindredError,
  KMeans,
  load,
  loadEstimator,
  NaiveBayes,
  Pipeline,
  Scaler,
  UnknownCodes,
} from "../../src/index.js";

const unhandled: unknown[] = [];
const note = (reason: unknown): number => unhandled.push(reason);
beforeAll(() => {
  process.on("unhandledRejection", note);
});
afterAll(() => {
  process.off("unhandledRejection", note);
});

/** The refusal, once every microtask and timer that it began has run. */
async function refusal(run: () => unknown): Promise<KindredError> {
  let found: unknown;
  try {
    await run();
  } catch (error) {
    found = error;
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(unhandled).toEqual([]);
  if (found instanceof KindredError) return found;
  throw found ?? new Error("it was not refused");
}

const forms: readonly object[] = [
  { length: 3 },
  { rows: 1e9, columns: 1e9, get: 1 },
  { shape: [1e9, 1e9], stride: [1, 1], get: 1 },
  [{ length: 1e9 }],
  [[1], [1, 2]],
  [["a"]],
];

describe("A refused option is one typed error that names it, and nothing is left behind", () => {
  it("by constructors and by `with`", async () => {
    for (const init of forms) {
      const made = await refusal(() => new KMeans({ init: init as never }));
      expect(made.code).toBe("INVALID_PARAMETER");
      expect(made.message).toMatch(/^KMeans: option "init": .+ or .+got /s);
      const changed = await refusal(() => new KMeans().with({ init: init as never }));
      expect(changed.message).toContain('option "init"');
    }
    const dictionary = { columns: [null] } as never;
    expect((await refusal(() => new UnknownCodes({ dictionary }))).message).toContain('option "dictionary"');
    const estimator = new NaiveBayes();
    expect((await refusal(() => new CalibratedClassifier({ estimator, folds: "five" as never }))).message).toContain(
      "fold",
    );
    for (const odd of [5, "text", true] as never[]) {
      expect((await refusal(() => new Scaler(odd))).code).toBe("INVALID_PARAMETER");
      expect((await refusal(() => new Scaler().with(odd))).code).toBe("INVALID_PARAMETER");
    }
    expect((await refusal(() => new Scaler().with(null as never))).code).toBe("INVALID_PARAMETER");
  });

  it("by documents of fitted and of unfitted models", async () => {
    const sealed = (json: object, init: unknown): object => {
      const document = JSON.parse(JSON.stringify(json)) as { params: Record<string, unknown> };
      document.params["init"] = init;
      return { ...document, checksum: checksumOf(document as unknown as JsonObject) };
    };
    const fitted = await new KMeans({ clusters: 2 }).fit([[1], [2], [9]]);
    for (const init of forms) {
      expect((await refusal(() => load(sealed(fitted, init)))).message).toContain('KMeans: option "init"');
      expect((await refusal(() => loadEstimator(sealed(new KMeans(), init)))).message).toContain('option "init"');
    }
  });

  it("in a Pipeline, and in the grid of a search", async () => {
    const pipeline = new Pipeline([["cluster", new KMeans()]]);
    expect((await refusal(() => pipeline.with({ "cluster.init": { length: 3 } as never }))).message).toContain("init");
    const X = Array.from({ length: 20 }, (_, i) => [i, i % 3]);
    const y = X.map(([, b]) => b === 1);
    const search = new GridSearch({ estimator: new NaiveBayes(), grid: { smoothing: [-1] }, folds: 2 });
    expect((await refusal(() => search.fit(X, y))).message).toContain("smoothing");
  });

  it("also where a check of a stranger throws, or answers later", async () => {
    const make = (check: (value: number) => unknown): unknown =>
      defineTransformer({
        kind: "acme/Odd",
        version: 1,
        params: z.object({ most: z.number().default(1).refine(check) }),
        fit: () => ({}),
        transform: (x) => x,
      });
    const throwing = make(() => {
      throw new TypeError("boom");
    }) as new () => unknown;
    expect((await refusal(() => new throwing())).message).toMatch(/^acme\/Odd: boom\./);
    const later = make(async () => true) as new () => unknown;
    expect((await refusal(() => new later())).message).toContain("asynchronous");
    const rejecting = defineTransformer({
      kind: "acme/Later",
      version: 1,
      params: {
        "~standard": { version: 1, vendor: "acme", validate: () => Promise.reject(new Error("no")) },
      } as never,
      fit: () => ({}),
      transform: (x) => x,
    }) as unknown as new () => unknown;
    expect((await refusal(() => new rejecting())).message).toContain("asynchronous");
  });
});
