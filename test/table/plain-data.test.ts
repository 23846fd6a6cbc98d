import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DateDay,
  Dictionary,
  Int32,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from "apache-arrow";
import { table as arqueroTable } from "arquero";
import * as old from "arrow-old";
import {
  FeatureEncoder,
  FeatureMatrix,
  formatCsv,
  Imputer,
  joinLabels,
  KindredError,
  KMeans,
  LogisticRegression,
  onWarning,
  Pipeline,
  Scaler,
  Schema,
  selectRows,
  Table,
  tableFrom,
  trainTestSplit,
  type Warning,
  withColumn,
} from "kindred";
import { parseCsv, readArrow, readCsv, writeArrow, writeCsv } from "kindred/io";
import { afterEach, describe, expect, it } from "vitest";

interface Person {
  readonly age?: number | null;
  readonly zone: string;
  readonly income: number | null;
}

const people: Person[] = Array.from({ length: 60 }, (_, i) => ({
  ...(i % 11 === 5 ? {} : { age: 20 + (i % 40) }),
  zone: i % 3 ? "a" : "b",
  income: i % 7 === 0 ? null : 1000 * (i % 9),
}));
const columns = {
  age: people.map(({ age }) => age ?? null),
  zone: people.map(({ zone }) => zone),
  income: people.map(({ income }) => income),
};
const segments = new Pipeline([
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
  ["cluster", new KMeans({ clusters: 2, seed: 1 })],
]);

/** What tells two models apart. */
function checksum(fitted: { toJSON(): object }): unknown {
  return (fitted.toJSON() as { readonly checksum: string }).checksum;
}

function heard(): Warning[] {
  const warnings: Warning[] = [];
  onWarning((warning) => warnings.push(warning));
  return warnings;
}
afterEach(() => {
  onWarning();
});

function refused(run: () => unknown): KindredError {
  try {
    run();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("tableFrom", () => {
  it("finds types over all rows, and takes a missing key for a missing value", () => {
    const table = tableFrom([
      { n: 1 },
      { n: 2.5, word: "b", flag: true, day: new Date(Date.UTC(2024, 1, 29)) },
      { n: null, word: "a", nothing: null },
      { n: Number.NaN, word: undefined },
    ]);
    expect(table).toBeInstanceOf(Table);
    expect(table.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      "n: Float64",
      "word: Dictionary<Int32, Utf8>",
      "flag: Bool",
      "day: Date64<MILLISECOND>",
      "nothing: Null",
    ]);
    expect([...table.getChild("n")!]).toEqual([1, 2.5, null, null]);
    expect([...table.getChild("word")!]).toEqual([null, "b", "a", null]);
    expect([...table.getChild("flag")!]).toEqual([null, true, null, null]);
    expect(table.getChild("day")!.nullCount).toBe(3);
  });

  it("holds whole numbers in the width that they need, and bigints exact", () => {
    const table = tableFrom({
      small: [1, -127],
      middle: [1000, 5],
      large: Int32Array.of(20240131, 16777217),
      huge: [2 ** 40, 1],
      id: [9007199254740993n, 1n],
      count: [3n, null],
    });
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      "Int8",
      "Int16",
      "Int32",
      "Float64",
      "Int64",
      "Int8",
    ]);
    expect([...table.getChild("id")!]).toEqual([9007199254740993n, 1n]);
    expect([...table.getChild("large")!]).toEqual([20240131, 16777217]);
  });

  it("takes columns called as what every object has", () => {
    const table = tableFrom([JSON.parse('{"__proto__": 1, "constructor": 2}') as object, { toString: 3 }]);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(["__proto__", "constructor", "toString"]);
    expect([...table.getChild("constructor")!]).toEqual([2, null]);
  });

  it("refuses what is no table, by name", () => {
    expect(refused(() => tableFrom([{ a: 1 }, 5 as never])).message).toContain("row 1 is no record, but number");
    expect(refused(() => tableFrom([{ a: 1 }, { a: { b: 2 } }])).message).toContain(
      'column "a" holds an object in row 1',
    );
    expect(refused(() => tableFrom([{ a: true }, { a: "x" }])).message).toContain(
      'column "a" mixes boolean (row 0) and text (row 1)',
    );
    expect(refused(() => tableFrom({ a: [1], b: [1, 2] })).code).toBe("WRONG_LENGTH");
    expect(refused(() => tableFrom([{ a: new Date(Number.NaN) }])).message).toContain("a date that is none");
    expect(refused(() => tableFrom([{ a: 2n ** 70n }])).message).toContain("more than 64 bits");
    expect(refused(() => tableFrom({ age: 3 } as never)).message).toContain('whose "age" is no list');
    expect(refused(() => tableFrom([[1, 2]] as never)).message).toContain("an array of arrays");
    const some = tableFrom([{ a: 1 }]);
    expect(refused(() => tableFrom([some, some] as never)).message).toContain(
      "got an array of Tables. Join them first: await tableFrom({ open: () => tables })",
    );
  });

  it("takes numbers among text for text, as a file does", () => {
    expect([...tableFrom([{ a: "X" }, { a: 3 }]).getChild("a")!]).toEqual(["X", "3"]);
  });
});

describe("records and columns", () => {
  it("are fitted and predicted as the same Table is, to the bit", async () => {
    const table = tableFrom(people);
    const fitted = await segments.fit(people);
    expect(checksum(fitted)).toBe(checksum(await segments.fit(table)));
    expect(checksum(fitted)).toBe(checksum(await segments.fit(columns)));
    const labels = [...fitted.predict(table)];
    // One person alone may lack a key, which is warned of.
    heard();
    expect([...fitted.predict(people)]).toEqual(labels);
    expect([...fitted.predict(columns)]).toEqual(labels);
    expect([...(await fitted.bulk("predict", people).collect())]).toEqual(labels);
    const row = fitted.row("predict");
    expect(people.map((person) => row(person))).toEqual(labels);
    expect(people.map((person) => fitted.predict([person])[0])).toEqual(labels);
    expect(fitted.predict([])).toHaveLength(0);
  });

  it("come out of a step from Table to Table as a Table", async () => {
    const fitted = await new Imputer().fit(people);
    const filled: Table = fitted.transform(people);
    expect(filled.getChild("age")!.nullCount).toBe(0);
    const { output } = await new Imputer().fitTransform(people);
    expect([...output.getChild("age")!]).toEqual([...filled.getChild("age")!]);
  });

  it("lack a key in silence nowhere: a warning names it, and nothing of the columns is an error", async () => {
    const fitted = await segments.fit(people);
    const warnings = heard();
    fitted.predict([{ zone: "a", income: 5 }]);
    expect(warnings).toMatchObject([{ code: "MISSING_KEY", where: "Pipeline.predict", column: "age" }]);
    const row = fitted.row("predict");
    row({ zone: "a", income: 5 });
    row({ zone: "b", income: 5 });
    expect(warnings).toHaveLength(2);
    expect(refused(() => row({ Zone: "a" })).code).toBe("MISSING_COLUMN");
    expect(refused(() => fitted.predict([{ Zone: "a" }])).code).toBe("MISSING_COLUMN");
  });

  it("are refused where numbers are due, with what to do", async () => {
    await expect(new Scaler().fit(people as never)).rejects.toThrow("Put a FeatureEncoder before it");
  });

  it("hold a target by name", async () => {
    const answers = people.map((person, i) => ({ ...person, bought: i % 4 === 0 ? "yes" : "no" }));
    const classifier = new Pipeline([
      ["impute", new Imputer()],
      ["encode", new FeatureEncoder()],
      ["model", new LogisticRegression()],
    ]);
    const fitted = await classifier.fit(answers, "bought");
    expect(fitted.inputColumns).toEqual(["age", "zone", "income"]);
    const { train } = trainTestSplit(answers, "bought", { seed: 1 });
    expect(train.X).toBeInstanceOf(Table);
    expect(train.X.getChild("bought")).toBeNull();
  });
});

describe("selectRows, withColumn and joinLabels", () => {
  const ids = [9007199254740993n, 9007199254740995n, 3n];
  const table = tableFrom({ id: ids, zone: ["a", null, "b"], flag: [true, false, null], n: [1, 2, null] });

  it("choose rows of every type exactly, across batches", () => {
    const text = new Table({ text: vectorFromArray(["x", null, "long enough"], new Utf8()) });
    const days = new Table({ day: vectorFromArray([new Date(0), null, new Date(86_400_000)], new DateDay()) });
    for (const one of [table, text, days] as Table[]) {
      const two = one.concat(one);
      const rows = [5, 0, 2, 2, 1];
      const taken = selectRows(two, rows);
      for (const { name, type } of one.schema.fields) {
        expect(String(taken.schema.fields.find((field) => field.name === name)!.type)).toBe(String(type));
        expect([...taken.getChild(name)!]).toEqual(rows.map((row) => two.getChild(name)!.get(row) as unknown));
      }
    }
    expect([...selectRows(table, [false, true, true]).getChild("id")!]).toEqual(ids.slice(1));
    expect(refused(() => selectRows(table, [3])).message).toContain("row 3 does not exist");
    expect(refused(() => selectRows(table, [true])).code).toBe("WRONG_LENGTH");
  });

  it("choose rows of batches whose dictionaries differ", () => {
    const type = new Dictionary(new Utf8(), new Int32());
    const [a, b] = [vectorFromArray(["x", "y"], type), vectorFromArray(["y", "z"], type)];
    const two = new Table({ w: new Vector([a.data[0]!, b.data[0]!]) });
    expect([...selectRows(two, [3, 0, 2, 1]).getChild("w")!]).toEqual(["z", "x", "y", "y"]);
  });

  it("put a column behind the others, or in the place of one, and keep the Schema", () => {
    const known = new Schema([["id", { role: "id" }]]).attach(table.concat(table));
    const wider = withColumn(
      known,
      "score",
      Float64Array.from({ length: 6 }, (_, i) => i / 2),
    );
    expect(wider.schema.fields.map(({ name }) => name)).toEqual(["id", "zone", "flag", "n", "score"]);
    expect([...wider.getChild("score")!]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect(Schema.of(wider).column("id").role).toBe("id");
    const changed = withColumn(wider, "zone", ["p", "q", "r", "s", "t", null]);
    expect(changed.schema.fields.map(({ name }) => name)).toEqual(["id", "zone", "flag", "n", "score"]);
    expect([...changed.getChild("zone")!]).toEqual(["p", "q", "r", "s", "t", null]);
    expect(refused(() => withColumn(table, "score", [1])).code).toBe("WRONG_LENGTH");
  });

  it("join labels by id, or in the order of the rows", () => {
    const file = [
      { LNR: 7, AGE: 34 },
      { LNR: 8, AGE: 51 },
      { LNR: null, AGE: 3 },
    ];
    const joined = joinLabels(file, [{ LNR: 8, BOUGHT: "yes" }], { id: "LNR" });
    expect([...joined.getChild("BOUGHT")!]).toEqual([null, "yes", null]);
    expect(Schema.of(joined).column("LNR").role).toBe("id");
    expect(Schema.of(joined).column("BOUGHT").role).toBe("target");
    expect([...joinLabels(file, new Map([[7, 1]]), { id: "LNR" }).getChild("label")!]).toEqual([1, null, null]);
    const labels = joinLabels(file, Int32Array.of(2, 0, 1), { id: "LNR", name: "segment" });
    expect([...labels.getChild("segment")!]).toEqual([2, 0, 1]);
  });

  it("refuse labels of ids that would find no row", () => {
    const file = { LNR: [7, 8] };
    const of = (labels: object[]): KindredError => refused(() => joinLabels(file, labels, { id: "LNR" }));
    expect(of([{ LNR: "7", y: 1 }]).message).toContain('"7" of the labels is of type string');
    expect(of([{ LNR: 9, y: 1 }]).message).toContain("none of the 1 labels");
    expect(
      of([
        { LNR: 7, y: 1 },
        { LNR: 7, y: 2 },
      ]).message,
    ).toContain("more than one label");
    expect(of([{ LNR: 7, y: 1, z: 2 }]).message).toContain("Say which one holds the labels");
    const warnings = heard();
    joinLabels(
      file,
      new Map([
        [7, 1],
        [70, 1],
      ]),
      { id: "LNR" },
    );
    expect(warnings).toMatchObject([{ code: "UNMATCHED_LABELS", column: "LNR" }]);
  });
});

describe("formatCsv", () => {
  it("gives the text that writeCsv writes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kindred-"));
    try {
      const path = join(folder, "people.csv");
      const options = { separator: ";", decimal: ",", escapeFormulas: true } as const;
      const rows = [{ a: 0.5, b: 'x;"y"' }, { b: "=1" }, { a: 3 }];
      await writeCsv(path, rows, options);
      expect(formatCsv(rows, options)).toBe(readFileSync(path, "utf8"));
      expect(formatCsv(rows, options)).toBe('a;b\n0,5;"x;""y"""\n;\'=1\n3;\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(refused(() => formatCsv([{ a: 1 }], { seperator: ";" } as never)).message).toContain("formatCsv");
    expect(formatCsv([])).toBe("");
  });
});

describe("tables of another copy of Arrow", () => {
  const theirs = old.tableFromArrays({
    age: Int32Array.from(people, ({ age }) => age ?? 99),
    zone: people.map(({ zone }) => zone),
    income: Float64Array.from(people, ({ income }) => income ?? 7),
  });
  const ours = tableFromArrays({
    age: Int32Array.from(people, ({ age }) => age ?? 99),
    zone: people.map(({ zone }) => zone),
    income: Float64Array.from(people, ({ income }) => income ?? 7),
  });

  it("are another class", () => {
    expect(theirs).not.toBeInstanceOf(Table);
  });

  it("are fitted, predicted, described and divided as ours are", async () => {
    const fitted = await segments.fit(theirs);
    expect(checksum(fitted)).toBe(checksum(await segments.fit(ours)));
    expect(fitted.predict(theirs)).toEqual(fitted.predict(ours));
    expect(Schema.infer(theirs).toString()).toBe(Schema.infer(ours).toString());
    expect(Schema.of(new Schema([["age", { role: "id" }]]).attach(theirs)).column("age").role).toBe("id");
    expect(trainTestSplit(theirs, "zone", { seed: 3 }).train.X.toString()).toBe(
      trainTestSplit(ours, "zone", { seed: 3 }).train.X.toString(),
    );
    expect(FeatureMatrix.from(theirs.select(["age"])).toRows()).toEqual(
      FeatureMatrix.from(ours.select(["age"])).toRows(),
    );
    const source = { open: () => [theirs.slice(0, 30), theirs.slice(30)] as never[] };
    expect(checksum(await segments.fit(source))).toBe(checksum(fitted));
  });

  it("are written, with nulls, slices, nested and dictionary columns as they were", async () => {
    const nulls = new old.Table({
      a: old.vectorFromArray([1, null, 3, 4], new old.Int16()),
      b: old.vectorFromArray(["x", null, "yy", "x"], new old.Utf8()),
      c: old.vectorFromArray(["p", "q", null, "p"], new old.Dictionary(new old.Utf8(), new old.Int32())),
      d: old.vectorFromArray([true, null, false, true], new old.Bool()),
      e: old.vectorFromArray([new Date(0), null, new Date(1e12), new Date(5)], new old.DateMillisecond()),
      f: old.vectorFromArray([[1, 2], null, [], [3]], new old.List(new old.Field("item", new old.Float64(), true))),
    }).slice(1);
    const converted = tableFrom(nulls);
    expect(converted).toBeInstanceOf(Table);
    expect(tableFrom(nulls)).toBe(converted);
    // What Arrow writes of it reads the same in the other copy.
    const back = old.tableFromIPC(tableToIPC(converted));
    expect(JSON.stringify(back.toArray())).toBe(JSON.stringify(nulls.toArray()));
    const folder = mkdtempSync(join(tmpdir(), "kindred-"));
    try {
      await writeCsv(join(folder, "a.csv"), theirs);
      await writeArrow(join(folder, "a.arrow"), theirs);
      expect((await readArrow(join(folder, "a.arrow"))).toString()).toBe(theirs.toString());
      expect((await readCsv(join(folder, "a.csv"))).numRows).toBe(60);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("frames of other libraries", () => {
  it("come in through Arrow's bytes, as Arquero, nodejs-polars and Danfo give them, and go out the same way", async () => {
    const frame = arqueroTable(columns);
    const read = await readArrow(frame.toArrowIPC({ format: "file" })!);
    const fitted = await segments.fit(read);
    expect([...fitted.predict(read)]).toEqual([...(await segments.fit(columns)).predict(columns)]);
    const stream = await readArrow(frame.toArrowIPC({ format: "stream" })!);
    expect(stream.numRows).toBe(60);
    expect(tableFromIPC(tableToIPC(tableFrom(columns))).numRows).toBe(60);
  });

  it("come in as records and columns, too", async () => {
    const frame = arqueroTable(columns);
    const fitted = await segments.fit(frame.objects());
    expect([...fitted.predict(frame.objects())]).toEqual([...fitted.predict(columns)]);
  });

  it("are named in files as parseCsv would", () => {
    expect(formatCsv(parseCsv("a;b\n1;x\n"), { separator: ";" })).toBe("a;b\n1;x\n");
  });
});
