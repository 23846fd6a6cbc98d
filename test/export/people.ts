import {
  Bool,
  Dictionary,
  Float64,
  Int16,
  Int32,
  Table,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from "apache-arrow";

/** A column as a database gets it: its hostile name, its type, and its values by row. */
export interface PeopleColumn {
  readonly name: string;
  readonly type: "integer" | "number" | "text" | "boolean" | "date";
  readonly values: readonly (number | string | boolean | Date | null)[];
}

/** Names and words that would break out of quotes, or out of JSON, JavaScript and SQL. */
export const NAMES = {
  code: 'co"de"; --',
  amount: "am'ount\\",
  income: "__proto__",
  zone: "c1",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what is tried
  flag: "flag`${1}",
  day: "dáy \n*/",
  score: "constructor",
} as const;

export const WORDS: readonly string[] = [
  "it's",
  "'; DROP TABLE people; --",
  "back\\slash",
  "__proto__",
  "line\nend",
  "c1",
  '"',
  "ü €",
];

/** Rows of every type of column: whole numbers, floats with NaN, words, booleans, dates, all of them missing here and there. */
export function peopleColumns(rows: number, salt = 0): readonly PeopleColumn[] {
  const noise = (i: number, j: number): number => {
    const x = Math.imul((i + 1) * 2654435761 + salt * 97, 0x85ebca6b ^ (j * 0x9e3779b1)) >>> 0;
    return (Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0) / 2 ** 32;
  };
  const gap = (i: number, j: number): boolean => noise(i, j + 50) < 0.12;
  const column = <T>(j: number, of: (i: number) => T): (T | null)[] =>
    Array.from({ length: rows }, (_, i) => (gap(i, j) ? null : of(i)));
  const codes = [-1, 1, 2, 3, 4, 5, 9];
  return [
    { name: NAMES.code, type: "integer", values: column(0, (i) => codes[Math.floor(noise(i, 0) * codes.length)]!) },
    {
      name: NAMES.amount,
      type: "number",
      values: column(1, (i) => (noise(i, 60) < 0.05 ? Number.NaN : Math.fround((noise(i, 1) - 0.3) * 100))),
    },
    { name: NAMES.income, type: "number", values: column(2, (i) => Math.round(noise(i, 2) * 90_000) + 0.1) },
    {
      name: NAMES.zone,
      type: "text",
      values: column(3, (i) => WORDS[Math.floor(noise(i, 3) * (WORDS.length - (salt === 0 ? 1 : 0)))]!),
    },
    { name: NAMES.flag, type: "boolean", values: column(4, (i) => noise(i, 4) < 0.4) },
    { name: NAMES.day, type: "date", values: column(5, (i) => new Date(Math.floor((noise(i, 5) - 0.2) * 1.9e12))) },
    { name: NAMES.score, type: "integer", values: column(6, (i) => Math.floor(noise(i, 6) * 400) - 100) },
  ];
}

const TYPES = {
  integer: () => new Int16(),
  number: () => new Float64(),
  text: () => new Dictionary(new Utf8(), new Int32()),
  boolean: () => new Bool(),
  date: () => new TimestampMillisecond(),
} as const;

/** The same rows as an Arrow Table. */
export function tableOf(columns: readonly PeopleColumn[]): Table {
  return new Table(
    Object.fromEntries(
      columns.map(({ name, type, values }) => [
        name,
        vectorFromArray(
          values.map((value) => (value instanceof Date ? value.getTime() : value)) as never,
          TYPES[type]() as never,
        ),
      ]),
    ) as never,
  );
}

/** The answer that models learn: it depends on most columns. */
export function labelsOf(columns: readonly PeopleColumn[], classes: readonly string[]): string[] {
  const [code, amount, income, zone, , , score] = columns;
  return code!.values.map((_, i) => {
    const sum =
      Number(code!.values[i] ?? 3) / 3 +
      Number(amount!.values[i] || 0) / 40 +
      Number(income!.values[i] ?? 45_000) / 30_000 +
      String(zone!.values[i] ?? "").length / 8 +
      Number(score!.values[i] ?? 0) / 200;
    return classes[Math.floor(((Math.sin(sum * 3) + 1) / 2.0001) * classes.length)]!;
  });
}
