import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { people, read, segments, source } from "./people.js";

/** The words of the Node processes that run what was sent. */
function sentProcesses(): readonly string[][] {
  const lines = execFileSync("ps", ["-ww", "-eo", "args="]).toString().split("\n");
  return lines.filter((line) => /^\S+ \S*kindred-executor\.mjs$/.test(line)).map((line) => line.split(" "));
}

it("learns on executors that get Node and the package from here", async () => {
  const rows = await source(people(2000), { send: ["node", "package"] });
  const here = JSON.stringify(await segments.fit(await read(rows)));
  const found = new Set<string>();
  const there = await segments.fit(rows, {
    onProgress() {
      for (const [node] of sentProcesses()) found.add(node!);
    },
  });
  expect(JSON.stringify(there)).toBe(here);
  expect(found.size).toBeGreaterThan(0);
  for (const node of found) expect(node).toMatch(/kindred-node$/);
  await rows.close();
});

it("learns on executors that have Node and get the package alone", async () => {
  const rows = await source(people(300), { send: ["package"] });
  const here = JSON.stringify(await segments.fit(await read(rows)));
  expect(JSON.stringify(await segments.fit(rows))).toBe(here);
  await rows.close();
});

it("says what is missing where neither lies there nor is sent", async () => {
  const nowhere = mkdtempSync(join(inject("spark").folder, "nowhere-"));
  const absent = await source(people(30), { package: nowhere });
  await expect(segments.fit(absent)).rejects.toThrow(/spark-executor\.js/);
  await absent.close();
  const unread = await source(people(30), { package: nowhere, send: ["package"] });
  await expect(segments.fit(unread)).rejects.toThrow("what is to be sent to executors cannot be read");
  await unread.close();
});
