import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SOURCES } from "../../scripts/build-kernels.js";

/** An access to memory in the kernels' sources: the function's name, its type argument, and what follows the opening bracket. */
const ACCESS = /\b(v128\.(?:load|store)\w*|memory\.(?:copy|fill)|load|store|changetype)(?:<([^<>]+(?:<[^<>]*>)?)>)?\(/g;

const GUARD = `// Asks before each access whether it is allowed.
@external("env", "touch")
declare function touch(at: usize, bytes: usize, write: i32): void;

export function guarded(at: usize, offset: usize, bytes: usize, write: i32): usize {
  touch(at + offset, bytes, write);
  return at;
}
`;

/** A folder with the kernels' sources in which every access to memory is asked for first. */
export function guardedSources(): string {
  const folder = mkdtempSync(join(tmpdir(), "kindred-checked-"));
  cpSync(SOURCES, folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(join(folder, file), "utf8");
    const guarded = guard(text);
    if (guarded !== text)
      writeFileSync(join(folder, file), `import { guarded as __guarded } from "./guarded";\n${guarded}`);
  }
  writeFileSync(join(folder, "guarded.ts"), GUARD);
  return folder;
}

/** The same text with a check around every pointer. Calls within a call come first, since they begin later. */
function guard(text: string): string {
  let out = text;
  for (const match of [...text.matchAll(ACCESS)].reverse()) {
    const [whole, name, type] = match;
    if (name === "changetype" && type !== "Column") continue;
    const open = match.index + whole.length;
    const { args, end } = argumentsAt(out, open);
    out = out.slice(0, open) + guardedArguments(name!, type, args).join(", ") + out.slice(end);
  }
  return out;
}

function guardedArguments(name: string, type: string | undefined, args: string[]): string[] {
  const [first, ...rest] = args;
  const ask = (pointer: string, offset: string, bytes: string, write: boolean): string =>
    `__guarded(${pointer}, ${offset}, ${bytes}, ${write ? 1 : 0})`;
  if (name === "memory.copy") return [ask(first!, "0", args[2]!, true), ask(args[1]!, "0", args[2]!, false), args[2]!];
  if (name === "memory.fill") return [ask(first!, "0", args[2]!, true), ...rest];
  if (name === "changetype") return [ask(first!, "0", "COLUMN_BYTES", false)];
  const write = name.includes("store");
  const isLane = name.endsWith("_lane");
  const offset = args[isLane ? 3 : write ? 2 : 1] ?? "0";
  return [ask(first!, offset, bytesOf(name, type), write), ...rest];
}

/** The bytes that an access takes: `v128.load8x8_s` eight, `v128.load32_splat` four. */
function bytesOf(name: string, type: string | undefined): string {
  if (name === "load" || name === "store") return `sizeof<${type}>()`;
  const what = name.replace(/^v128\.(load|store)/, "");
  if (what === "") return "16";
  const [, bits, count] = /^(\d+)(?:x(\d+))?_/.exec(what) ?? [];
  if (bits === undefined) throw new Error(`how many bytes does ${name} take?`);
  return String((Number(bits) / 8) * Number(count ?? 1));
}

/** The arguments of a call whose bracket is open, and where it closes. */
function argumentsAt(text: string, open: number): { args: string[]; end: number } {
  const args: string[] = [];
  let depth = 0;
  let start = open;
  for (let at = open; ; at++) {
    const c = text[at];
    if (c === undefined) throw new Error("a bracket stays open");
    if (c === "(" || c === "[") depth++;
    else if (depth > 0 && (c === ")" || c === "]")) depth--;
    else if (depth === 0 && (c === "," || c === ")")) {
      const arg = text.slice(start, at).trim();
      if (arg !== "") args.push(arg);
      start = at + 1;
      if (c === ")") return { args, end: at };
    }
  }
}
