import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { installedExample } from "./installed-example.js";

let folder: string | undefined;
afterAll(() => folder && rmSync(folder, { recursive: true }));

describe("A third party's package", () => {
  it("passes its own tests with kindred as a package", () => {
    folder = installedExample("third-party", ["zod", "tsx"]);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--test", "--test-reporter=tap", "test/package.test.ts"],
      { cwd: folder, encoding: "utf8" },
    );
    expect(status, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toMatch(/# pass 7/);
  });
});
