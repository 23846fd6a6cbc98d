import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Json, JsonObject } from "../../src/document/index.js";
import { KindredError } from "../../src/errors/index.js";
import type { LoadedModel } from "../../src/index.js";

/** A document that must be read for ever, and what its model says of some rows. */
export interface Golden {
  readonly document: JsonObject;
  readonly records: readonly Record<string, number | string | null>[];
  /** By verb and record: the values, or the code of the error. */
  readonly answers: { readonly [verb: string]: readonly Json[] };
}

/** Where golden documents are. */
export const GOLDEN_FOLDER: string = fileURLToPath(new URL("../fixtures/documents/", import.meta.url));

/** All of them, by file. */
export function goldenFiles(): ReadonlyMap<string, Golden> {
  const names = readdirSync(GOLDEN_FOLDER).filter((name) => name.endsWith(".json"));
  return new Map(names.sort().map((name) => [name, JSON.parse(readFileSync(GOLDEN_FOLDER + name, "utf8")) as Golden]));
}

/** What a model says of records: numbers with all their bits, as text where JSON has none. */
export function answersOf(model: LoadedModel, records: Golden["records"]): Golden["answers"] {
  return Object.fromEntries(
    model.verbs.map((verb) => {
      const ask = model.row(verb);
      return [verb, records.map((record) => answerOf(() => ask(record)))];
    }),
  );
}

function answerOf(ask: () => unknown): Json {
  try {
    const answer = ask();
    return answer instanceof Float64Array ? Array.from(answer, told) : told(answer);
  } catch (error) {
    if (error instanceof KindredError) return { refused: error.code };
    throw error;
  }
}

function told(value: unknown): Json {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
    ? { number: Object.is(value, -0) ? "-0" : String(value) }
    : (value as Json);
}
