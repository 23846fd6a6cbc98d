import type { Table } from "apache-arrow";
import { KindredError, listed } from "../errors/index.js";
import { type FeatureMatrix, isFeatureMatrix, isTable } from "../matrix/index.js";
import { AbsentKeys } from "./absent-keys.js";
import { areRecords, asTable, isColumns } from "./as-table.js";
import { type Kind, kindOfType } from "./column-reader.js";
import { ownTable } from "./own-table.js";
import { columnNames } from "./read-table.js";
import type { Source, SourceBatch } from "./source.js";
import { withMissingColumns } from "./with-column.js";

/** A batch of a Source as it is read. */
export interface ReadBatch {
  readonly data: Table | FeatureMatrix;
  /** Who reads it, and which batch it is, for errors. */
  readonly where: string;
}

/**
 * The batches of a Source one after the other: records and columns as Tables, Tables of another copy of Arrow as ours, matrices as they are. A
 * column holds in every batch what it held in the first that has values of it. Batches without rows that name no columns, or only keys, are left out.
 *
 * @param known - The columns of a model that reads the batches. It says what they hold, other columns may come and go, and a key that records or
 *   columns lack is missing with a warning. Without a model the first batch says which columns there are.
 */
export async function* batchesOf(
  source: Source,
  where: string,
  known?: readonly string[],
): AsyncGenerator<ReadBatch, void, undefined> {
  const reader = known === undefined ? new FirstDecides(where) : new ModelDecides(where, known);
  let number = 0;
  for await (const batch of opened(source, where)) {
    number++;
    if (isEmpty(batch, where)) continue;
    yield { data: reader.read(batch, number), where: numbered(where, number) };
  }
}

/** Batches are counted from 1 wherever they are named. */
function numbered(where: string, batch: number): string {
  return `${where} (batch ${batch})`;
}

function opened(source: Source, where: string): Iterable<SourceBatch> | AsyncIterable<SourceBatch> {
  const batches: unknown = source.open();
  if (
    typeof batches === "object" &&
    batches !== null &&
    (Symbol.asyncIterator in batches || Symbol.iterator in batches)
  )
    return batches as Iterable<SourceBatch> | AsyncIterable<SourceBatch>;
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `open() of the Source gave no batches to go through, but ${batches === null ? "null" : typeof batches}`,
    fix: "Return a list or a generator of Tables, arrays of records, objects of columns or matrices",
    got: batches,
  });
}

function isEmpty(batch: SourceBatch, where: string): boolean {
  if (Array.isArray(batch)) return batch.length === 0;
  if (isTable(batch)) return batch.numRows === 0 && columnNames(ownTable(batch, where)).length === 0;
  return isColumns(batch) && Object.values(batch).every(({ length }) => length === 0);
}

/** A batch as a Table of ours or a matrix. @throws KindredError where it is neither, nor records or columns. */
function asBatch(batch: SourceBatch, where: string): Table | FeatureMatrix {
  if (isFeatureMatrix(batch)) return batch;
  if (isTable(batch)) return ownTable(batch, where);
  if (areRecords(batch) || isColumns(batch)) return asTable(batch, where);
  throw new KindredError({
    code: "INVALID_INPUT",
    where,
    problem: `it is no batch of rows, but ${Array.isArray(batch) ? "an array of arrays" : batch === null ? "null" : `one ${typeof batch}`}`,
    fix: "Give a Table, an array of records, an object of columns, or FeatureMatrix.from(rows)",
    got: batch,
  });
}

class ModelDecides {
  readonly #where: string;
  readonly #keys: AbsentKeys;

  constructor(where: string, columns: readonly string[]) {
    this.#where = where;
    this.#keys = new AbsentKeys(columns, where);
  }

  read(batch: SourceBatch, number: number): Table | FeatureMatrix {
    const data = asBatch(batch, numbered(this.#where, number));
    return isTable(batch) || isFeatureMatrix(data) ? data : this.#keys.fill(data);
  }
}

interface Decided {
  readonly kind: Kind;
  readonly batch: number;
}

const HOLDS: Readonly<Record<Kind, string>> = {
  number: "numbers",
  text: "text",
  boolean: "booleans",
  date: "dates",
  empty: "nothing",
};

class FirstDecides {
  readonly #where: string;
  readonly #kinds = new Map<string, Decided>();
  #first: { readonly batch: number; readonly names: readonly string[]; readonly isTable: boolean } | undefined;

  constructor(where: string) {
    this.#where = where;
  }

  read(batch: SourceBatch, number: number): Table | FeatureMatrix {
    const data = asBatch(batch, numbered(this.#where, number));
    if (isFeatureMatrix(data)) {
      this.#first ??= { batch: number, names: data.columns, isTable: false };
      if (this.#first.isTable) throw this.#otherForm(number);
      return data;
    }
    this.#first ??= { batch: number, names: columnNames(data), isTable: true };
    if (!this.#first.isTable) throw this.#otherForm(number);
    const table = isTable(batch) ? data : this.#withAllKeys(data, this.#first, number);
    table.schema.fields.forEach(({ name, type }, j) => {
      // A column without a value has whatever type its maker chose.
      if (table.getChildAt(j)!.nullCount < table.numRows) this.#check(name, kindOfType(type), number);
    });
    return table;
  }

  /** The columns of the first batch, in their order. */
  #withAllKeys(
    table: Table,
    first: { readonly batch: number; readonly names: readonly string[] },
    number: number,
  ): Table {
    if (first.batch === number) return table;
    const expected = new Set(first.names);
    const present = columnNames(table);
    const fresh = present.filter((name) => !expected.has(name));
    if (fresh.length > 0)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: this.#where,
        problem: `batch ${number} has the key ${listed(fresh)}, which batch ${first.batch} does not have`,
        fix: "Name all keys in the first batch, with null where a value is missing, or leave this one out",
        column: fresh[0]!,
        expected: first.names,
        got: present,
      });
    const own = new Set(present);
    const whole = withMissingColumns(
      table,
      first.names.filter((name) => !own.has(name)),
    );
    return first.names.some((name, j) => whole.schema.fields[j]!.name !== name)
      ? whole.select([...first.names])
      : whole;
  }

  #check(name: string, kind: Kind | undefined, number: number): void {
    if (kind === undefined || kind === "empty") return;
    const decided = this.#kinds.get(name);
    if (decided === undefined) this.#kinds.set(name, { kind, batch: number });
    else if (decided.kind !== kind)
      throw new KindredError({
        code: "RETYPED_COLUMN",
        where: this.#where,
        problem: `column "${name}" holds ${HOLDS[kind]} in batch ${number} and ${HOLDS[decided.kind]} in batch ${decided.batch}`,
        fix: "Give every batch the same types: convert the values before (Number(value), String(value)), with null where one is missing",
        column: name,
        expected: decided.kind,
        got: kind,
      });
  }

  #otherForm(number: number): KindredError {
    const { batch, isTable: tables } = this.#first!;
    const [own, other] = tables ? ["a matrix", "a table"] : ["a table", "a matrix"];
    return new KindredError({
      code: "INVALID_INPUT",
      where: this.#where,
      problem: `batch ${number} is ${own}, and batch ${batch} ${other}`,
      fix: "Give all batches in one form: tables (records, columns), or matrices",
    });
  }
}
