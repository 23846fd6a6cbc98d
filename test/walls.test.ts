import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A small house, and each rule of the linter broken in it once: the files, and the rule that must say so. */
const VIOLATIONS: Record<string, { readonly files: Record<string, string>; readonly rule: string }> = {
  "an import that runs upward": {
    files: { "src/matrix/index.ts": `import { a } from "../engine/wasm/index.js";\nexport const b = a;\n` },
    rule: "matrix-imports-only-its-own",
  },
  "a type that is imported upward": {
    files: { "src/matrix/index.ts": `import type { A } from "../engine/wasm/index.js";\nexport type B = A;\n` },
    rule: "matrix-imports-only-its-own",
  },
  "an import past a room's index": {
    files: {
      "src/engine/wasm/index.ts": `import { inner } from "../../matrix/inner.js";\nexport const a = inner;\nexport type A = number;\n`,
    },
    rule: "matrix-through-its-index",
  },
  "two files that import each other as types": {
    files: {
      "src/matrix/index.ts": `import type { Inner } from "./inner.js";\nexport type Outer = Inner;\n`,
      "src/matrix/inner.ts": `import type { Outer } from "./index.js";\nexport const inner = 1;\nexport type Inner = Outer;\n`,
    },
    rule: "no-cycles",
  },
  "a room without walls": {
    files: { "src/attic/index.ts": `import { b } from "../matrix/index.js";\nexport const c = b;\n` },
    rule: "every-room-has-walls",
  },
  "Arrow values made outside of table and io": {
    files: { "src/matrix/index.ts": `import { Table } from "apache-arrow";\nexport const b = new Table();\n` },
    rule: "arrow-behind-its-walls",
  },
  "ndarray outside of matrix": {
    files: {
      "src/engine/wasm/index.ts": `import ndarray from "ndarray";\nexport const a = ndarray;\nexport type A = number;\n`,
    },
    rule: "ndarray-behind-its-walls",
  },
  "Node in the core": {
    files: { "src/matrix/index.ts": `import { readFileSync } from "node:fs";\nexport const b = readFileSync;\n` },
    rule: "browsers-too",
  },
  "a file that nothing imports": {
    files: { "src/matrix/alone.ts": "export const alone = 1;\n" },
    rule: "no-orphans",
  },
  "an import of nothing": {
    files: { "src/matrix/index.ts": `import { gone } from "./gone.js";\nexport const b = gone;\n` },
    rule: "resolvable",
  },
};

/** A house that keeps every rule. */
const SOUND: Record<string, string> = {
  "src/index.ts": `export { a } from "./engine/wasm/index.js";\n`,
  "src/matrix/index.ts": `export { inner as b } from "./inner.js";\n`,
  "src/matrix/inner.ts": "export const inner = 1;\n",
  "src/engine/wasm/index.ts": `import { b } from "../../matrix/index.js";\nexport const a = b;\nexport type A = number;\n`,
};

let folder: string;
const home = process.cwd();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kindred-walls-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"])
    cpSync(join(ROOT, file), join(folder, file));
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** The names of the rules that a house breaks. */
async function broken(files: Record<string, string>): Promise<string[]> {
  rmSync(join(folder, "src"), { recursive: true, force: true });
  for (const [file, text] of Object.entries({ ...SOUND, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  process.chdir(folder);
  const { forbidden, options } = await extractDepcruiseConfig(join(folder, ".dependency-cruiser.cjs"));
  const { output } = await cruise(["src"], {
    ...options,
    ruleSet: { forbidden: forbidden ?? [] },
    validate: true,
    cache: false,
  });
  if (typeof output === "string") throw new Error(output);
  return output.summary.violations.map(({ rule }) => rule.name);
}

describe("The linter holds the walls", () => {
  it("and says nothing of a house that keeps them", async () => {
    expect(await broken({})).toEqual([]);
  });

  it.each(Object.entries(VIOLATIONS))("against %s", async (_, { files, rule }) => {
    expect(await broken(files)).toContain(rule);
  });
});
