import { Float64, Table, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import {
  chooseClusters,
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  KindredError,
  KMeans,
  LogisticRegression,
  missingReport,
  onWarning,
  Pipeline,
  rfm,
  Scaler,
  Schema,
  type Source,
  type SourceBatch,
  tableFrom,
  trainTestSplit,
  type Warning,
} from "kindred";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

interface Person {
  readonly age?: number | null;
  readonly zone?: string | null;
  readonly income?: number;
  readonly owner?: boolean;
  readonly since?: Date;
}

const segments = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["cluster", new KMeans({ clusters: 2, starts: 2, seed: 1 })],
]);

/** Rows whose first has every key and value: it says what the columns hold. */
const whole: Person = { age: 34, zone: "a", income: 1.5, owner: true, since: new Date(1e12) };
const person: fc.Arbitrary<Person> = fc.record(
  {
    age: fc.oneof(fc.integer({ min: 0, max: 40_000 }), fc.constant(null)),
    zone: fc.oneof(fc.constantFrom("a", "b", "Ω", ""), fc.constant(null)),
    income: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    owner: fc.boolean(),
    since: fc.date({ min: new Date(0), max: new Date(2e12), noInvalidDate: true }),
  },
  { requiredKeys: [] },
);
const people = fc.array(person, { minLength: 6, maxLength: 30 }).map((rows) => [whole, ...rows]);
const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });

/** Rows in pieces of some sizes; the last takes the rest. */
function inPieces<T>(rows: readonly T[], lengths: readonly number[]): T[][] {
  const pieces: T[][] = [];
  let from = 0;
  for (const length of lengths) {
    pieces.push(rows.slice(from, from + length));
    from += length;
  }
  return [...pieces, rows.slice(from)];
}

function columnsOf(rows: readonly Person[]): Record<string, unknown[]> {
  const names = new Set(["age", ...rows.flatMap((row) => Object.keys(row))]);
  return Object.fromEntries(Array.from(names, (name) => [name, rows.map((row) => row[name as keyof Person])]));
}

/** A batch as records, as columns or as a Table, in turn. */
function anyForm(rows: readonly Person[], at: number): SourceBatch {
  const complete = rows.map((row) => ({ age: null, zone: null, income: null, owner: null, since: null, ...row }));
  return [rows, columnsOf(rows), tableFrom(complete)][at % 3]!;
}

const sourceOf = (batches: readonly SourceBatch[]): Source => ({
  open: async function* () {
    yield* batches;
  },
});

let before: ReturnType<typeof onWarning>;
const warnings: Warning[] = [];
beforeEach(() => {
  warnings.length = 0;
  before = onWarning((warning) => warnings.push(warning));
});
afterEach(() => {
  onWarning(before);
});

describe("Batches of records and columns", () => {
  it("are fitted as one Table of all rows is, to the letter", async () => {
    await fc.assert(
      fc.asyncProperty(people, sizes, fc.boolean(), async (rows, lengths, mixed) => {
        const pieces = inPieces(rows, lengths);
        const source = sourceOf(mixed ? pieces.map(anyForm) : pieces);
        const [one, many] = [await segments.fit(tableFrom(rows)), await segments.fit(source)];
        expect(JSON.stringify(many)).toBe(JSON.stringify(one));
        expect(await many.predict(source).collect()).toEqual(one.predict(rows));
      }),
      { numRuns: 12 },
    );
  });

  it("are one table in memory where all rows are needed", async () => {
    await fc.assert(
      fc.asyncProperty(people, sizes, fc.boolean(), async (rows, lengths, mixed) => {
        const pieces = inPieces(rows, lengths);
        const source = sourceOf(mixed ? pieces.map(anyForm) : pieces);
        const table = tableFrom(rows);
        expect((await missingReport(source)).toText()).toBe(missingReport(table).toText());
        expect(String(await Schema.infer(source))).toBe(String(Schema.infer(table)));
        const labels = rows.map((_, i) => i % 2);
        const { test } = await trainTestSplit(source, labels, { seed: 1 });
        expect(String(test.X)).toBe(String(trainTestSplit(table, labels, { seed: 1 }).test.X));
      }),
      { numRuns: 12 },
    );
  });

  it("are read by rfm, and so are records and columns in memory", async () => {
    const log = Array.from({ length: 40 }, (_, i) => ({
      who: `c${(i * 7) % 9}`,
      day: new Date(Date.UTC(2024, 0, 1 + i)),
      paid: 5 + (i % 11),
    }));
    const options = { customer: "who", date: "day", amount: "paid", window: 30 } as const;
    const parts = sourceOf([log.slice(0, 11), columnsOfLog(log.slice(11, 12)), log.slice(12)]);
    const due = (await rfm(tableFrom(log), options)).toText();
    for (const given of [parts, log, columnsOfLog(log)]) expect((await rfm(given, options)).toText()).toBe(due);
  });

  it("take a target among their keys", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ x: (i * 7) % 10, y: (i * 7) % 10 > 4 ? "yes" : "no" }));
    const model = new Pipeline([
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    const fitted = await model.fit(sourceOf(inPieces(rows, [7, 30])), "y");
    expect(JSON.stringify(fitted)).toBe(JSON.stringify(await model.fit(tableFrom(rows), "y")));
  });
});

const columnsOfLog = <T extends object>(rows: readonly T[]): Record<string, unknown[]> =>
  Object.fromEntries(Object.keys(rows[0]!).map((key) => [key, rows.map((row) => row[key as keyof T])]));

describe("What later batches may differ in", () => {
  const fit = (...batches: readonly unknown[]): Promise<unknown> =>
    segments.fit(sourceOf(batches as readonly SourceBatch[]));
  const rows = [
    { age: 34, zone: "a" },
    { age: 51, zone: "b" },
  ];

  it("is not what a column holds", async () => {
    const error = await fit(rows, [{ age: 3, zone: 5 }]).then(undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(KindredError);
    expect(error).toMatchObject({ code: "RETYPED_COLUMN", column: "zone", expected: "text", got: "number" });
    expect(String(error)).toBe(
      'KindredError: Pipeline.fit: column "zone" holds numbers in batch 2 and text in batch 1. Give every batch the same types: convert the values before (Number(value), String(value)), with null where one is missing.',
    );
    await expect(fit(rows, rows, { age: ["old"], zone: ["a"] })).rejects.toThrow(
      'Pipeline.fit: column "age" holds text in batch 3 and numbers in batch 1.',
    );
    await expect(missingReport(sourceOf([rows, tableFrom([{ age: true, zone: "a" }])]))).rejects.toThrow(
      'missingReport: column "age" holds booleans in batch 2 and numbers in batch 1.',
    );
    // A Table of nothing but missing values has some type, and says nothing by it.
    const none = FeatureMatrix.from([[1, Number.NaN]], ["age", "zone"]).toTable();
    const all = [...rows, { age: 1, zone: null }];
    expect(JSON.stringify(await fit(rows, none))).toBe(JSON.stringify(await segments.fit(tableFrom(all))));
    expect(JSON.stringify(await fit(none, rows))).toBe(
      JSON.stringify(await segments.fit(tableFrom([all[2]!, all[0]!, all[1]!]))),
    );
    // A first batch without values does not say what a column holds: the second does.
    await expect(fit([{ age: null, zone: "a" }], rows, [{ age: "old" }])).rejects.toThrow(
      'column "age" holds text in batch 3 and numbers in batch 2',
    );
  });

  it("is the type of a column that has no value yet", async () => {
    const empty = new Table({
      age: vectorFromArray([51], new Float64()),
      zone: vectorFromArray([null], new Float64()),
    });
    const fitted = await segments.fit(sourceOf([empty, rows]));
    expect(fitted.steps.encode.categories.get("zone")).toEqual(["a", "b"]);
  });

  it("is that a key is missing, and not that one is new", async () => {
    const lacking = await fit(rows, [{ zone: "b" }, { zone: "b" }]);
    expect(JSON.stringify(lacking)).toBe(
      JSON.stringify(await segments.fit(tableFrom([...rows, { age: null, zone: "b" }, { zone: "b" }]))),
    );
    await expect(fit(rows, [{ age: 3, zone: "a", zip: 5 }])).rejects.toThrow(
      'Pipeline.fit: batch 2 has the key "zip", which batch 1 does not have. Name all keys in the first batch',
    );
  });

  it("is not their form", async () => {
    const matrix: FeatureMatrix = (await new FeatureEncoder().fit(rows)).transform(rows);
    await expect(new Imputer().fit(sourceOf([rows, matrix]))).rejects.toThrow(
      "Imputer.fit: batch 2 is a matrix, and batch 1 a table",
    );
    await expect(missingReport(sourceOf([matrix, rows]))).rejects.toThrow("batch 2 is a table, and batch 1 a matrix");
    await expect(fit(rows, [[1, 2]])).rejects.toThrow(
      "Pipeline.fit (batch 2): it is no batch of rows, but an array of arrays",
    );
    await expect(fit(rows, rows[0])).rejects.toThrow("Pipeline.fit (batch 2): it is no batch of rows, but one object");
    await expect(fit(rows, [{ age: 1 }, { age: {} }])).rejects.toThrow(
      'Pipeline.fit (batch 2): column "age" holds an object in row 1',
    );
    await expect(segments.fit({ open: () => undefined } as never)).rejects.toThrow(
      "Pipeline.fit: open() of the Source gave no batches to go through, but undefined",
    );
  });

  it("is what a model does not look at", async () => {
    const fitted = await segments.fit(rows);
    warnings.length = 0;
    const more = sourceOf([[{ age: 3, zone: "a" }], [], [{ zone: "b", zip: 5 }], [{ zone: "a" }]]);
    const labels = [...(await fitted.predict(more).collect())];
    expect(warnings).toMatchObject([{ code: "MISSING_KEY", column: "age" }]);
    expect(labels).toEqual([...fitted.predict([{ age: 3, zone: "a" }, { zone: "b" }, { zone: "a" }])]);
    await expect(fitted.predict(sourceOf([[], [{ zip: 1 }], rows])).collect()).rejects.toThrow(
      "Pipeline.bulk (batch 2): 2 columns",
    );
    await expect(fitted.predict(sourceOf([rows, [{ age: "x", zone: "a" }]])).collect()).rejects.toThrow(
      'Pipeline.bulk (batch 2): column "age" was number at fit and is text now',
    );
    const scaler = await new Scaler().fit(sourceOf([{ x: [1, 2] }, { x: [300] }]));
    expect(scaler.centers).toEqual((await new Scaler().fit(FeatureMatrix.fromColumns({ x: [1, 2, 300] }))).centers);
  });

  it("holds for chooseClusters, which reads all rows", async () => {
    const points = Array.from({ length: 40 }, (_, i) => ({ a: 10 * (i % 2) + (i % 7) / 10, b: (i % 5) / 10 }));
    const options = { from: 2, to: 3, bootstraps: 0, threads: 1 };
    const text = (await chooseClusters(sourceOf(inPieces(points, [13])), options)).toText();
    expect(text).toBe((await chooseClusters(tableFrom(points), options)).toText());
  });
});
