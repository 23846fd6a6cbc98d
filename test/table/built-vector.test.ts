import {
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  LargeUtf8,
  List,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { selectRows, tableFrom, withColumn } from "kindred";
import { describe, expect, it } from "vitest";
import { builtVector } from "../../src/table/built-vector.js";

const CASES = [
  ["text", new Utf8(), ["a", null, "", "ü"]],
  ["large text", new LargeUtf8(), ["a", null, "b"]],
  ["words of a dictionary", new Dictionary(new Utf8(), new Int32()), ["x", "y", null, "x"]],
  ["lists", new List(new Field("item", new Int32(), true)), [[1, 2], null, [], [null, 3]]],
  ["lists of one length", new FixedSizeList(2, new Field("item", new Float32(), true)), [[1, 2], null, [0.5, 4]]],
  ["structs", new Struct([new Field("a", new Int32(), true)]), [{ a: 1 }, null, { a: null }]],
  ["nothing", new Utf8(), []],
] as const;

/** Runs while nothing may be compiled, as in a page whose policy forbids it. */
function withoutEval<T>(run: () => T): T {
  const { Function: own } = globalThis;
  const refuse = (): never => {
    throw new EvalError("a string was to be compiled");
  };
  globalThis.Function = new Proxy(own, { construct: refuse, apply: refuse });
  try {
    return run();
  } finally {
    globalThis.Function = own;
  }
}

describe("A vector that is built", () => {
  it.each(CASES)("holds what Arrow's own would, and compiles nothing: %s", (_, type, values) => {
    const built = withoutEval(() => builtVector(values, type));
    const own = vectorFromArray(values as never, type as never);
    expect(JSON.stringify(built.toArray())).toBe(JSON.stringify(own.toArray()));
    expect([...built].map(String)).toEqual([...own].map(String));
    expect(built.nullCount).toBe(own.nullCount);
    expect(String(built.type)).toBe(String(own.type));
  });

  it("lets tables of words and of lists be made and cut where nothing may be compiled", () => {
    const numbers = new List(new Field("item", new Int32(), true));
    const lists = vectorFromArray([[1], [2, 3], null], numbers);
    const structs = vectorFromArray(
      [{ l: [1] }, { l: null }, { l: [4, null] }],
      new Struct([new Field("l", numbers, true)]),
    );
    const cut = withoutEval(() => {
      const named = withColumn(tableFrom({ id: [7, 8, 9] }), "name", ["a", null, "c"]);
      return selectRows(new Table({ ...columnsOf(named), lists, structs }), [2, 1]);
    });
    expect([...cut.getChild("name")!]).toEqual(["c", null]);
    expect([...cut.getChild("lists")!].map(String)).toEqual(["null", "[2,3]"]);
    expect(JSON.stringify(cut.getChild("structs")!.toArray())).toBe('[{"l":[4,null]},{"l":null}]');
  });

  it("would be found out: Arrow's own compiles", () => {
    expect(() => withoutEval(() => vectorFromArray(["a"], new Utf8()))).toThrow(EvalError);
  });
});

function columnsOf(table: Table): Record<string, NonNullable<ReturnType<Table["getChild"]>>> {
  return Object.fromEntries(table.schema.fields.map(({ name }) => [name, table.getChild(name)!]));
}
