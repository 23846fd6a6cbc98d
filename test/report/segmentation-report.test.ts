import { readFileSync } from "node:fs";
import { type ReportOptions, segmentationReport } from "kindred/report";
import { describe, expect, it } from "vitest";
import { allResults, comparisonOf } from "./made-results.js";

const SECTIONS = ["answer", "who", "cards", "side-by-side", "choice", "hold", "contact", "data", "method"];
const results = allResults();
const page = segmentationReport({ ...results, audience: "operator" });

function sectionsOf(html: string): string[] {
  return [...html.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1]!);
}

/** Every figure with its title, its sentence and its body. */
function figuresOf(html: string): { title: string; answer: string; body: string }[] {
  return [...html.matchAll(/<figure id="[^"]+">([\s\S]*?)<\/figure>/g)].map(([, body]) => ({
    title: /<h[34][^>]*>([\s\S]*?)<\/h[34]>/.exec(body!)?.[1] ?? "",
    answer: /<p class="answer">([\s\S]*?)<\/p>/.exec(body!)?.[1] ?? "",
    body: body!,
  }));
}

/** All numbers of a JSON value, and how many entries its lists have. */
function numbersOf(value: unknown, found: Set<number> = new Set()): Set<number> {
  if (typeof value === "number") found.add(value);
  else if (ArrayBuffer.isView(value)) return found;
  else if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) found.add(value.length);
    for (const one of Object.values(value)) numbersOf(one, found);
  }
  return found;
}

describe("A report", () => {
  it("has its sections in the order in which people read, the answer first", () => {
    expect(sectionsOf(page)).toEqual(SECTIONS);
  });

  it("has a section only where its result is given", () => {
    const { comparison } = results;
    expect(sectionsOf(segmentationReport({ comparison }))).toEqual(["answer", "who", "cards", "method"]);
    const { choice, list } = results;
    expect(sectionsOf(segmentationReport({ comparison, choice, list }))).toEqual(
      SECTIONS.filter((id) => !["side-by-side", "hold", "data"].includes(id)),
    );
  });

  it("tells of one file of people where there are no customers, and hides its small groups", () => {
    const { profile, stability } = results;
    const [first, second, ...others] = profile.segments;
    const people = profile.segments.reduce((sum, { rows }) => sum + rows, 0);
    const few = {
      ...profile,
      segments: [{ ...first!, rows: first!.rows + second!.rows - 12 }, { ...second!, rows: 12 }, ...others],
    };
    const alone = segmentationReport({ profile: few });
    expect(sectionsOf(alone)).toEqual(["answer", "who", "cards", "side-by-side", "method"]);
    const text = alone.replace(/<style>[\s\S]*<\/style>/, "").replace(/<[^>]+>/g, "");
    expect(text).toContain(`${people.toLocaleString("en")} people are in`);
    expect(text).toContain("no customers were compared");
    expect(text).not.toMatch(/NaN|undefined|Index/);
    expect(alone).not.toContain('value="12"');
    expect(segmentationReport({ profile: few, audience: "operator" })).toContain('value="12"');
    const weak = { segments: stability.segments.map((one, i) => (i === 0 ? { ...one, jaccard: 0.31 } : one)) };
    expect(segmentationReport({ profile, stability: weak })).toMatch(/Mind that .* does not hold/);
  });

  it("answers in three to five sentences with index, shares, interval, whom to avoid and one caveat", () => {
    const answer = /<section id="answer"[\s\S]*?<\/section>/.exec(page)![0];
    const sentences = [...answer.matchAll(/<p>([\s\S]*?)<\/p>/g)].map((match) => match[1]!.replace(/<[^>]+>/g, ""));
    expect(sentences.length).toBeGreaterThanOrEqual(3);
    expect(sentences.length).toBeLessThanOrEqual(5);
    expect(answer).toMatch(/index .*interval .* to /);
    expect(sentences.some((sentence) => sentence.startsWith("Avoid"))).toBe(true);
    expect(sentences.filter((sentence) => sentence.startsWith("Mind that"))).toHaveLength(1);
  });

  it("gives every figure a title, a sentence that answers it, and its numbers", () => {
    const figures = figuresOf(page);
    expect(figures.length).toBeGreaterThan(15);
    for (const { title, answer, body } of figures) {
      expect(title).not.toBe("");
      expect(answer.replace(/<[^>]+>/g, "").trim()).toMatch(/\S.*[.]$/s);
      expect(body).toMatch(/<t[dh][^>]*>[\s\S]*\d/);
    }
  });

  it("prints numbers that equal those of the results at the digits printed", () => {
    const known = [...numbersOf(JSON.parse(JSON.stringify(results))), ...numbersOf(results)];
    const printed = [...page.matchAll(/<data value="([^"]+)">([^<]+)<\/data>/g)];
    expect(printed.length).toBeGreaterThan(500);
    // Rows that were not set aside, and outcomes that are joined, are sums of numbers given.
    const files = results.data.files!.map(({ rows, aside = 0 }) => rows - aside);
    const sums = [...files, results.list.waterfall.reduce((sum, { rows }) => sum + rows, 0)];
    const rate = results.campaign.actual / results.campaign.rows;
    const lowest = results.choice.rows.map(({ jaccard = [] }) => Math.min(...jaccard.map(Number)));
    const reasons = ["nearly constant", "missing"].map(
      (reason) => results.data.dropped!.filter((one) => one.reason === reason).length,
    );
    let contacted = 0;
    const gains = results.campaign.bins.map(({ rows }) => {
      contacted += rows;
      return contacted / results.campaign.rows;
    });
    const all = [...known, ...sums, ...reasons, rate, ...lowest, ...gains];
    const printedAt = Array.from(
      { length: 9 },
      (_, digits) => new Set(all.map((one) => Math.abs(one).toFixed(digits))),
    );
    for (const [, value, text] of printed) {
      const digits = value!.split(".")[1]?.length ?? 0;
      const read = Number(text!.replace(/[,\u202F%]/g, "").replace("\u2212", "-"));
      const scale = text!.includes("%") ? 100 : 1;
      expect(Math.abs(read)).toBeCloseTo(scale * Math.abs(Number(value)), 9);
      const equal = printedAt[digits]!.has(value!.replace("-", ""));
      expect(equal, `${text} is no number of the results`).toBe(true);
    }
  });

  it("has no digits in its sentences that are not such numbers", () => {
    for (const { answer } of figuresOf(page)) {
      const rest = answer
        .replace(/<data [\s\S]*?<\/data>|<bdi>[\s\S]*?<\/bdi>|<span class="(key|limit|hidden)">[\s\S]*?<\/span>/g, "")
        .replace("where 0.5 is chance", "");
      expect(rest).not.toMatch(/\d/);
    }
  });

  it("holds every estimate within its interval", () => {
    const row = /<tr[^>]*>(?:(?!<\/tr>)[\s\S])*<span class="interval">(?:(?!<\/tr>)[\s\S])*<\/tr>/g;
    const rows = [...page.matchAll(row)].map((match) => match[0]);
    const moves = results.migration.moves.filter((move) => move.rows! > 0).length;
    expect(rows.length).toBe(
      results.comparison.segments.length + results.campaign.bins.length + results.stability.segments.length + moves,
    );
    for (const html of rows) {
      const ends = /<span class="interval">([\s\S]*?)<\/span>/.exec(html)![1]!;
      const [low, high] = [...ends.matchAll(/value="([^"]+)"/g)].map((match) => Number(match[1]));
      const before = html.slice(0, html.indexOf('<span class="interval">'));
      const estimate = Number([...before.matchAll(/value="([^"]+)"/g)].at(-1)![1]);
      expect(low).toBeLessThanOrEqual(estimate);
      expect(high).toBeGreaterThanOrEqual(estimate);
    }
  });

  it("has no script and no address, and forbids both to itself", () => {
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|https?:|url\(|@import|<link|<img|<iframe|srcset|src=/i);
    expect(page).toMatch(/default-src (&#39;|')none/);
  });

  it("stays under 2 MB with 366 columns and 25 segments", () => {
    const large = segmentationReport({ ...allResults({ segments: 24, columns: 366 }), audience: "operator" });
    expect(new TextEncoder().encode(large).length).toBeLessThan(2_000_000);
    expect(large.match(/<tr><th scope="row">/g)).toHaveLength(366);
  });

  it("is the same byte for byte from the same results, and from their JSON", () => {
    expect(segmentationReport({ ...allResults(), audience: "operator" })).toBe(page);
    const { model, profile, ...plain } = results;
    const json = JSON.parse(JSON.stringify({ profile, ...plain })) as ReportOptions;
    const rows = results.data.missing!.rows;
    const data = { ...json.data!, missing: { ...json.data!.missing!, rows } };
    expect(segmentationReport({ ...json, data, model, audience: "operator" })).toBe(page);
  });

  it("is well formed: every element that is opened is closed", () => {
    const open: string[] = [];
    for (const [, closing, name, empty] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^>]*?)?(\/?)>/g)) {
      if (["meta", "br"].includes(name!) || empty === "/") continue;
      if (closing === "") open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    expect(new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])).size).toBe(
      page.match(/ id="/g)!.length,
    );
  });

  it("says by which version it was written, from which seed, model and files", () => {
    const method = /<section id="method"[\s\S]*?<\/section>/.exec(page)![0].replace(/<[^>]+>/g, " ");
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(method).toContain(`kindred ${version}`);
    expect(method).toMatch(/Seed +1/);
    expect(method).toMatch(/Model +sha256:71dd/);
    expect(method).toMatch(/population\.csv +sha256:9f86/);
  });

  it("says what each segment would have if customers were like people, and how far the best parts of a list reach", () => {
    const expected = figuresOf(page).find(({ title }) => title === "Customers expected and found")!;
    expect(expected.answer).toContain("customers expected");
    expect(expected.body).toContain("Penetration");
    const gains = figuresOf(page).find(({ title }) => title === "Responses reached by people contacted")!;
    expect(gains.body.match(/<tr/g)!.length).toBeGreaterThan(results.campaign.bins.length);
  });

  it("shows the rules of the profile where no others are given", () => {
    const { comparison, profile } = results;
    const rule = { text: "AGE more than 60", coverage: 0.71, precision: 0.64 };
    const ruled = { segments: profile.segments.map((one, s) => (s === 0 ? { ...one, rule } : one)) };
    const text = segmentationReport({ comparison, profile: ruled, audience: "operator" }).replace(/<[^>]+>/g, "");
    expect(text).toContain("Found by: AGE more than 60. The rule finds 71");
    expect(text.match(/Found by/g)).toHaveLength(1);
  });

  it("calls segments before by their former ids where a migration was matched, and shows nothing that is hidden already", () => {
    const { comparison } = results;
    const hidden = { rows: null, share: null, interval: null };
    const moves = [
      { before: 0, after: 1, rows: 900, share: 0.9, interval: [0.88, 0.92] as const, stays: true },
      { before: 0, after: 0, stays: false, ...hidden },
      { before: 1, after: 1, stays: false, ...hidden },
      { before: 1, after: 0, rows: 400, share: 0.8, interval: [0.76, 0.83] as const, stays: true },
    ];
    const page = segmentationReport({ comparison, migration: { moves } });
    const text = /<figure id="migration">([\s\S]*?)<\/figure>/.exec(page)![1]!.replace(/<[^>]+>/g, " ");
    expect(text).toContain("Former S0");
    expect(text).toContain("(stays)");
    expect(text).not.toMatch(/NaN|null/);
  });

  it("lists who stayed and the moves that may be shown, and counts the others in one line", () => {
    const { comparison } = results;
    const moves = [0, 1, 2].flatMap((before) =>
      [0, 1, 2].map((after) => ({
        before,
        after,
        rows: before === after ? 900 : before === 0 && after === 1 ? 120 : 7,
      })),
    );
    const figure = (audience: "shared" | "operator"): string =>
      /<figure id="migration">([\s\S]*?)<\/figure>/.exec(
        segmentationReport({ comparison, migration: { moves }, audience }),
      )![1]!;
    const rowsOf = (text: string): number => text.match(/<tr /g)!.length - 1;
    const shared = figure("shared");
    // Where few are hidden beside one that is not, sums would give them away: that one is hidden too, and who stayed is listed all the same.
    const unlisted = Number(/(\d+) moves of fewer than 30 people/.exec(shared)![1]);
    expect(rowsOf(shared) + unlisted).toBe(9);
    expect(unlisted).toBeGreaterThanOrEqual(5);
    expect(shared.match(/>stays</g)).toHaveLength(3);
    expect(shared).not.toContain('value="7"');
    expect(rowsOf(figure("operator"))).toBe(9);
    expect(figure("operator")).not.toContain("not listed");
  });

  it("shows one of the columns that say the same in the heat map and on cards, and the others in the table behind it", () => {
    const { comparison, profile } = results;
    const { column: shown } = profile.segments[0]!.columns[0]!;
    const segments = profile.segments.map((one) => {
      const first = one.columns.find(({ column }) => column === shown)!;
      const twin = { ...first, column: "TWIN", sameAs: shown };
      // As much as the first everywhere, but for a digit that the map does not print.
      const alike = { ...first, column: "ALIKE", effect: first.effect * 0.99 };
      const unsaid = { ...first, column: "UNSAID", mean: null, values: [], effect: 9 };
      return { ...one, columns: [unsaid, ...one.columns, twin, alike] };
    });
    const text = segmentationReport({ comparison, profile: { segments }, audience: "operator" });
    const map = /<figure id="heat-map">([\s\S]*?)<\/figure>/.exec(text)![1]!;
    const other = /<figure id="other-columns">([\s\S]*?)<\/figure>/.exec(text)![1]!;
    for (const column of ["TWIN", "ALIKE"]) {
      expect(map).not.toContain(column);
      expect(other).toContain(column);
    }
    expect(other).toMatch(/<details><summary>Show <data value="\d+">/);
    // Of names whose values may not be told a card says nothing first.
    expect(text).not.toContain("UNSAID</bdi> differs");
    expect(map).toContain(`<bdi>${shown}</bdi>`);
    expect(map).not.toContain("UNSAID");
  });

  it("says of a later file that it changed where that is more than chance", () => {
    const { comparison } = results;
    const column = { column: "RARE", stabilityIndex: 0.68, byChance: 0.63, change: "none" as const };
    const changed = { column: "AGE", stabilityIndex: 0.12, byChance: 0.01, change: "some" as const };
    const answer = (columns: object[]): string =>
      /<figure id="drift">[\s\S]*?<p class="answer">([\s\S]*?)<\/p>/.exec(
        segmentationReport({ comparison, data: { drift: { columns } as never } }),
      )![1]!;
    expect(answer([column])).toContain("No column changed");
    expect(answer([column, changed])).toContain("<bdi>AGE</bdi>, and it changed somewhat");
  });

  it("marks the number of segments that is advised, and draws what decided", () => {
    const { comparison, choice } = results;
    const text = segmentationReport({ comparison, choice }).replace(/<[^>]+>/g, "");
    if (choice.advice.clusters !== null) expect(text).toContain(`${choice.advice.clusters} segments, as advised`);
    expect(text).toContain("AUC, drawn");
    const rows = choice.rows.map(({ auc: _, cramersV: __, ...row }) => row);
    expect(segmentationReport({ comparison, choice: { ...choice, rows } })).toContain("Silhouette, drawn");
  });

  it("says that nothing stands out where nothing does", () => {
    const alike = comparisonOf([
      [1000, 100],
      [2000, 201],
      [3000, 299],
    ]);
    const text = segmentationReport({ comparison: alike }).replace(/<[^>]+>/g, "");
    expect(text).toContain("the segments do not tell customers from people");
    expect(text).not.toContain("Avoid");
  });

  it("holds an index of 0 and one of people whom the population lacks", () => {
    const comparison = comparisonOf([
      [1000, 0],
      [5000, 600],
    ]);
    const [none, rest] = comparison.segments;
    const lacking = { ...none!, segment: 2, population: 0, populationShare: 0, index: Infinity };
    const text = segmentationReport({
      comparison: { ...comparison, segments: [{ ...none!, interval: [0.001, 0.1] }, rest!, lacking] },
      audience: "operator",
    });
    expect(text).toMatch(/value="0.00">0.00<\/data> to /);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("refuses what it cannot report, and says what to pass", () => {
    expect(() => segmentationReport({})).toThrow(/there is neither a comparison nor a profile.*profileSegments/);
    expect(() => segmentationReport({ profile: { segments: [] } })).toThrow(/profile has no segments.*profileSegments/);
    expect(() => segmentationReport({ comparison: {} as never })).toThrow(/comparison has no segments/);
    expect(() => segmentationReport({ ...results, audience: "all" as "shared" })).toThrow(
      /"audience": expected "shared" or "operator", got "all"/,
    );
  });
});
