import type { Table } from "apache-arrow";
import { type DataDictionary, Schema } from "kindred";
import { readCsv, readDictionary } from "kindred/io";
import type { DemographicFiles } from "../demographics/index.js";
import type { DemoOptions } from "./options.js";
import { progress } from "./progress.js";

/** The tables to work on; what nobody knows of real people is there for made ones alone. */
export interface DemoData {
  readonly segmentation?: { readonly population: Table; readonly customers: Table };
  readonly mailing?: Table;
  readonly score?: Table;
  /** Ids of people not to contact, by reason. */
  readonly suppress?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly dictionary?: DataDictionary;
  readonly truth?: DemographicFiles["truth"];
}

async function read(path: string, like?: Table): Promise<Table> {
  const onProgress = ({ done, total }: { done: number; total: number }): void =>
    progress(`reading ${path}`, done, total);
  return readCsv(path, { onProgress, ...(like === undefined ? {} : { schema: like.schema }) });
}

/** Reads every file; later ones to the types of the first. */
export async function readData(options: DemoOptions, truth?: DemographicFiles["truth"]): Promise<DemoData> {
  const { population, customers, mailing, score, dictionary: values, levels, target } = options;
  const names = levels === undefined ? {} : { levels };
  const dictionary = values === undefined ? undefined : await readDictionary(values, { ...names, suffixes: ["_RZ"] });
  const known = (table: Table, forModel = false): Table => {
    const guess = Schema.infer(table, dictionary);
    return guess
      .with({
        ...downwards(table),
        ...(forModel ? undescribed(guess, dictionary) : {}),
        ...(options.id === undefined ? {} : { [options.id]: { role: "id" } }),
      })
      .attach(table);
  };
  const people = population === undefined ? undefined : known(await read(population));
  const buyers = customers === undefined ? undefined : known(await read(customers, people));
  const letters = mailing === undefined ? undefined : known(await read(mailing, people), true);
  if (letters !== undefined && letters.getChild(target) === null)
    throw new Error(`${mailing} has no column "${target}": name the column of responses with --target`);
  const strangers = score === undefined ? undefined : known(await read(score, letters), true);
  return {
    ...(people === undefined || buyers === undefined
      ? {}
      : { segmentation: { population: people, customers: buyers } }),
    ...(letters === undefined ? {} : { mailing: letters }),
    ...(strangers === undefined ? {} : { score: strangers }),
    ...(options.suppress === undefined ? {} : { suppress: await readReasons(options.suppress) }),
    ...(dictionary === undefined ? {} : { dictionary }),
    ...(truth === undefined ? {} : { truth }),
  };
}

/** Ids in the first column by what the column REASON says. */
async function readReasons(path: string): Promise<Record<string, (string | number)[]>> {
  const table = await readCsv(path);
  const reasons = table.getChild("REASON");
  if (reasons === null) throw new Error(`${path} has no column "REASON": say why each person is not to be contacted`);
  const ids = table.getChildAt(0)!;
  const found = new Map<string, (string | number)[]>();
  for (let i = 0; i < table.numRows; i++) {
    const reason = String(reasons.get(i));
    found.set(reason, [...(found.get(reason) ?? []), idOf(ids.get(i))]);
  }
  return Object.fromEntries(found);
}

/** Long numbers are kept as text: JSON and CSV have no BigInt. */
export function idOf(value: unknown): string | number {
  return typeof value === "number" ? value : String(value);
}

/** In these families a low code means much of it. */
function downwards(table: Table): Record<string, { direction: "down" }> {
  const names = table.schema.fields.map((field) => field.name).filter((name) => /^(SEMIO|FINANZ)_/.test(name));
  return Object.fromEntries(names.map((name) => [name, { direction: "down" }]));
}

/** Columns of few codes that nobody describes: that their order means anything is not known. */
function undescribed(guess: Schema, dictionary: DataDictionary | undefined): Record<string, { level: "nominal" }> {
  if (dictionary === undefined) return {};
  const names = guess.columns.filter(
    (name) => guess.column(name).level === "ordinal" && dictionary.column(name) === undefined,
  );
  return Object.fromEntries(names.map((name) => [name, { level: "nominal" }]));
}

/** The column that says who a row is. */
export function idColumn(table: Table): string | undefined {
  const schema = Schema.of(table);
  return schema.columns.find((name) => schema.column(name).role === "id" && table.getChild(name) !== null);
}
