import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { realData } from "../reference.js";

function retail(data: string | undefined): { status: number | null; text: string; errors: string } {
  const { KINDRED_DATA, ...rest } = process.env;
  const env = {
    ...rest,
    TSX_TSCONFIG_PATH: "tsconfig.test.json",
    ...(data === undefined ? {} : { KINDRED_DATA: data }),
  };
  const command = ["--import", "tsx", "examples/online-retail/main.ts"];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, text: stdout, errors: stderr };
}

describe("The example Online Retail", () => {
  it("says that it is skipped where the data are absent, and how to get them", () => {
    const { status, text } = retail(undefined);
    expect(text).toMatch(/^skipped: KINDRED_DATA is not set\. README\.md says how/);
    expect(status).toBe(0);
  });

  const data = realData("online-retail");
  it.skipIf(data === undefined)("names the segments, and finds the customers who bring most", () => {
    const { status, text, errors } = retail(dirname(data!));
    expect(status, errors).toBe(0);
    expect(text).toMatch(/^segment .*\nChampions /);
    const [, customers, revenue] = /best holds ([\d.]+) % of the customers and ([\d.]+) % of the revenue/.exec(text)!;
    expect(Number(customers)).toBeLessThan(20);
    expect(Number(revenue)).toBeGreaterThan(60);
  });
});
