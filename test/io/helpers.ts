import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataType, type Table } from "apache-arrow";
import { KindredError } from "../../src/errors/index.js";

/** The values of a column, null where missing. */
export function values(table: Table, name: string): unknown[] {
  return [...table.getChild(name)!];
}

/** The types of all columns, by name. */
export function types(table: Table): Record<string, string> {
  return Object.fromEntries(table.schema.fields.map((field) => [field.name, String(field.type)]));
}

/** Everything that makes two tables the same: types, values, and what lies in the slots of missing values. */
export function contents(table: Table): unknown {
  return table.schema.fields.map((field, j) => {
    const vector = table.getChildAt(j)!;
    const data = vector.data[0]!;
    return {
      name: field.name,
      type: String(field.type),
      values: [...vector],
      // Buffers read from Arrow files are padded.
      stored: Array.from({ length: Math.ceil(data.length / (DataType.isBool(field.type) ? 8 : 1)) }, (_, i) =>
        String((data.values as ArrayLike<unknown>)[i]),
      ),
      words: data.dictionary === undefined ? undefined : [...data.dictionary],
      nullCount: vector.nullCount,
    };
  });
}

/** The KindredError that some work throws. */
export async function failureOf(work: () => unknown): Promise<KindredError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Runs work in a folder of its own, which is removed afterwards. */
export async function inFolder<Result>(work: (path: (name: string) => string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "kindred-io-"));
  try {
    return await work((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A stream of text in pieces of so many bytes. */
export function streamOf(text: string | Uint8Array, piece: number): ReadableStream<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + piece));
      at += piece;
    },
  });
}
