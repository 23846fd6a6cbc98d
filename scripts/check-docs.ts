/**
 * Compiles and runs every TypeScript block of the documentation: README.md, docs/**\/*.md and the `@example`s of the sources.
 * A line `expression; // value` is also compared with what it says. `npm run build` first: blocks import the built package.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

interface Example {
  readonly from: string;
  readonly code: string;
}

const RESULT = /^(?<expression>(?!const |let |import |for |if |\/\/)[^\s}].*?);\s+\/\/ (?<value>.+)$/;

function isLiteral(text: string): boolean {
  if (/^[^[{"]*,/.test(text)) return false;
  try {
    return new Function(`"use strict"; return (${text});`)() !== undefined;
  } catch {
    return false;
  }
}

/** Turns `expression; // value` into a comparison where the comment is a value. */
function withChecks(code: string): string {
  return code
    .split("\n")
    .map((line) => {
      const { expression, value } = RESULT.exec(line.replace(/\/\/ \w+Array(\(\d+\))? ?\[/, "// ["))?.groups ?? {};
      return expression !== undefined && value !== undefined && isLiteral(value)
        ? `__same(${expression.replace(/^console\.log\((.*)\)$/, "$1")}, ${value});`
        : line;
    })
    .join("\n");
}

function blocks(text: string): { line: number; code: string }[] {
  return [...text.matchAll(/^([ \t]*(?:\* ?)?)```ts\n([\s\S]*?)^\1```/gm)].map((match) => ({
    line: text.slice(0, match.index).split("\n").length,
    code: match[2]!
      .split("\n")
      .map((line) => (line.startsWith(match[1]!) ? line.slice(match[1]!.length) : line.replace(/^\s*\*\s?/, "")))
      .join("\n"),
  }));
}

function examples(path: string): Example[] {
  const found = blocks(readFileSync(path, "utf8"));
  if (path.endsWith(".md") && path.includes("guides"))
    return found.length === 0 ? [] : [{ from: path, code: found.map((block) => block.code).join("\n") }];
  return found.map(({ line, code }) => ({ from: `${path}:${line}`, code }));
}

/** Numbers agree where they agree in the digits that the comment shows. */
const HELPER = `
import { isDeepStrictEqual as __equal, inspect as __inspect } from "node:util";
function __plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as number[]);
  if (Array.isArray(value)) return value.map(__plain);
  if (value === null || typeof value !== "object") return value;
  const whole = "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
  return Object.fromEntries(Object.entries(whole as object).map(([key, one]) => [key, __plain(one)]));
}
function __as(got: unknown, shown: unknown): unknown {
  if (typeof got === "number" && typeof shown === "number") {
    const digits = String(shown).split(".")[1]?.length ?? 0;
    return digits > 0 && Number(got.toFixed(digits)) === shown ? shown : got;
  }
  if (got === null || shown === null || typeof got !== "object" || typeof shown !== "object") return got;
  const parts = Object.entries(got).map(([key, one]) => [key, __as(one, (shown as Record<string, unknown>)[key])] as const);
  return Array.isArray(got) ? parts.map(([, one]) => one) : Object.fromEntries(parts);
}
function __same(got: unknown, expected: unknown): void {
  if (!__equal(__as(__plain(got), __plain(expected)), __plain(expected)))
    throw new Error("the comment says " + __inspect(expected) + ", but it is " + __inspect(got));
}
`;

const root = resolve(import.meta.dirname, "..");
process.chdir(root);
const under = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending) && !path.startsWith("api/"))
    .map((path) => join(folder, path))
    .sort();
const files = ["README.md", ...under("docs", ".md"), ...under("src", ".ts")];
const all = files.flatMap(examples);
mkdirSync(join(root, "temp"), { recursive: true });
const folder = mkdtempSync(join(root, "temp", "docs-"));
const paths = all.map(({ code }, i) => {
  const path = join(folder, `block-${i}.ts`);
  const checked = withChecks(code);
  writeFileSync(path, `${checked.includes("__same(") ? HELPER : ""}${checked}\nexport {};\n`);
  return path;
});

let failed = 0;
const describe = (text: string): string =>
  text.replace(/(?:\S*\/)?block-(\d+)\.ts/g, (_, i: string) => `[${all[Number(i)]!.from}]`);
try {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: true,
      declaration: false,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      rootDir: root,
    },
    include: ["*.ts"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  try {
    execFileSync("npx", ["tsc", "--project", join(folder, "tsconfig.json"), "--pretty", "false"], { encoding: "utf8" });
  } catch (error) {
    console.error(describe((error as { stdout: string }).stdout));
    failed++;
  }
  const workplace = mkdtempSync(join(tmpdir(), "kindred-docs-"));
  process.chdir(workplace);
  const { log } = console;
  console.log = () => {};
  for (const [i, path] of paths.entries()) {
    try {
      await import(pathToFileURL(path).href);
    } catch (error) {
      failed++;
      console.error(`${all[i]!.from}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log = log;
  process.chdir(dirname(workplace));
  rmSync(workplace, { recursive: true });
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${all.length} examples of ${files.length} files, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
