import { describe, expect, it } from "vitest";
import { checksumOf, type Json, type JsonObject } from "../../src/document/index.js";
import { KindredError, type Label, type LoadedModel, load, type Verb } from "../../src/index.js";
import { registry } from "../../src/registry.js";
import { type Golden, goldenFiles } from "./golden.js";

const versions = new Map(registry.map(({ kind, definition }) => [kind, definition.version]));
const golden = [...goldenFiles()].filter(
  ([, { document }]) =>
    document["state"] !== undefined && versions.get(String(document["kind"])) === document["version"],
);

type Path = readonly (string | number)[];

/** One change of a document: where, what, and must it be refused? Others may also give a model that answers in the same shape. */
interface Change {
  readonly path: Path;
  readonly what: string;
  readonly value: Json | undefined;
  readonly refused: boolean;
}

const TYPED = /^\$(float64|float32|int32|uint32|int16|uint16|int8|uint8)$/;
const WIDTHS: Readonly<Record<string, number>> = { $float64: 8, $float32: 4, $int32: 4, $uint32: 4, $uint8: 1 };

/** Changes of every field of a state. Models within it have documents of their own. */
function* changesOf(json: Json, path: Path): Generator<Change> {
  const change = (what: string, value: Json | undefined, refused = false): Change => ({ path, what, value, refused });
  const isItem = typeof path.at(-1) === "number";
  if (!isItem) yield change("left out", undefined);
  yield change("a length and nothing else", { length: 1e9 }, true);
  yield change("a function", { $function: "none" }, true);
  if (json === null) return;
  const isAbsent = typeof json === "object" && "$undefined" in json;
  if (typeof json !== "string") yield change("text", "x", typeof json !== "number" && !isAbsent);
  if (typeof json !== "object") yield change("a list", [1, 2], true);
  if (typeof json === "number") {
    for (const value of [-1, 0.5, 1e9, { $number: "NaN" }, { $number: "-Infinity" }])
      yield change(`the number ${JSON.stringify(value)}`, value);
    return;
  }
  if (typeof json !== "object") return;
  if (Array.isArray(json)) {
    yield change("one item fewer", json.slice(1) as Json[]);
    if (json.length > 0) yield change("one item more", [...(json as Json[]), json[0] as Json]);
    for (const [i, item] of (json as Json[]).entries()) if (i < 3) yield* changesOf(item, [...path, i]);
    return;
  }
  const [tag, ...others] = Object.keys(json);
  if (tag !== undefined && TYPED.test(tag) && others.length === 0)
    yield* arrayChanges(tag, (json as JsonObject)[tag] as string, path);
  else if (tag === "$model") yield change("no model", { kind: "Scaler" }, true);
  else if (tag?.startsWith("$") !== true) {
    yield change("one key more", { ...(json as JsonObject), odd: 1 });
    for (const [key, value] of Object.entries(json as JsonObject)) yield* changesOf(value, [...path, key]);
  }
}

function* arrayChanges(tag: string, text: string, path: Path): Generator<Change> {
  const bytes = Buffer.from(text, "base64");
  const array = (own: Buffer, name = tag): Json => ({ [name]: own.toString("base64") });
  const width = WIDTHS[tag]!;
  yield { path, what: "a list", value: Array.from(bytes), refused: true };
  for (const other of ["$int8", "$uint16", "$float32"])
    if (other !== tag)
      yield {
        path,
        what: `the type ${other}`,
        value: array(bytes.subarray(0, bytes.length & ~3), other),
        refused: true,
      };
  yield { path, what: "one number more", value: array(Buffer.concat([bytes, Buffer.alloc(width)])), refused: false };
  if (bytes.length === 0) return;
  yield { path, what: "one number fewer", value: array(bytes.subarray(width)), refused: false };
  yield { path, what: "no numbers", value: array(Buffer.alloc(0)), refused: false };
  const values: readonly number[] = tag.startsWith("$float")
    ? [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e300]
    : [-1, 0, 2 ** 30];
  for (const value of values) {
    const own = Buffer.from(bytes);
    if (tag === "$float64") own.writeDoubleLE(value);
    else if (tag === "$float32") own.writeFloatLE(Math.min(value, 1e38));
    else if (width === 4) own.writeInt32LE(value);
    else own.writeUInt8(value & 255);
    yield { path, what: `the number ${value}`, value: array(own), refused: false };
  }
}

/** The document with a change, and a checksum that fits it. */
function changed(document: JsonObject, { path, value }: Change): JsonObject {
  const copy = structuredClone(document) as Record<string, unknown>;
  let parent: Record<string | number, unknown> = copy;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  if (value === undefined) delete parent[path.at(-1)!];
  else parent[path.at(-1)!] = value;
  return { ...copy, checksum: checksumOf(copy as JsonObject) } as JsonObject;
}

/** What is wrong with how a changed document is read, if anything. */
function fault({ document, records, answers }: Golden, change: Change): string | undefined {
  const kind = String(document["kind"]);
  const field = String(change.path[1]);
  let model: LoadedModel;
  try {
    model = load(changed(document, change));
  } catch (error) {
    if (!(error instanceof KindredError)) return `gives ${String(error)}`;
    const { message } = error;
    // A rule over several fields names them in its sentence.
    const named = message.includes(kind) && (message.includes(field) || message.includes("state has"));
    return named ? undefined : `is refused with "${message}"`;
  }
  if (change.refused && !isShownAlone(change.path)) return "is read";
  for (const verb of model.verbs)
    for (const record of records.slice(0, 2)) {
      const odd = oddAnswer(model, verb, record, answers);
      if (odd !== undefined) return odd;
    }
  return undefined;
}

/** The options of a trial are shown, and nothing is computed with them. */
function isShownAlone(path: Path): boolean {
  return path[1] === "trials" && path[3] === "params";
}

function oddAnswer(
  model: LoadedModel,
  verb: Verb,
  record: Golden["records"][number],
  answers: Golden["answers"],
): string | undefined {
  try {
    const answer = model.row(verb)(record);
    if (verb === "predict") {
      const { classes = [] } = model;
      const isSound = classes.length === 0 ? Number.isInteger(answer) : classes.includes(answer as Label);
      return isSound ? undefined : `makes predict say ${String(answer)}`;
    }
    const width = verb === "transform" ? model.outputColumns!.length : (answers[verb]![0] as unknown[]).length;
    const isSound = answer instanceof Float64Array && answer.length === width;
    return isSound ? undefined : `makes ${verb} say ${String(answer)}`;
  } catch (error) {
    return error instanceof KindredError ? undefined : `makes ${verb} give ${String(error)}`;
  }
}

describe("A state that was changed is refused by estimator and field, or its model answers in the same shape", () => {
  it.each(golden)("%s", (_, one) => {
    const faults: string[] = [];
    let refused = 0;
    for (const [key, json] of Object.entries(one.document["state"] as JsonObject))
      for (const change of changesOf(json, ["state", key])) {
        const found = fault(one, change);
        if (found !== undefined) faults.push(`${change.path.join("/")} <- ${change.what}: ${found}`);
        if (change.refused) refused++;
      }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(refused).toBeGreaterThan(5);
  });

  it("for every kind, since each declares what its state is", () => {
    const open = registry.filter(({ definition: { learn, fit, state } }) => (learn ?? fit) !== undefined && !state);
    expect(open.map(({ kind }) => kind)).toEqual([]);
  });
});
