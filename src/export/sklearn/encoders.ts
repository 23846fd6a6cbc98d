import type { ColumnPlan, Label } from "../../matrix/index.js";
import { FeatureEncoder } from "../../preprocessing/index.js";
import type { ColumnCode } from "../program.js";
import type { BoostingFeature, Category, OneHotColumn, OrdinalColumn } from "./document.js";
import { malformed } from "./malformed.js";

/** A FeatureEncoder and what it would have learned. */
export interface TakenEncoder {
  readonly estimator: object;
  readonly state: { readonly columns: readonly EncodedColumn[]; readonly warnings: readonly string[] };
}

interface EncodedColumn {
  readonly code: ColumnCode;
  readonly names: readonly string[];
  readonly categories: readonly (string | undefined)[];
  readonly known: readonly (Label | null)[];
}

function encoder(columns: readonly EncodedColumn[], encodings: readonly (readonly [string, string])[]): TakenEncoder {
  const estimator = new FeatureEncoder({ precision: "float64", columns: Object.fromEntries(encodings) as never });
  return { estimator, state: { columns, warnings: [] } };
}

/** The number that a column knows a category by. */
function codeOf(category: Exclude<Category, null>, { name, labels }: ColumnPlan): number {
  if (labels === undefined) {
    if (typeof category === "string")
      throw malformed(`the text ${JSON.stringify(category)} in column "${name}" of numbers`);
    return Number(category);
  }
  const at = labels.indexOf(String(category));
  if (at < 0 || typeof category !== "string")
    throw malformed(`a category of another type in the text column "${name}"`);
  return at;
}

function sameNumber(what: string, found: number, expected: number): void {
  if (found !== expected) throw malformed(`${found} ${what} where ${expected} belong`);
}

export function oneHot(given: readonly OneHotColumn[], plan: readonly ColumnPlan[]): TakenEncoder {
  sameNumber("columns of categories", given.length, plan.length);
  const taken = new Set<string>();
  const unique = (name: string): string => {
    if (taken.has(name)) return unique(`(${name})`);
    taken.add(name);
    return name;
  };
  const columns = given.map(({ categories, outputs, width, unknown }, from): EncodedColumn => {
    sameNumber("outputs", outputs.length, categories.length);
    const at = categories.indexOf(null);
    const there = rising(
      categories.flatMap((category, k) =>
        category === null ? [] : [{ value: codeOf(category, plan[from]!), number: outputs[k]! }],
      ),
    );
    const words = Array.from({ length: width }, (_, output) => {
      const own = categories.filter((_, k) => outputs[k] === output);
      return own.length === 1 ? (own[0] === null ? "missing" : String(own[0])) : "infrequent";
    });
    return {
      code: {
        kind: "oneHot",
        from,
        values: Float64Array.from(there, ({ value }) => value),
        outputs: Int32Array.from(there, ({ number }) => number),
        width,
        missing: at < 0 ? unknown : outputs[at]!,
        other: unknown,
      },
      names: words.map((word) => unique(`${plan[from]!.name}=${word}`)),
      categories: words,
      known: categories,
    };
  });
  return encoder(
    columns,
    plan.map(({ name }) => [name, "oneHot"]),
  );
}

export function ordinal(given: readonly OrdinalColumn[], plan: readonly ColumnPlan[]): TakenEncoder {
  sameNumber("columns of categories", given.length, plan.length);
  const columns = given.map(({ categories, numbers, unknown, refuse }, from): EncodedColumn => {
    sameNumber("numbers", numbers.length, categories.length);
    const at = categories.indexOf(null);
    const there = categories.flatMap((category, k) => (category === null ? [] : [{ category, number: numbers[k] }]));
    const number = (value: number | null | undefined): number => value ?? Number.NaN;
    return table(
      plan[from]!,
      from,
      there.map(({ category }) => category),
      there.map((one) => number(one.number)),
      { missing: number(at < 0 ? unknown : numbers[at]), other: number(unknown), refuse },
      categories,
    );
  });
  return encoder(
    columns,
    plan.map(({ name }) => [name, "ordinal"]),
  );
}

/** Columns in the order in which boosting looks at them, categories by their positions; a value that is none of them is missing. */
export function featuresOf(given: readonly BoostingFeature[], plan: readonly ColumnPlan[]): TakenEncoder {
  for (const { column } of given) if (column >= plan.length) throw malformed(`a feature of column ${column}`);
  const columns = given.map(({ column, categories }): EncodedColumn => {
    const own = plan[column]!;
    if (categories === null)
      return { code: { kind: "pass", from: column }, names: [own.name], categories: [undefined], known: [] };
    const there = categories.flatMap((category, k) => (category === null ? [] : [{ category, place: k }]));
    return table(
      own,
      column,
      there.map(({ category }) => category),
      there.map(({ place }) => place),
      { missing: Number.NaN, other: Number.NaN, refuse: false },
      categories,
    );
  });
  return encoder(
    columns,
    given.map(({ column, categories }) => [plan[column]!.name, categories === null ? "passthrough" : "ordinal"]),
  );
}

interface Entry {
  readonly value: number;
  readonly number: number;
}

/** Values are held rising, as at fit. */
function rising(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => a.value - b.value);
}

function table(
  plan: ColumnPlan,
  from: number,
  categories: readonly Exclude<Category, null>[],
  numbers: readonly number[],
  { missing, other, refuse }: { readonly missing: number; readonly other: number; readonly refuse: boolean },
  known: readonly Category[],
): EncodedColumn {
  const entries = rising(categories.map((category, k) => ({ value: codeOf(category, plan), number: numbers[k]! })));
  return {
    code: {
      kind: "table",
      from,
      values: Float64Array.from(entries, ({ value }) => value),
      numbers: Float64Array.from(entries, ({ number }) => number),
      width: 1,
      parts: 1,
      missing: Float64Array.of(missing),
      other: Float64Array.of(other),
      refuseOther: refuse,
    },
    names: [plan.name],
    categories: [undefined],
    known,
  };
}
