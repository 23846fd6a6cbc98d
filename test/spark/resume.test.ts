import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  FeatureEncoder,
  GaussianMixture,
  GridSearch,
  Imputer,
  KMeans,
  LogisticRegression,
  NaiveBayes,
  PCA,
  Pipeline,
  Scaler,
  Schema,
} from "../../src/index.js";
import type { JobIdentity } from "../../src/spark/job-identity.js";
import { ResumableJob } from "../../src/spark/resumable-job.js";
import { ExecutorsHere, onCluster } from "./executors-here.js";
import { StageHere } from "./stage-here.js";

const ROWS = 3001;
const random = new Random(5, "people");
const people = new Schema().with({ LNR: { role: "id" }, ANSWER: { role: "target" } }).attach(
  tableFromArrays({
    LNR: Int32Array.from({ length: ROWS }, (_, i) => i),
    AGE: Array.from({ length: ROWS }, () => (random.uniform() < 0.1 ? null : 1 + random.below(9))),
    A: Float64Array.from({ length: ROWS }, () => random.normal()),
    B: Float64Array.from({ length: ROWS }, () => random.normal()),
    ANSWER: Array.from({ length: ROWS }, () => (random.uniform() < 0.3 ? "yes" : "no")),
  }),
);
const prepare = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;
const segments = new Pipeline([
  ...prepare,
  ["reduce", new PCA({ components: 3 })],
  ["cluster", new KMeans({ clusters: 3, seed: 1, starts: 1, maxIterations: 3 })],
]);
const IDENTITY: JobIdentity = {
  version: "1.0.0",
  query: "SELECT * FROM people",
  rowId: "LNR",
  schema: [],
  columns: ["LNR int", "A double"],
  rows: ROWS,
  hashes: "1 2",
};

interface Model {
  fit(data: unknown, options?: object): Promise<object>;
}

/** A process: it is killed when it begins the work of a number, and gives the works that it has done. */
async function fitted(
  model: object,
  stage: StageHere,
  options: { readonly killedAt?: number; readonly identity?: Partial<JobIdentity>; readonly fit?: object } = {},
): Promise<{ readonly document?: string; readonly works: readonly string[] }> {
  const { killedAt, identity, fit } = options;
  const executors = new ExecutorsHere(people, 3, 1, stage);
  executors.onWork = () => {
    if (executors.works.length === killedAt) throw new Error("killed");
  };
  const job = new ResumableJob(executors, stage, {
    name: "nightly",
    identity: async () => ({ ...IDENTITY, ...identity }),
  });
  const fitting = (model as Model).fit(onCluster(people, executors, Schema.of(people), job), fit);
  if (killedAt === undefined) return { document: JSON.stringify(await fitting), works: executors.works };
  await expect(fitting).rejects.toThrow("killed");
  return { works: executors.works };
}

/** Works without those that bring rows to the process that learns, which has them no more. */
function passes(works: readonly string[]): readonly string[] {
  return works.filter((mode) => mode !== "read");
}

describe("a job that another process goes on with", () => {
  it("is done as if it had run through, wherever it was left, and does nothing twice", async () => {
    const here = JSON.stringify(await segments.fit(people));
    const whole = await fitted(segments, new StageHere());
    expect(whole.document).toBe(here);
    const stored = whole.works.indexOf("assemble");
    expect(whole.works).toEqual(expect.arrayContaining(["reduce", "keep", "summarize"]));
    for (let killedAt = 1; killedAt < whole.works.length; killedAt += 2) {
      if (whole.works[killedAt] === "read") continue;
      const stage = new StageHere();
      await fitted(segments, stage, { killedAt });
      const rest = await fitted(segments, stage);
      expect(rest.document).toBe(here);
      expect(passes(rest.works)).toEqual(passes(whole.works.slice(killedAt > stored ? killedAt : 0)));
    }
  });

  it("is gone on with twice, and by a model that shares its first steps", async () => {
    const stage = new StageHere();
    await fitted(segments, stage, { killedAt: 5 });
    await fitted(segments, stage, { killedAt: 3 });
    const { document } = await fitted(segments, stage);
    expect(document).toBe(JSON.stringify(await segments.fit(people)));
    const other = new Pipeline([...prepare, ["cluster", new KMeans({ clusters: 2, seed: 1, starts: 1 })]]);
    const alone = await fitted(other, new StageHere());
    const after = await fitted(other, stage);
    expect(after.document).toBe(alone.document);
    expect(after.works).not.toContain("assemble");
    expect(after.works.length).toBeLessThan(alone.works.length - 3);
  });

  it.each([
    ["a mixture", new GaussianMixture({ clusters: 2, seed: 1, starts: 1, maxIterations: 1 }), {}],
    ["logistic regression", new LogisticRegression({ maxIterations: 6 }), { target: "ANSWER" }],
  ])("goes on with the passes of %s", async (_, last, fit) => {
    const model = new Pipeline([...prepare, ["model", last as never]]);
    const whole = await fitted(model, new StageHere(), { fit });
    const stage = new StageHere();
    const killedAt = whole.works.length - 2;
    await fitted(model, stage, { killedAt, fit });
    const rest = await fitted(model, stage, { fit });
    expect(rest.document).toBe(whole.document);
    expect(passes(rest.works)).toEqual(passes(whole.works.slice(killedAt)));
  });

  it("goes on with the folds of a search, whose rows are stored once, and with their passes", async () => {
    const search = new GridSearch({
      estimator: new Pipeline([...prepare, ["model", new NaiveBayes()]]),
      space: { "model.smoothing": [1e-9, 1] },
      folds: 2,
      scoring: "logLoss",
    });
    const fit = { target: "ANSWER", onWarning: () => {} };
    const whole = await fitted(search, new StageHere(), { fit });
    expect(whole.works.filter((mode) => mode === "assemble")).toHaveLength(5);
    const stage = new StageHere();
    await fitted(search, stage, { killedAt: whole.works.length - 6, fit });
    const rest = await fitted(search, stage, { fit });
    expect(rest.document).toBe(whole.document);
    expect(passes(rest.works)).toEqual(passes(whole.works.slice(-6)));
    expect(passes((await fitted(search, stage, { fit })).works)).toEqual([]);
  });

  it("keeps apart what two fits at a time keep for rows", async () => {
    const stage = new StageHere();
    const executors = new ExecutorsHere(people, 2, 1, stage);
    const job = new ResumableJob(executors, stage, { name: "two", identity: async () => IDENTITY });
    const source = onCluster(people, executors, Schema.of(people), job);
    const longer = new Pipeline([
      ...prepare,
      ["reduce", new PCA({ components: 3 })],
      ["cluster", new KMeans({ clusters: 3, seed: 1, starts: 1, maxIterations: 6 })],
    ]);
    const [first, second] = await Promise.all([segments.fit(source), longer.fit(source)]);
    expect(JSON.stringify(first)).toBe(JSON.stringify(await segments.fit(people)));
    expect(JSON.stringify(second)).toBe(JSON.stringify(await longer.fit(people)));
  });

  it.each([
    [{ version: "0.9.0" }, "version 1.0.0 of this package, and this is 0.9.0"],
    [{ query: "SELECT 1" }, "another query: SELECT * FROM people"],
    [{ rowId: "ID" }, 'rowId "LNR", and here it is "ID"'],
    [{ schema: [["A", { role: "weight" }]] }, "another schema"],
    [{ columns: ["LNR int"] }, "other columns: LNR int, A double"],
    [{ rows: 7 }, "3,001 rows, and there are 7 rows now"],
    [{ hashes: "1 3" }, "other values in its rows"],
  ] as const)("is refused with %j", async (identity, difference) => {
    const stage = new StageHere();
    await fitted(segments, stage, { killedAt: 3 });
    await expect(fitted(segments, stage, { identity: identity as never })).rejects.toThrow(
      `the job "nightly" was begun with ${difference}`,
    );
  });

  it("stores again what is not all there", async () => {
    const stage = new StageHere();
    const { document, works } = await fitted(segments, stage);
    const blocks = Array.from(stage.stored.keys()).find((path) => path.endsWith("-blocks"));
    stage.stored.delete(blocks!);
    const again = await fitted(segments, stage);
    expect(again.document).toBe(document);
    expect(again.works).toEqual(works);
    expect(passes((await fitted(segments, stage)).works)).toEqual([]);
  });

  it("does a pass again of which a result is missing, and says so where that needs what is gone", async () => {
    const stage = new StageHere();
    const { document } = await fitted(segments, stage);
    const files = Array.from(stage.passes.keys());
    stage.passes.delete(files[0]!);
    const again = await fitted(segments, stage);
    expect([again.document, passes(again.works)]).toEqual([document, ["reduce"]]);
    stage.states.clear();
    const isGone = new Set<string>();
    for (const path of files.slice(-4)) {
      const kept = stage.passes.get(path)!;
      stage.passes.delete(path);
      await fitted(segments, stage).catch(({ message }: Error) => isGone.add(message));
      stage.passes.set(path, kept);
    }
    expect(isGone).toEqual(new Set(["what passes keep for rows is gone"]));
  });
});
