import { describe, expect, it } from "vitest";
import {
  DataDictionary,
  FeatureEncoder,
  FeatureMatrix,
  GradientBoosting,
  KindredError,
  KMeans,
  matchSegments,
  migration,
  NaiveBayes,
  PCA,
  Pipeline,
  Scaler,
  Schema,
  SegmentGroups,
  type Source,
  type Table,
  tableFrom,
  uplift,
} from "../../src/index.js";
import { isFeatureMatrix, isTable } from "../../src/matrix/index.js";
import { CALLS, finish } from "./calls.js";

/** Functions that divide or join rows one by one, or look at all of them again and again: they take rows in memory. */
const IN_MEMORY = new Set([
  "calinskiHarabasz",
  "daviesBouldin",
  "formatCsv",
  "joinLabels",
  "selectRows",
  "silhouette",
  "stability",
  "withColumn",
]);

/** Rows as a batch of a Source has them; nothing where it is something else. */
function rowsOf(value: unknown): Table | FeatureMatrix | undefined {
  if (isTable(value)) return value as Table;
  if (isFeatureMatrix(value)) return value;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (Array.isArray(value[0])) return FeatureMatrix.from(value as number[][]);
  const isRecord = isPlain(value[0]) && Object.values(value[0]).every((cell) => typeof cell !== "object");
  return isRecord ? tableFrom(value as object[]) : undefined;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

interface Place {
  readonly name: string;
  readonly place: string;
  readonly run: () => unknown;
}

/** Calls in which what was a Table or a matrix, as an argument or as an option, is a Source of it. */
const PLACES: readonly Place[] = CALLS.filter(({ name }) => !name.startsWith("charts.")).flatMap(
  ({ name, args, call }) => {
    const given = args();
    return given.flatMap((value, i): Place[] => {
      const withArgument = (own: unknown): readonly unknown[] => given.map((other, j) => (j === i ? own : other));
      const source = sourceOf(value);
      if (source !== undefined) return [{ name, place: `argument ${i + 1}`, run: () => call(...withArgument(source)) }];
      if (!isPlain(value)) return [];
      return Object.entries(value).flatMap(([key, option]) => {
        const own = sourceOf(option);
        if (own === undefined) return [];
        return [{ name, place: key, run: () => call(...withArgument({ ...value, [key]: own })) }];
      });
    });
  },
);

function sourceOf(value: unknown): Source | undefined {
  const rows = rowsOf(value);
  if (rows === undefined) return undefined;
  const count = rows instanceof FeatureMatrix ? rows.rows : rows.numRows;
  const half = count >> 1;
  return { open: () => [rows.slice(0, half), rows.slice(half, count)] };
}

async function errorOf(run: () => unknown): Promise<unknown> {
  try {
    await finish(await run());
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("A Source in the place of a Table or a matrix", () => {
  it("is tried of every function that takes one", () => {
    expect(PLACES.length).toBeGreaterThan(25);
    expect(PLACES.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["crossValidate", "lookAlike", "segmentRules", "silhouette", "tableFrom", "writeCsv"]),
    );
  });

  it.each(PLACES)("of $name ($place) is read, or refused by its name with what to do", async ({ name, run }) => {
    const error = await errorOf(run);
    if (!IN_MEMORY.has(name)) expect(error).toBe(undefined);
    else {
      expect(error).toBeInstanceOf(KindredError);
      expect(error).toMatchObject({
        code: "UNSUPPORTED",
        where: name,
        problem: "got a Source, and it takes rows in memory",
        fix: expect.stringContaining("await tableFrom(source)"),
      });
    }
  });
});

const X = Array.from({ length: 40 }, (_, i) => [i % 7, (i * 5) % 11]);
const y = X.map(([a]) => (a! > 3 ? 1 : 0));
const half = X.map((_, i) => i % 2);
const matrix = FeatureMatrix.from(X, ["AGE", "INCOME"]);
const table = matrix.toTable();
const ofMatrix: Source = { open: () => [matrix] };
const ofTable: Source = { open: () => [table] };
const never = (value: unknown): never => value as never;
const clusters = await new Pipeline([
  ["encode", new FeatureEncoder()],
  ["cluster", new KMeans({ clusters: 2, seed: 1 })],
]).fit(table);

/** Methods that take rows in memory, and the name that their errors have. */
const METHODS: readonly (readonly [name: string, run: () => unknown])[] = [
  ["FeatureMatrix.from", () => FeatureMatrix.from(never(ofMatrix))],
  ["Schema.of", () => Schema.of(never(ofTable))],
  ["Schema.attach", () => new Schema().attach(never(ofTable))],
  ["DataDictionary.audit", () => new DataDictionary([]).audit(never(ofTable))],
  ["Scaler.inverseTransform", async () => (await new Scaler().fit(matrix)).inverseTransform(never(ofMatrix))],
  ["PCA.inverseTransform", async () => (await new PCA().fit(matrix)).inverseTransform(never(ofMatrix))],
  [
    "GradientBoosting.contributions",
    async () => (await new GradientBoosting({ iterations: 2 }).fit(matrix, y)).contributions(never(ofMatrix)),
  ],
  [
    "SegmentGroups.predictTypes",
    async () => (await new SegmentGroups({ types: 4, groups: 2 }).fit(matrix)).predictTypes(never(ofMatrix)),
  ],
  [
    "UpliftModel.predict",
    async () => (await uplift(new NaiveBayes(), X, y, half, { folds: 2 })).model.predict(never(ofMatrix)),
  ],
  ["matchSegments", () => matchSegments(never(ofTable), never(ofTable))],
  ["matchSegments", () => matchSegments(clusters, clusters, never(ofTable))],
  ["migration", () => migration(clusters, clusters, never(ofTable))],
];

describe("A Source in the place of rows in memory", () => {
  it.each(METHODS.map(([name, run]) => ({ name, run })))("is refused by $name", async ({ name, run }) => {
    expect(await errorOf(run)).toMatchObject({
      code: "UNSUPPORTED",
      where: name,
      problem: "got a Source, and it takes rows in memory",
      fix: expect.stringContaining("await tableFrom(source)"),
    });
  });

  it("is read by fitTransform and by what holds rows out", async () => {
    const { output } = await new Scaler().fitTransform(never(ofMatrix));
    expect((output as FeatureMatrix).toRows()).toEqual((await new Scaler().fitTransform(matrix)).output.toRows());
    const held = { X: ofMatrix, y };
    const early = new GradientBoosting({ iterations: 3, earlyStopping: true });
    expect(JSON.stringify(await early.fit(matrix, y, { validation: held }))).toBe(
      JSON.stringify(await early.fit(matrix, y, { validation: { X: matrix, y } })),
    );
  });

  it("becomes a Table by tableFrom", async () => {
    expect(String(await tableFrom(ofMatrix))).toBe(String(table));
    expect(String(await tableFrom(ofTable))).toBe(String(table));
    await expect(tableFrom({ isRemote: true, open: () => [] } as Source)).rejects.toThrow("these are on a cluster");
  });
});
