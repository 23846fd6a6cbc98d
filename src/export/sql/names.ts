import { KindredError } from "../../errors/index.js";
import type { Dialect } from "./dialect.js";

/** Refuses names that a database could not hold, would cut, or would take for one another. */
export function checkNames(names: readonly string[], dialect: Dialect, what: string, where: string): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const refuse = (problem: string): never => {
      throw new KindredError({
        code: "UNSUPPORTED",
        where,
        problem: `${what} ${JSON.stringify(name)} ${problem} in ${dialect.name}`,
        fix: "Rename the column before fitting",
        column: name,
      });
    };
    checkText(name, `${what} ${JSON.stringify(name)}`, where);
    if (name === "") refuse("has no name");
    if (dialect.refusedInNames?.test(name)) refuse("holds a character that no column name may hold");
    if (new TextEncoder().encode(name).length > dialect.mostNameBytes)
      refuse(`is longer than the ${dialect.mostNameBytes} bytes of a name`);
    const key = dialect.ignoresCase ? name.toLowerCase() : name;
    const other = seen.get(key);
    if (other !== undefined) refuse(`is the same name as ${JSON.stringify(other)}`);
    seen.set(key, name);
  }
}

/** Names of a result in the form that a dialect takes: characters that no name may have become `_`, with a number where two would be equal. */
export function resultNames(names: readonly string[], { refusedInNames, ignoresCase }: Dialect): readonly string[] {
  if (refusedInNames === undefined) return names;
  const everywhere = new RegExp(refusedInNames.source, "g");
  const taken = new Set<string>();
  const key = (name: string): string => (ignoresCase ? name.toLowerCase() : name);
  return names.map((name) => {
    const plain = name.replace(everywhere, "_");
    let free = plain;
    for (let k = 2; taken.has(key(free)); k++) free = `${plain}_${k}`;
    taken.add(key(free));
    return free;
  });
}

/** Refuses text that is no Unicode or holds the character 0: no database keeps it, and some end their text there. */
export function checkText(text: string, what: string, where: string): void {
  if (!text.includes("\0") && !LONE_SURROGATE.test(text)) return;
  throw new KindredError({
    code: "UNSUPPORTED",
    where,
    problem: `${what} holds ${text.includes("\0") ? "the character 0" : "half a Unicode character"}, which no database keeps`,
    fix: "Clean the text before fitting",
  });
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
