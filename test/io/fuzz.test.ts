import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { type Format, formats, fuzz } from "./fuzz.js";

let folder: string;
let sound: Format[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kindred-fuzz-"));
  sound = await formats(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("damaged files are refused with a KindredError, or read", () => {
  for (const name of ["csv", "gzip", "arrow", "parquet", "xlsx", "dictionary"])
    test(name, async () => {
      const format = sound.find((one) => one.name === name)!;
      await format.read(format.bytes);
      // A run that hangs fails by the test's own time; how long a run takes is no matter here.
      expect(
        await fuzz(
          format,
          name === "xlsx" ? 40 : 150,
          (() => {
            const random = new Random(1);
            return () => random.uniform();
          })(),
          Number.POSITIVE_INFINITY,
        ),
      ).toEqual([]);
    }, 60_000);
});
