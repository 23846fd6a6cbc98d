import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Country } from "../../examples/demographics/country.js";
import { type DrawnRows, FileDraw } from "../../examples/demographics/draw.js";
import { type FileName, published } from "../../examples/demographics/facts.js";
import { makeDemographics } from "../../examples/demographics/index.js";
import { EMPTY } from "../../examples/demographics/plan.js";

const ROWS = 24_000;
const country = new Country(1);
const { columns } = country.plan;
const drawn = (file: FileName, rows: number, from = 0, seed = 1): DrawnRows =>
  new FileDraw(seed === 1 ? country : new Country(seed), seed, file).rows(from, from + rows);
const population = drawn("population", ROWS);
const customers = drawn("customers", ROWS);
const position = (name: string): number => columns.findIndex((column) => column.facts.name === name);
const share = (values: Int32Array, holds: (value: number) => boolean): number =>
  values.filter(holds).length / values.length;
/** Rows of a household miss the same cells: about two thirds of the rows are independent. Four standard errors, and 0.3 points for shares that are derived. */
const allowed = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / (ROWS * 0.6)) + 0.003;

describe("The demographic files", () => {
  it("miss as many cells of each column as is published", () => {
    let checked = 0;
    columns.forEach((column, j) => {
      const { missing, name } = column.facts;
      if (missing === undefined || name.startsWith("ALTER_KIND")) return;
      checked++;
      const found = [population, customers].map(({ codes }) => share(codes[j]!, (code) => code === EMPTY));
      missing.forEach((expected, f) => {
        expect(Math.abs(found[f]! - expected), `${name}: ${found[f]} for ${expected}`).toBeLessThan(allowed(expected));
      });
    });
    expect(checked).toBeGreaterThan(250);
  });

  it("hold sparse rows as often as is published, and the rest miss little", () => {
    const gaps = ({ codes, rows }: DrawnRows): number[] => {
      const counts = new Array<number>(rows).fill(0);
      columns.forEach((column, j) => {
        if (column.facts.extra) return;
        const unknown = new Set([...(column.facts.unknown ?? []), ...(column.facts.unknownElsewhere ?? [])]);
        for (let i = 0; i < rows; i++) {
          const code = codes[j]![i]!;
          if (code === EMPTY || unknown.has(column.words?.[code] ?? code)) counts[i]!++;
        }
      });
      return counts;
    };
    const half = (file: DrawnRows): number => gaps(file).filter((count) => count > 183).length / file.rows;
    const known = published.rowsMissingMoreThanHalf;
    expect(Math.abs(half(population) - known.population)).toBeLessThan(0.02);
    expect(Math.abs(half(customers) - known.customers)).toBeLessThan(0.02);
    const counts = gaps(population);
    expect(counts.filter((count) => count > 80 && count < 180).length / ROWS).toBeLessThan(0.1);
  });

  it("have the published shares of codes, and segments that customers over-represent", () => {
    for (const name of ["CAMEO_DEU_2015", "D19_LETZTER_KAUF_BRANCHE", "OST_WEST_KZ"]) {
      const counts = published.counts[name]!;
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      const column = columns[position(name)]!;
      const codes = population.codes[position(name)]!.filter((code) => code !== EMPTY && column.words![code] !== "XX");
      let difference = 0;
      column.words!.forEach((word, code) => {
        if (word !== "XX")
          difference += Math.abs(share(codes, (value) => value === code) - (counts[word] ?? 0) / total);
      });
      // Total variation: areas and neighbourhoods are few, so that whole areas weigh in.
      expect(difference / 2, name).toBeLessThan(0.08);
    }
    published.segmentShares.forEach(([people, buyers], s) => {
      expect(share(Int32Array.from(population.segments), (segment) => segment === s)).toBeCloseTo(people, 1);
      expect(share(Int32Array.from(customers.segments), (segment) => segment === s)).toBeCloseTo(buyers, 1);
    });
  });

  it("respond as rarely as is published, and the best possible AUC is 0.80", () => {
    const rows = 150_000;
    const { probabilities, codes } = drawn("mailing", rows);
    const sorted = probabilities.slice().sort();
    let below = 0;
    let pairs = 0;
    let hits = 0;
    for (const p of sorted) {
      pairs += p * (below + (1 - p) / 2);
      below += 1 - p;
      hits += p;
    }
    expect(hits / rows).toBeCloseTo(published.responses / published.rows.mailing, 3);
    // Expected over responses: what is left of chance is that of 150,000 people.
    expect(Math.abs(pairs / (hits * below) - 0.8)).toBeLessThan(0.005);
    const responded = share(codes[position("RESPONSE")]!, (code) => code === 1);
    expect(Math.abs(responded - hits / rows)).toBeLessThan((4 * Math.sqrt(hits)) / rows);
  });

  it("depend on the seed and the row alone, whatever block a row is drawn in", () => {
    const part = drawn("population", 300, 600);
    for (const j of [position("LNR"), position("FINANZ_SPARER"), position("KBA13_AUDI"), position("D19_SOZIALES")])
      expect([...part.codes[j]!]).toEqual([...population.codes[j]!.slice(600, 900)]);
    const other = drawn("population", 300, 600, 2);
    expect([...other.codes[position("FINANZ_SPARER")]!]).not.toEqual([...part.codes[position("FINANZ_SPARER")]!]);
  });

  const folder = mkdtempSync(join(tmpdir(), "kindred-demographics-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are the same bytes for the same seed, in the layout of the reference files", async () => {
    const rows = { population: 90, customers: 60, mailing: 60, test: 30 };
    const digest = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
    const a = await makeDemographics({ folder: join(folder, "a"), rows });
    const b = await makeDemographics({ folder: join(folder, "b"), rows });
    for (const file of ["population", "customers", "mailing", "test"] as const)
      expect(digest(a.data[file])).toBe(digest(b.data[file]));
    const widths = (["population", "customers", "mailing", "test"] as const).map((file) => {
      const lines = readFileSync(a.data[file], "utf8").trimEnd().split("\n");
      expect(lines).toHaveLength(rows[file] + 1);
      return new Set(lines.map((line) => line.split(";").length));
    });
    expect(widths).toEqual([new Set([366]), new Set([369]), new Set([367]), new Set([366])]);
    const levels = readFileSync(a.levels, "utf8").split("\n");
    expect(levels[0]).toBe("Information level;Attribute");
    expect(readFileSync(a.dictionary, "utf8").split("\n")[0]).toBe("Attribute;Description;Value;Meaning");
  });

  it("are whole or not there: an abort leaves nothing behind", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const rows = { population: 90, customers: 60, mailing: 60, test: 30 };
    await expect(makeDemographics({ folder: join(folder, "c"), rows, signal })).rejects.toThrow("enough");
    expect(readdirSync(join(folder, "c"))).toEqual([]);
  });
});
