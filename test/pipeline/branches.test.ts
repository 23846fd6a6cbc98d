import { ColumnTransformer, DropSparseRows, FeatureUnion, LogisticRegression, Pipeline, Scaler } from "kindred";
import { describe, expect, it } from "vitest";

// What the types refuse, as a caller in plain JavaScript may write it.
const union = (...steps: readonly unknown[]): unknown => new FeatureUnion(steps as never);
const columns = (branches: readonly unknown[], rest?: unknown): unknown =>
  new ColumnTransformer(branches as never, rest === undefined ? {} : ({ rest } as never));

describe("Branches", () => {
  it("must transform: a classifier and a resampler are refused by name when they are put together", () => {
    const classifier = /branch "m" is a classifier \(LogisticRegression\), and a branch must transform/;
    expect(() => union(["s", new Scaler()], ["m", new LogisticRegression()])).toThrow(classifier);
    expect(() => columns([["m", new LogisticRegression(), ["a"]]])).toThrow(classifier);
    const resampler = /branch "d" is a resampler \(DropSparseRows\), and a branch must transform/;
    expect(() => union(["d", new DropSparseRows()])).toThrow(resampler);
    expect(() => columns([["s", new Scaler(), ["a"]]], new DropSparseRows())).toThrow(/branch "rest" is a resampler/);
  });

  it("are refused as Pipelines, too, where the last step does not transform", () => {
    const ending = new Pipeline([
      ["s", new Scaler()],
      ["m", new LogisticRegression()],
    ]);
    expect(() => union(["p", ending])).toThrow(/branch "p" is a classifier \(Pipeline\)/);
    expect(() => union(["p", new Pipeline([["s", new Scaler()]])])).not.toThrow();
  });
});
