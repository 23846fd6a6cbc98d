import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { campaignReport, crossValidate, StratifiedKFold } from "kindred";
import { afterAll, expect, it } from "vitest";
import { scoring } from "../../examples/demo/acquire.js";
import { readData } from "../../examples/demo/files.js";
import { makeDemographics } from "../../examples/demographics/index.js";

const folder = mkdtempSync(join(tmpdir(), "kindred-promises-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = { population: 100, customers: 100, mailing: 6000, test: 100 };

it("What the demo promises of the best tenth is within the interval of what came", async () => {
  const seed = 1;
  const output = join(folder, String(seed));
  const { data, dictionary, levels } = await makeDemographics({ folder: output, rows: ROWS, seed });
  const target = "RESPONSE";
  const read = await readData({ mailing: data.mailing, dictionary, levels, target, output, seed });
  const mailing = read.mailing!;
  const { predictions } = await crossValidate(scoring(mailing, read.dictionary, seed), mailing, target, {
    folds: new StratifiedKFold({ folds: 3, seed }),
    positive: 1,
  });
  const [best] = campaignReport(mailing.getChild(target)!, predictions, { positive: 1 }).bins;
  expect(best!.rows).toBe(600);
  const [low, high] = best!.interval;
  const promised = best!.expectedRate;
  expect(promised).toBeGreaterThan(low);
  expect(promised).toBeLessThan(high);
  // It is no promise of the mean, and one twice as high would be found out.
  expect(promised).toBeGreaterThan(1.3 * (predictions.reduce((sum: number, one) => sum + one, 0) / ROWS.mailing));
  expect(2 * promised).toBeGreaterThan(high);
});
