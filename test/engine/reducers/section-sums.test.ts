import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moments, type NamedArrays, runReducer, SECTION_ROWS } from "../../../src/engine/reducers/index.js";
import { type Block, batchSource, memorySource, sliceBlock } from "../../../src/engine/rows/index.js";
import { endPool, setOffloadDelay } from "../../../src/engine/threads/index.js";
import { planOf } from "../../../src/matrix/index.js";
import { blockOf, normal } from "./passes.js";

/** Two sections, and a short one of some blocks and a half. */
const ROWS = 2 * SECTION_ROWS + 10_000;
const block = blockOf({ a: normal(new Float64Array(ROWS), 3, 1, 1), b: normal(new Float64Array(ROWS), -1, 9, 2) });
const columns = block.x.stores.length;

/** The parts of the blocks of some rows, merged in order. */
function summed(from: number, to: number): NamedArrays {
  const total = moments.init({ columns }, {});
  for (let row = from; row < to; row += moments.blockRows) {
    const part = moments.init({ columns }, {});
    moments.add(part, sliceBlock(block, row, Math.min(to, row + moments.blockRows)), {});
    moments.merge(total, part);
  }
  return total;
}

const expected = moments.init({ columns }, {});
for (let from = 0; from < ROWS; from += SECTION_ROWS)
  moments.merge(expected, summed(from, Math.min(ROWS, from + SECTION_ROWS)));

beforeAll(() => setOffloadDelay(0));
afterAll(() => {
  setOffloadDelay();
  endPool();
});

describe("sums of sections", () => {
  it("are merged in order: other bits than those of all blocks one after the other", () => {
    const inOrder = summed(0, ROWS);
    expect(expected["sum"]).not.toEqual(inOrder["sum"]);
    inOrder["sum"]!.forEach((sum, j) => {
      expect(Math.abs(sum - expected["sum"]![j]!)).toBeLessThan(1e-9 * Math.abs(sum));
    });
  });

  it.each([1, 2, 3])("have the same bits in memory on %i threads", async (threads) => {
    expect(await runReducer(memorySource(block), moments, {}, { threads })).toEqual(expected);
  });

  it.each([1, 3])("have the same bits from a stream on %i threads", async (threads) => {
    async function* batches(): AsyncGenerator<Block> {
      for (let row = 0; row < ROWS; row += 100_003) yield sliceBlock(block, row, Math.min(ROWS, row + 100_003));
    }
    const source = batchSource(planOf(block.x), block.x.provenance, ROWS, batches);
    expect(await runReducer(source, moments, {}, { threads })).toEqual(expected);
  });
});
