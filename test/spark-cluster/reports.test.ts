import { expect, it } from "vitest";
import { compareSegments, driftReport, Imputer, missingReport } from "../../src/index.js";
import { people, read, source } from "./people.js";

/** The same people with other codes, amounts and words. */
const later = `SELECT LNR, AGE + 1 AS AGE, AMOUNT * 2 AS AMOUNT, RATE, concat(ZONE, CASE WHEN LNR % 9 = 0 THEN '!' ELSE '' END) AS ZONE, ANSWER FROM (${people(20_000)})`;
const features = ["AGE", "AMOUNT", "RATE", "ZONE"];

it("tells what is missing, and how later rows lie, as one machine does", async () => {
  const rows = await source(people(20_000));
  const table = await read(rows);
  const missing = await missingReport(rows);
  expect(missing.toText()).toBe(missingReport(table.select(features)).toText());
  expect(missing.columns[0]!.column).toBe("AGE");
  const fitted = await new Imputer().fit(rows);
  const others = await source(later);
  const drift = await driftReport(fitted, others);
  expect(JSON.stringify(drift)).toBe(JSON.stringify(driftReport(fitted, await read(others))));
  expect(drift.columns.find(({ column }) => column === "ZONE")!.newValues.length).toBeGreaterThan(0);
  await rows.close();
  await others.close();
});

it("counts rows by a column for a comparison of segments", async () => {
  const rows = await source(
    `SELECT *, CASE WHEN LNR % 10 = 0 THEN NULL ELSE LNR % 3 END AS cluster FROM (${people(9000)})`,
  );
  const population = await rows.countBy("cluster");
  const labels = (await read(rows))
    .getChild("cluster")!
    .toJSON()
    .map((one) => (one === null ? null : Number(one)));
  const counted = new Map<number | null, number>();
  for (const label of labels) counted.set(label, (counted.get(label) ?? 0) + 1);
  expect(new Map([...population].sort())).toEqual(new Map([...counted].sort()));
  expect([...(await rows.countBy("ZONE")).keys()]).toEqual(["w", "x", "y", "z"]);
  const customers = [0, 0, 1, null];
  expect(compareSegments({ population, customers }).toText()).toBe(
    compareSegments({ population: labels, customers }).toText(),
  );
  await expect(rows.countBy("LNR", {})).resolves.toBeInstanceOf(Map);
  await expect(rows.countBy("NOTHING")).rejects.toThrow("NOTHING");
  await rows.close();
});
