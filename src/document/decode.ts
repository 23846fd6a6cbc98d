import { KindredError } from "../errors/index.js";
import { type ColumnStore, FeatureMatrix, type Origin, type Store } from "../matrix/index.js";
import { fromBase64 } from "./base64.js";
import { checkForm, type Form, forms } from "./forms/index.js";
import type { Json, JsonObject } from "./json.js";
import { namedFunction } from "./named-function.js";
import { type AnyArray, ARRAYS, type ArrayName } from "./typed-arrays.js";

/** What decoding may build beside plain values. */
export interface DecodeContext {
  /** Whose document it is, for errors. */
  readonly of?: string;
  readonly functions?: Readonly<Record<string, (...args: never[]) => unknown>>;
  /** Builds a nested estimator or model. `at` says where in the document it stands, as a JSON pointer. */
  model(document: JsonObject, at: string): unknown;
}

/**
 * The value that `encode` wrote. What it allocates is in proportion to the text that it reads: lengths come from what is there, and never from a
 * number that says so.
 *
 * @param at - Where in the document the value stands, as a JSON pointer, for errors.
 * @throws KindredError for anything else.
 */
export function decode(json: Json, context: DecodeContext, at = ""): unknown {
  return new Decoder(context, at).value(json);
}

const NUMBERS = ["NaN", "Infinity", "-Infinity", "-0"];

class Decoder {
  readonly #context: DecodeContext;
  readonly #at: string;
  readonly #path: (string | number)[] = [];

  constructor(context: DecodeContext, at: string) {
    this.#context = context;
    this.#at = at;
  }

  value(json: Json): unknown {
    if (Object.is(json, -0)) return 0;
    if (json === null || typeof json !== "object") return json;
    if (Array.isArray(json)) return (json as readonly Json[]).map((item, i) => this.#part(i, item));
    const record = json as JsonObject;
    const [tag] = Object.keys(record);
    if (tag === undefined || !tag.startsWith("$")) return this.#plain(Object.entries(record));
    if (Object.keys(record).length !== 1) throw this.#bad(`"${tag}" stands beside other keys`);
    this.#path.push(tag);
    const made = this.#tagged(tag, record[tag]!);
    this.#path.pop();
    return made;
  }

  #part(key: string | number, json: Json): unknown {
    this.#path.push(key);
    const made = this.value(json);
    this.#path.pop();
    return made;
  }

  #plain(entries: readonly (readonly [string, Json])[]): object {
    const out = {};
    for (const [key, json] of entries)
      Object.defineProperty(out, key, {
        value: this.#part(key, json),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    return out;
  }

  #tagged(tag: string, body: Json): unknown {
    const name = tag.slice(1);
    if (Object.hasOwn(ARRAYS, name)) return this.#array(name as ArrayName, body);
    switch (tag) {
      case "$number":
        if (typeof body !== "string" || !NUMBERS.includes(body)) throw this.#bad("unknown number");
        return Number(body);
      case "$undefined":
        return undefined;
      case "$map":
        return this.#map(body);
      case "$set":
        return new Set(this.#list(body).map((item, i) => this.#part(i, item)));
      case "$date":
        return this.#date(this.value(body));
      case "$record":
        return this.#plain(this.#keyed(body));
      case "$matrix":
        return this.#matrix(body);
      case "$model":
        return this.#context.model(this.#object(body), this.#pointer);
      case "$function":
        return this.#function(body);
      default:
        throw this.#bad(`unknown tag "${tag}"`);
    }
  }

  #array(name: ArrayName, body: Json): AnyArray {
    if (typeof body !== "string") throw this.#bad(`${name} is not text`);
    let bytes: Uint8Array;
    try {
      bytes = fromBase64(body);
    } catch (cause) {
      throw this.#bad(`${name} is not base64`, cause);
    }
    const Type = ARRAYS[name];
    if (bytes.length % Type.BYTES_PER_ELEMENT !== 0) throw this.#bad(`${name} ends within a number`);
    return new Type(bytes.buffer as ArrayBuffer);
  }

  #map(body: Json): Map<unknown, unknown> {
    const entries = this.#pairs(body);
    const made = new Map(entries.map(([k, v], i) => [this.#part(i, k), this.#part(i, v)]));
    if (made.size < entries.length) throw this.#bad("a key stands twice");
    return made;
  }

  #keyed(body: Json): (readonly [string, Json])[] {
    const entries = this.#pairs(body).map(([key, json]): readonly [string, Json] => {
      if (typeof key !== "string") throw this.#bad("a key is not text");
      return [key, json];
    });
    if (new Set(entries.map(([key]) => key)).size < entries.length) throw this.#bad("a key stands twice");
    return entries;
  }

  #date(time: unknown): Date {
    if (typeof time !== "number") throw this.#bad("a date is not a number");
    return new Date(time);
  }

  #matrix(body: Json): FeatureMatrix {
    const given = this.#plain(Object.entries(this.#object(body)));
    checkForm(matrixForm, given, { of: "a matrix", part: this.#pointer });
    const { rows, columns } = given;
    const stores = columns.map(
      ({ data, center, scale, missing, labels, shows }): ColumnStore => ({
        data: data as Store,
        start: 0,
        stride: 1,
        center,
        scale,
        ...(missing === undefined ? {} : { missing }),
        ...(labels === undefined ? {} : { labels }),
        ...(shows === undefined ? {} : { shows }),
      }),
    );
    return new FeatureMatrix(
      rows,
      columns.map(({ name }) => name),
      stores,
      columns.map(({ origin }) => origin),
    );
  }

  #function(body: Json): unknown {
    const { functions = {} } = this.#context;
    const found = typeof body === "string" && Object.hasOwn(functions, body) ? functions[body] : undefined;
    if (typeof found === "function") return namedFunction(body as string, found);
    throw new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: `${this.#subject} needs a function named ${JSON.stringify(body)} (at ${this.#pointer})`,
      fix: "Pass it in { functions: { … } }",
    });
  }

  #list(body: Json): readonly Json[] {
    if (!Array.isArray(body)) throw this.#bad("expected a list");
    return body as readonly Json[];
  }

  #pairs(body: Json): readonly (readonly [Json, Json])[] {
    return this.#list(body).map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw this.#bad("expected pairs");
      return [pair[0] as Json, pair[1] as Json];
    });
  }

  #object(body: Json): JsonObject {
    if (body === null || typeof body !== "object" || Array.isArray(body)) throw this.#bad("expected an object");
    return body as JsonObject;
  }

  get #subject(): string {
    const { of } = this.#context;
    return of === undefined ? "the document" : `the document of ${of}`;
  }

  get #pointer(): string {
    return `${this.#at}${this.#path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;
  }

  #bad(problem: string, cause?: unknown): KindredError {
    const at = this.#pointer;
    return new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: `${this.#subject} cannot be read${at === "" ? "" : ` at ${at}`}: ${problem}`,
      fix: "Pass what JSON.stringify wrote from an estimator or a fitted model",
      cause,
    });
  }
}

const originForm: Form<Origin> = forms.record({
  sources: forms.list(forms.text()),
  column: forms.optional(forms.text()),
  category: forms.optional(forms.text()),
  step: forms.optional(forms.text()),
});

const STORES = [Int8Array, Int16Array, Int32Array, Uint8Array, Float32Array, Float64Array];

/** A matrix as documents hold it: its columns one by one, in the storage that they have. */
const matrixForm = forms.record({
  rows: forms.size("rows"),
  columns: forms.checked(
    forms.list(
      forms.record({
        name: forms.text(),
        origin: originForm,
        data: forms.checked(forms.anything() as Form<AnyArray>, (data, size) => {
          if (!STORES.some((Type) => data instanceof Type)) return "is no array that a column may have";
          return data.length === size("rows") ? undefined : `has ${data.length} values and not ${size("rows")}`;
        }),
        center: forms.number({ infinite: true, missing: true }),
        scale: forms.number({ infinite: true, missing: true }),
        missing: forms.optional(forms.number()),
        labels: forms.optional(forms.list(forms.text())),
        shows: forms.optional(forms.oneOf("boolean", "date")),
      }),
    ),
    (columns) => (new Set(columns.map(({ name }) => name)).size === columns.length ? undefined : "has a name twice"),
  ),
});
