import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compiledFolder } from "../compile-rooms.js";

const folder = mkdtempSync(join(tmpdir(), "kindred-third-party-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The example with the package installed as it is published: compiled, and by its name alone. */
function install(): void {
  cpSync("examples/third-party", folder, { recursive: true });
  const installed = join(folder, "node_modules/kindred");
  mkdirSync(installed, { recursive: true });
  cpSync(compiledFolder("workers"), join(installed, "dist"), {
    recursive: true,
    filter: (file) => !file.endsWith("package.json"),
  });
  symlinkSync(resolve("node_modules"), join(installed, "node_modules"));
  for (const name of ["zod", "tsx"]) symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  const { name, type, exports } = JSON.parse(readFileSync("package.json", "utf8"));
  writeFileSync(join(installed, "package.json"), JSON.stringify({ name, type, exports }));
}

describe("A third party's package", () => {
  it("passes its own tests with kindred as a package", () => {
    install();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--test", "--test-reporter=tap", "test/package.test.ts"],
      { cwd: folder, encoding: "utf8" },
    );
    expect(status, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toMatch(/# pass 7/);
  });
});
