import type { Printable } from "../../errors/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import { checkParams, type StandardSchema } from "../../options/index.js";

/** A line of code is broken where it is longer. */
const MAX_LINE = 100;
/** Lists are shown as far as this. */
const MAX_ITEMS = 12;
const INDENT = "  ";

/** As much of a definition as its code needs. */
export interface CodeDefinition {
  readonly kind: string;
  readonly params: StandardSchema<unknown, object>;
}

/** Defaults by definition, each as code. */
const known = new WeakMap<CodeDefinition, ReadonlyMap<string, string>>();

/** An estimator as the code that makes it: of its options those that are not the defaults. */
export function codeOf(definition: CodeDefinition, params: object): string {
  const defaults = defaultsOf(definition);
  const changed = Object.entries(params).flatMap(([name, value]): [string, unknown][] =>
    value === undefined || defaults.get(name) === valueCode(value) ? [] : [[name, value]],
  );
  return `${definition.kind}(${changed.length === 0 ? "" : valueCode(Object.fromEntries(changed))})`;
}

/** None where some options have no default. */
function defaultsOf(definition: CodeDefinition): ReadonlyMap<string, string> {
  const found = known.get(definition);
  if (found !== undefined) return found;
  let defaults: object = {};
  try {
    defaults = checkParams(definition.kind, definition.params, {});
  } catch {
    // Options that must be given are shown, and so are all others.
  }
  const codes = new Map(Object.entries(defaults).map(([name, value]) => [name, valueCode(value)]));
  known.set(definition, codes);
  return codes;
}

function isPrintable(value: object): value is Printable {
  return "toText" in value && typeof value.toText === "function";
}

/** A value as code, or, where it is large, what it is. */
function valueCode(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return value.name === "" ? "a function" : value.name;
  if (typeof value !== "object" || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return listCode(Array.from(value as unknown as ArrayLike<unknown>));
  if (Array.isArray(value)) return listCode(value);
  if (value instanceof Map) return `Map(${listCode([...value])})`;
  if (value instanceof FeatureMatrix) return `FeatureMatrix of ${value.rows} x ${value.columns.length}`;
  if (isPrintable(value)) return value.toText();
  const plain = Object.entries(value).filter(([, one]) => one !== undefined);
  return joined(
    "{",
    plain.map(([name, one]) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${valueCode(one)}`),
    "}",
  );
}

function listCode(list: readonly unknown[]): string {
  const shown = list.slice(0, MAX_ITEMS).map(valueCode);
  return joined("[", list.length > MAX_ITEMS ? [...shown, `… ${list.length} in all`] : shown, "]");
}

/** On one line where it fits. */
function joined(open: string, parts: readonly string[], close: string): string {
  const space = open === "{" && parts.length > 0 ? " " : "";
  const line = `${open}${space}${parts.join(", ")}${space}${close}`;
  if (line.length <= MAX_LINE && !line.includes("\n")) return line;
  const lines = parts.map((part) => `\n${INDENT}${part.replaceAll("\n", `\n${INDENT}`)}`);
  return `${open}${lines.join(",")},\n${close}`;
}
