import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"));

it("Types are checked against the sources of every entry point, so that a clone without a build checks alike", () => {
  const entries = Object.entries(read("package.json").exports as Record<string, { types?: string }>);
  const sources = entries.flatMap(([entry, { types }]) =>
    types === undefined
      ? []
      : [[entry.replace(".", "kindred"), [types.replace("./dist/", "./src/").replace(/\.d\.ts$/, ".ts")]]],
  );
  expect(read("tsconfig.test.json").compilerOptions.paths).toEqual(Object.fromEntries(sources));
});
