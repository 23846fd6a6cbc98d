import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { realData } from "../reference.js";

function coil(data: string | undefined): { status: number | null; text: string; errors: string } {
  const { KINDRED_DATA, ...rest } = process.env;
  const env = {
    ...rest,
    TSX_TSCONFIG_PATH: "tsconfig.test.json",
    ...(data === undefined ? {} : { KINDRED_DATA: data }),
  };
  const command = ["--import", "tsx", "examples/coil-2000/main.ts"];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, text: stdout, errors: stderr };
}

describe("The example COIL 2000", () => {
  it("says that it is skipped where the data are absent, and how to get them", () => {
    const { status, text } = coil(undefined);
    expect(text).toMatch(/^skipped: KINDRED_DATA is not set\. README\.md says how/);
    expect(status).toBe(0);
  });

  const data = realData("coil2000");
  it.skipIf(data === undefined)("reaches far more holders in the best fifth than chance", () => {
    const { status, text, errors } = coil(dirname(data!));
    expect(status, errors).toBe(0);
    const reached = Number(/reaches (\d+) %/.exec(text)?.[1]);
    expect(reached).toBeGreaterThan(40);
    expect(text).toContain("loaded again it scores everybody");
  });
});
