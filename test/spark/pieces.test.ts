import { Int64, Table, vectorFromArray } from "apache-arrow";
import { expect, it } from "vitest";
import { RowSurvey, type SurveyFacts } from "../../src/estimator/index.js";
import { type ColumnPlan, valueAt } from "../../src/matrix/index.js";
import { packRows } from "../../src/spark/pack-rows.js";
import { unpack } from "../../src/spark/packet.js";
import { blockOf } from "../../src/spark/pieces.js";
import { RowKeys } from "../../src/spark/row-keys.js";
import { KEY_COLUMN, type WorkResult } from "../../src/spark/work.js";

interface Person {
  readonly key: number;
  readonly code: number | null;
  readonly amount: number | null;
  readonly word: string | null;
  readonly kind: string;
}

const schema = [[KEY_COLUMN, { role: "id" }]] as const;
const reading = { parts: { target: "kind" }, accepts: "either", where: "test", schema } as const;

function batch(people: readonly Person[]): Table {
  const column = (name: keyof Person) => people.map((one) => one[name]);
  return new Table({
    code: vectorFromArray(column("code") as number[]),
    amount: vectorFromArray(column("amount") as number[]),
    word: vectorFromArray(column("word") as string[]),
    kind: vectorFromArray(column("kind") as string[]),
    [KEY_COLUMN]: vectorFromArray(
      people.map(({ key }) => BigInt(key)),
      new Int64(),
    ),
  });
}

async function packed(
  partitions: readonly (readonly Table[])[],
  bounds: readonly number[],
  plan?: readonly ColumnPlan[],
) {
  const pieces: WorkResult[] = [];
  const survey = new RowSurvey(reading);
  for (const batches of partitions) {
    const input = (async function* () {
      yield* batches;
    })();
    const packing = { mode: "pack", plan, bounds: RowKeys.from(bounds.map(String), false).packed, ...reading } as const;
    for await (const result of packRows(packing, input))
      if (result.state === undefined) pieces.push(result);
      else survey.join(unpack<SurveyFacts>(result.state));
  }
  return { pieces, found: survey.finish() };
}

const person = (key: number, code: number | null, amount: number | null, word: string | null, kind = "no"): Person => ({
  key,
  code,
  amount,
  word,
  kind,
});
/** Batches that need wider and wider columns, and words that come late. */
const people = [
  [[person(40, 1, 2, null), person(7, null, 1, null)], [person(12, -128, 0.5, "b", "yes")]],
  [[person(3, 5, null, "c"), person(30, 7, -0, "a", "perhaps")], [person(-5, 40_000, 0.1, "b")]],
];

function rowsOf(pieces: readonly WorkResult[], plan: readonly ColumnPlan[], classes: readonly string[]) {
  const blocks = new Map<number, Uint8Array[]>();
  for (const { row, data } of pieces) blocks.set(row, [...(blocks.get(row) ?? []), data]);
  return Array.from(blocks)
    .sort(([a], [b]) => a - b)
    .map(([row, list]) => {
      const { x, y } = blockOf(list, row, plan, { classes, groups: [] });
      return Array.from({ length: x.rows }, (_, i) => [
        ...x.stores.map((store) => {
          const value = valueAt(store, i);
          return Number.isNaN(value) ? null : (store.labels?.[value] ?? value);
        }),
        classes[y![i]!],
      ]);
    });
}

it("rows in any order come back block by block in the order of their keys, whatever their batches needed", async () => {
  const { pieces, found } = await packed(
    people.map((batches) => batches.map(batch)),
    [10, 31],
  );
  const { plan } = found.input;
  expect(plan.map(({ name, storage }) => [name, storage])).toEqual([
    ["code", "float32"],
    ["amount", "float64"],
    ["word", "int8"],
  ]);
  const classes = found.classes as string[];
  expect(classes).toEqual(["no", "perhaps", "yes"]);
  expect(rowsOf(pieces, plan, classes)).toEqual([
    [
      [40_000, 0.1, "b", "no"],
      [5, null, "c", "no"],
      [null, 1, null, "no"],
    ],
    [
      [-128, 0.5, "b", "yes"],
      [7, -0, "a", "perhaps"],
    ],
    [[1, 2, null, "no"]],
  ]);
});

it("columns that are known are widened where values do not fit, and words that are not known come after the others", async () => {
  const known: readonly ColumnPlan[] = [
    { name: "code", storage: "int8" },
    { name: "amount", storage: "int8" },
    { name: "word", storage: "int8", labels: ["c", "b"] },
  ];
  const { pieces } = await packed(
    people.map((batches) => batches.map(batch)),
    [],
    known,
  );
  const [rows] = rowsOf(pieces, known, ["no", "perhaps", "yes"]);
  expect(rows!.map((row) => row.slice(0, 3))).toEqual([
    [40_000, 0.1, "b"],
    [5, null, "c"],
    [null, 1, null],
    [-128, 0.5, "b"],
    [7, -0, "a"],
    [1, 2, null],
  ]);
});

it("a key that came twice is refused", async () => {
  const twice = [batch([person(1, 1, 1, "a")]), batch([person(1, 1, 1, "a")])];
  const { pieces, found } = await packed([twice], []);
  expect(() => rowsOf(pieces, found.input.plan, ["no"])).toThrow("the rows from 0 on are not those that were counted");
});
