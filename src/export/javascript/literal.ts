/** A value as JavaScript: numbers to the last bit, text that ends no script, keys that are plain words. */
export function literal(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value).replace(/[<\u2028\u2029]/g, escaped);
  if (typeof value === "boolean" || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as Float64Array, literal).join(",")}]`;
  if (Array.isArray(value)) return `[${value.map(literal).join(",")}]`;
  const entries = Object.entries(value as object).filter(([, one]) => one !== undefined);
  return `{${entries.map(([key, one]) => `${key}:${literal(one)}`).join(",")}}`;
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
