import { expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { fuzzDocuments } from "./fuzz-documents.js";
import { goldenFiles } from "./golden.js";

it("Documents that are damaged, or changed and sealed again, are read or refused with a sentence", () => {
  const random = new Random(7);
  const before = process.memoryUsage().arrayBuffers;
  expect(fuzzDocuments([...goldenFiles().values()], 3000, () => random.uniform())).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2e8);
});
