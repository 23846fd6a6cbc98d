import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemographicFiles, makeDemographics } from "../../examples/demographics/index.js";
import { SEGMENTS } from "../../examples/demographics/traits.js";

const folder = mkdtempSync(join(tmpdir(), "kindred-demo-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the demo from its sources. */
function demo(...args: string[]): { status: number | null; text: string; errors: string } {
  const command = ["--import", "tsx", "examples/demo/main.ts", ...args];
  const env = { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.test.json" };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, text: stdout, errors: stderr };
}

describe("The demo", () => {
  let files: DemographicFiles;
  beforeAll(async () => {
    const rows = { population: 1500, customers: 600, mailing: 2400, test: 300 };
    files = await makeDemographics({ folder: join(folder, "data"), rows });
  });

  it("segments, compares, learns and scores anybody's files, and loses no row", () => {
    const { data, dictionary, levels } = files;
    const output = join(folder, "output");
    const { status, text, errors } = demo(
      ...["--population", data.population, "--customers", data.customers, "--mailing", data.mailing],
      ...["--score", data.test, "--dictionary", dictionary, "--levels", levels, "--output", output, "--clusters", "4"],
      ...["--suppress", files.suppress],
    );
    expect(errors).not.toContain("Error");
    expect(status).toBe(0);
    const shared = readFileSync(join(output, "segments.json"), "utf8");
    for (const [, rows] of shared.matchAll(/"(?:population|customers)": (\d+),/g))
      expect(Number(rows) === 0 || Number(rows) >= 30).toBe(true);
    const segments = JSON.parse(readFileSync(join(output, "segments.operator.json"), "utf8")) as {
      names: string[];
      segments: { population: number; customers: number; segment: number | null }[];
    };
    expect(segments.names).toHaveLength(4);
    expect(segments.segments.map((row) => row.segment)).toEqual([0, 1, 2, 3, null]);
    expect(segments.segments.reduce((sum, row) => sum + row.population, 0)).toBe(1500);
    expect(segments.segments.reduce((sum, row) => sum + row.customers, 0)).toBe(600);
    const lines = readFileSync(join(output, "prospects.csv"), "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("LNR,RESPONSE");
    // A fifth of 300 people is contacted, and nobody twice; those held back to measure against come on top.
    expect(new Set(lines.slice(1).map((line) => line.split(",")[0])).size).toBe(60);
    expect(text).toMatch(/^control /m);
    // Ids that really are among those scored leave the list, each with its reason.
    const suppressed = readFileSync(files.suppress, "utf8").trimEnd().split("\n").slice(1);
    const reasons = suppressed.map((line) => line.split(";")[1]!);
    // Of so few people no number is shown.
    for (const reason of new Set(reasons)) {
      expect(text).toMatch(new RegExp(`^${reason} +–$`, "m"));
      expect(text).toContain(`${reason}: all of fewer than 30 ids are in the file.`);
    }
    expect(new Set(reasons)).toEqual(new Set(["customer", "opt-out"]));
    const out = new Set(suppressed.map((line) => line.split(";")[0]));
    expect(lines.slice(1).some((line) => out.has(line.split(",")[0]))).toBe(false);
    const scores = lines.slice(1).map((line) => Number(line.split(",")[1]));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    // The number of segments that it advises is that of the kinds of people there are, or one beside it: there telling customers from others has
    // come to rest, and with two fewer it had not.
    const advised = Number(/^Make (\d+) segments:/m.exec(text)![1]);
    expect(Math.abs(advised - SEGMENTS.length)).toBeLessThanOrEqual(1);
    const [criteria] = /<figure id="criteria">[\s\S]*?<\/figure>/.exec(
      readFileSync(join(output, "report.html"), "utf8"),
    )!;
    const auc = new Map(
      criteria.split("<tr ").flatMap((row): [number, number][] => {
        const clusters = /<data value="(\d+)">\d+<\/data> segments/.exec(row);
        const value = /data-label="AUC"><data value="([\d.]+)">/.exec(row);
        return clusters === null || value === null ? [] : [[Number(clusters[1]), Number(value[1])]];
      }),
    );
    const best = Math.max(...auc.values());
    expect(auc.size).toBe(11);
    expect(best - auc.get(advised)!).toBeLessThan(0.03);
    expect(best - auc.get(advised - 2)!).toBeGreaterThan(0.03);
    expect(text).toContain('Set aside as ids: "LNR"');
    expect(text).toContain("segmentation: identical");
    expect(text).toContain("saved and loaded again: identical");
    expect(text).not.toContain("NOT identical");
    expect(text).toMatch(/AUC 0\.\d{3} ± 0\.\d{3}/);
    const report = readFileSync(join(output, "report.html"), "utf8");
    const sections = ["answer", "who", "cards", "side-by-side", "choice", "hold", "contact", "data", "method"];
    expect([...report.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1])).toEqual(sections);
    // Why this many, whether it holds, and how to find each segment's people.
    expect(report).toMatch(/<section id="choice"[\s\S]*<span class="label">AUC</);
    expect(report).toMatch(/<section id="hold"[\s\S]*Jaccard/);
    expect(report).toContain("Found by: ");
    expect(report).toContain("in the rest ");
    const people = /<section id="who"[\s\S]*?<\/section>/.exec(report)![0].matchAll(/<data value="(\d+)">/g);
    for (const [, rows] of people) expect(Number(rows) === 0 || Number(rows) >= 30).toBe(true);
    expect(readFileSync(join(output, "summary.txt"), "utf8")).toContain("Over all segments: Cramér's V");
  });

  it("does either half alone, and says what is missing", () => {
    const { data } = files;
    const output = join(folder, "half");
    const half = demo("--mailing", data.mailing, "--output", output);
    expect(half.errors).not.toContain("Error");
    expect(half.text).toContain("AUC 0.");
    expect(existsSync(join(output, "segments.json"))).toBe(false);
    expect(demo("--population", data.population).errors).toContain("--population and --customers belong together");
    const wrong = demo("--mailing", data.mailing, "--target", "BOUGHT", "--output", output);
    expect(wrong.errors).toContain('has no column "BOUGHT"');
  });

  it("takes responses and ids in words, and asks where it cannot know which response is wanted", () => {
    const write = (name: string, target: boolean, answer: (i: number) => string): string => {
      const rows = Array.from({ length: 200 }, (_, i) => `p${i};${(i * 37) % 61};${target ? answer(i) : ""}`);
      writeFileSync(join(folder, name), `CLIENT_ID;AGE;ANSWER\n${rows.join("\n")}\n`);
      return join(folder, name);
    };
    const mailing = write("words.csv", true, (i) => ((i * 37) % 61 > 45 ? "buys" : "waits"));
    const output = join(folder, "words");
    const files = ["--mailing", mailing, "--score", write("strangers.csv", false, () => ""), "--output", output];
    const { text, errors } = demo(...files, "--target", "ANSWER", "--id", "CLIENT_ID");
    expect(errors).not.toContain("Error");
    expect(text).toContain("of 200 responded (ANSWER is buys)");
    expect(text).toContain("200 rows came in and were scored; 40 are in prospects.csv");
    const lines = readFileSync(join(output, "prospects.csv"), "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("CLIENT_ID,ANSWER");
    expect(lines.slice(1).every((line) => /^p\d+,0\.\d+$/.test(line))).toBe(true);
    const three = write("three.csv", true, (i) => ["yes", "no", "perhaps"][i % 3]!);
    const asked = demo("--mailing", three, "--target", "ANSWER", "--output", output);
    expect(asked.errors).toContain("the responses are yes, no, perhaps: say with --positive which one is wanted");
  });
});
