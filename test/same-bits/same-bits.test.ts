import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endPool, setOffloadDelay } from "../../src/engine/threads/index.js";
import { useReference } from "../../src/engine/wasm/index.js";
import { arrowSource, writeArrow } from "../../src/io/index.js";
import { digestOf, fitAll, inBatches, people } from "./models.js";

const table = people();
const committed = new URL("./digest.json", import.meta.url);
let expected: Record<string, string>;

beforeAll(async () => {
  setOffloadDelay(0);
  expected = digestOf(await fitAll(table, table, { threads: 1 }));
});
afterAll(() => {
  useReference(false);
  setOffloadDelay();
  endPool();
});

describe("Fitted models have the same bits", () => {
  // Where a change of kernels or defaults changes bits on purpose: `npm run same-bits -- --write`.
  it.skipIf(!existsSync(committed))("as in the committed digest", async () => {
    expect(expected).toEqual(JSON.parse(await readFile(committed, "utf8")));
  });

  it.each([2, 3, 8])("on %i threads", async (threads) => {
    expect(digestOf(await fitAll(table, table, { threads }))).toEqual(expected);
  });

  it.each([701, 6000])("in batches of %i rows", async (size) => {
    expect(digestOf(await fitAll(inBatches(table, size), table, { threads: 2, cacheBytes: 0 }))).toEqual(expected);
  });

  it("from a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kindred-same-bits-"));
    try {
      const file = join(folder, "people.arrow");
      await writeArrow(file, inBatches(table, 3000).open() as Iterable<typeof table>);
      expect(digestOf(await fitAll(arrowSource(file), table, { threads: 2 }))).toEqual(expected);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("The reference", () => {
  it("gives the bits of the kernels", async () => {
    useReference(true);
    const reference = await fitAll(table, table, { threads: 2 });
    useReference(false);
    expect(digestOf(reference)).toEqual(expected);
  });
});
