import { checksumOf, type Json, type JsonObject } from "../../src/document/index.js";
import { inspect, KindredError, load, loadEstimator } from "../../src/index.js";
import type { Golden } from "./golden.js";

/** A run that takes longer is a fault. */
const MAX_MS = 2000;

/** Values that stand where others belong. */
const ODD: readonly Json[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e9,
  1e308,
  "",
  "x",
  "__proto__",
  "constructor",
  [],
  {},
  { length: 1e9 },
  { $float64: "" },
  { $float64: "AAAAAAAA8D8=" },
  { $int32: "AAAAgA==" },
  { $uint8: "/w==" },
  { $number: "NaN" },
  { $number: "Infinity" },
  { $undefined: true },
  { $map: [[1, 2]] },
  { $set: [1] },
  { $date: 0 },
  { $record: [["__proto__", 1]] },
  { $matrix: { rows: 1e9, columns: [] } },
  { $model: { kind: "Scaler", version: 1, params: {} } },
  { $function: "none" },
];

type Parent = Record<string | number, unknown>;

/** The containers of a tree with the keys of what they hold. */
function placesOf(tree: unknown, places: [Parent, string | number][] = []): [Parent, string | number][] {
  if (typeof tree !== "object" || tree === null) return places;
  for (const key of Object.keys(tree)) {
    places.push([tree as Parent, Array.isArray(tree) ? Number(key) : key]);
    placesOf((tree as Parent)[key], places);
  }
  return places;
}

/** A document with some of its parts changed, and a checksum that fits. */
function resealed(document: JsonObject, others: readonly JsonObject[], random: () => number): object {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const tree = structuredClone(document) as Record<string, unknown>;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
    const [parent, key] = pick(placesOf(tree));
    const value = parent[key];
    const choice = random();
    if (choice < 0.35) parent[key] = structuredClone(pick(ODD));
    else if (choice < 0.5) {
      const [from, at] = pick(placesOf(pick(others)));
      parent[key] = structuredClone(from[at]);
    } else if (choice < 0.6) {
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
    } else if (choice < 0.7) parent[Array.isArray(parent) ? parent.length : `${key}x`] = structuredClone(value);
    else if (typeof value === "number") parent[key] = pick([-value, value + 1, value * 1e9, value / 3]);
    else if (typeof value === "string") {
      const at = Math.floor(random() * value.length);
      parent[key] = pick([value.slice(0, at), `${value}${value}`, `${value.slice(0, at)}A${value.slice(at + 1)}`]);
    } else if (Array.isArray(value)) parent[key] = pick([value.slice(1), [...value, ...value], value.toReversed()]);
    else parent[key] = structuredClone(pick(ODD));
  }
  try {
    return { ...tree, checksum: checksumOf(tree as JsonObject) };
  } catch {
    return tree;
  }
}

/** A text cut short or with some characters changed. */
function damaged(text: string, random: () => number): string {
  if (random() < 0.3) return text.slice(0, Math.floor(random() * text.length));
  const characters = [...text];
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
    const at = Math.floor(random() * characters.length);
    characters[at] = '{}[]",:0129.-eEnulltrue\\ \u0000\ud800'[Math.floor(random() * 31)] ?? "";
  }
  return characters.join("");
}

/** Reads and asks documents that were damaged, or changed and sealed again. @returns What was neither read nor refused with a KindredError. */
export function fuzzDocuments(golden: readonly Golden[], runs: number, random: () => number): string[] {
  const faults: string[] = [];
  const documents = golden.map(({ document }) => document);
  for (let run = 0; run < runs; run++) {
    const { document, records } = golden[Math.floor(random() * golden.length)]!;
    const sent = random() < 0.2 ? damaged(JSON.stringify(document), random) : resealed(document, documents, random);
    const start = performance.now();
    const problem = problemOf(sent, records);
    const took = performance.now() - start;
    if (problem !== undefined) faults.push(`${problem}: ${JSON.stringify(sent).slice(0, 2000)}`);
    if (took > MAX_MS) faults.push(`took ${Math.round(took)} ms: ${JSON.stringify(sent).slice(0, 2000)}`);
    if (Object.keys(Object.prototype).length > 0 || "polluted" in {}) faults.push("a prototype was changed");
  }
  return faults;
}

function problemOf(sent: string | object, records: Golden["records"]): string | undefined {
  return (
    refusedOrDone(() => inspect(sent)) ??
    refusedOrDone(() => loadEstimator(sent)) ??
    refusedOrDone(() => {
      const model = load(sent);
      for (const verb of model.verbs) {
        const ask = model.row(verb);
        for (const record of records.slice(0, 2))
          ask(Object.fromEntries(model.inputColumns.map((name) => [name, record[name] ?? null])));
      }
      JSON.stringify(model);
      JSON.stringify(model.inputSchema);
    })
  );
}

function refusedOrDone(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof KindredError
      ? undefined
      : String(error instanceof Error ? error.stack : error).slice(0, 600);
  }
}
