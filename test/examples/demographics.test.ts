import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Country } from "../../examples/demographics/country.js";
import { type DrawnRows, FileDraw } from "../../examples/demographics/draw.js";
import { type FileName, published } from "../../examples/demographics/facts.js";
import { makeDemographics } from "../../examples/demographics/index.js";
import { DOMINANT, EMPTY } from "../../examples/demographics/plan.js";
import { SEGMENTS, TRAITS } from "../../examples/demographics/traits.js";
import { COUNTRY, type Unit } from "../../examples/demographics/units.js";
import { readCsv, readDictionary } from "../../src/io/index.js";
import { UnknownCodes } from "../../src/preprocessing/index.js";
import { Schema } from "../../src/table/index.js";

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

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(x), mean(y)];
  const [u, v] = [x.map((value) => value - a), y.map((value) => value - b)];
  const product = (one: readonly number[], other: readonly number[]): number =>
    mean(one.map((value, i) => value * other[i]!));
  return product(u, v) / Math.sqrt(product(u, u) * product(v, v));
}

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
    const rows = 60_000;
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
    // Expected over responses: what is left of chance is that of 60,000 people.
    expect(Math.abs(pairs / (hits * below) - 0.8)).toBeLessThan(0.008);
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

  it("are alike in one household in all that is said of it, and of its house and place, but not in all that is said of a person", () => {
    // Of three rows in a row the first two are one household; all three live in one house.
    const unlike = (unit: Unit, one: number, other: number): string[] =>
      columns.flatMap(({ unit: own, facts, score }, j) => {
        if (own !== unit || score === undefined || facts.name.startsWith("ALTER_KIND")) return [];
        const codes = population.codes[j]!;
        // Of what one of two households misses nothing is known.
        const gaps = new Set([EMPTY, columns[j]!.unknownCode]);
        for (let first = 0; first < ROWS; first += 3) {
          const pair = [codes[first + one]!, codes[first + other]!] as const;
          if (pair[0] !== pair[1] && !pair.some((code) => gaps.has(code))) return [facts.name];
        }
        return [];
      });
    expect(unlike("household", 0, 1)).toEqual([]);
    for (const unit of ["building", "microcell", "area", "postcode", "community"] as const)
      expect(unlike(unit, 0, 2), unit).toEqual([]);
    expect(unlike("person", 0, 1).length).toBeGreaterThan(20);
    expect(unlike("household", 0, 2).length).toBeGreaterThan(20);
  });

  it("come from no more areas than the country has, of which each lies in one community", () => {
    const of = (unit: Unit): readonly Int32Array[] =>
      columns.flatMap((column, j) =>
        column.unit === unit && column.score !== undefined ? [population.codes[j]!] : [],
      );
    const community = of("community")[0]!;
    const { unknownCode } = columns.find(({ unit, score }) => unit === "community" && score !== undefined)!;
    const communities = new Map<string, Set<number>>();
    const areas = of("area");
    for (let i = 0; i < ROWS; i++) {
      const area = areas.map((codes) => codes[i]!);
      if (area.includes(EMPTY) || community[i] === EMPTY || community[i] === unknownCode) continue;
      const key = area.join();
      communities.set(key, (communities.get(key) ?? new Set()).add(community[i]!));
    }
    expect(communities.size).toBeGreaterThan(500);
    expect(communities.size).toBeLessThanOrEqual(COUNTRY.areas);
    expect([...communities.values()].filter((codes) => codes.size > 1)).toEqual([]);
  });

  it("have one column that tells more of who responds than any other, and scales that run as their dictionary says", async () => {
    const rows = 30_000;
    const { probabilities, codes } = drawn("mailing", rows);
    /** The expected AUC of the share of responses by code, which flatters columns of many codes: those are left out. */
    const auc = (values: Int32Array): number => {
      const groups = new Map<number, { hits: number; others: number }>();
      probabilities.forEach((p, i) => {
        const group = groups.get(values[i]!) ?? { hits: 0, others: 0 };
        groups.set(values[i]!, { hits: group.hits + p, others: group.others + 1 - p });
      });
      const sorted = [...groups.values()].sort((a, b) => a.hits / a.others - b.hits / b.others);
      let below = 0;
      let won = 0;
      let hits = 0;
      for (const group of sorted) {
        won += group.hits * (below + group.others / 2);
        below += group.others;
        hits += group.hits;
      }
      return won / (hits * below);
    };
    const scores = columns.flatMap(({ facts, codes: known, score }, j) =>
      score === undefined || facts.extra === true || known.length > 20
        ? []
        : [{ name: facts.name, auc: auc(codes[j]!) }],
    );
    scores.sort((a, b) => b.auc - a.auc);
    expect(scores[0]!.name).toBe(DOMINANT);
    expect(scores[0]!.auc - scores[1]!.auc).toBeGreaterThan(0.02);
    // In both families 1 is high.
    const made = await makeDemographics({
      folder: join(folder, "d"),
      rows: { population: 30, customers: 3, mailing: 3, test: 3 },
    });
    const dictionary = await readDictionary(made.dictionary);
    const schema = Schema.infer(await readCsv(made.data.population, { separator: ";" }), dictionary);
    const families = columns.filter(({ facts }) => /^(SEMIO|FINANZ)_/.test(facts.name) && facts.type === "ordinal");
    expect(families.length).toBeGreaterThan(18);
    for (const { facts } of families) expect(schema.column(facts.name).direction, facts.name).toBe("down");
  });

  it("show as much of a trait as the words of their dictionary promise", async () => {
    const { data, dictionary, truth } = await makeDemographics({
      folder: join(folder, "f"),
      rows: { population: 12_000, customers: 3, mailing: 3, test: 3 },
    });
    const words = await readDictionary(dictionary);
    const read = await readCsv(data.population, { separator: ";" });
    const schema = Schema.infer(read, words);
    const table = (await new UnknownCodes({ dictionary: words }).fit(read)).transform(read);
    const planted = (await readCsv(truth.population, { columns: ["SEGMENT"], separator: ";" })).getChild("SEGMENT")!;
    /** Values of a trait by the segment that a person is planted in: how the two run together over segments. */
    const promises: readonly (readonly [pattern: RegExp, trait: (typeof TRAITS)[number]])[] = [
      [/^HH_EINKOMMEN_SCORE$/, "wealth"],
      [/^W_KEIT_KIND_HH$/, "family"],
      [/^D19_(GESAMT|VERSAND)(_OFFLINE|_ONLINE)?_DATUM$/, "mailOrder"],
      [/^D19_(BANKEN|VERSI|TELKO)_DATUM$/, "mailOrder"],
    ];
    for (const [pattern, trait] of promises) {
      const names = schema.columns.filter((name) => pattern.test(name) && words.column(name) !== undefined);
      expect(names.length, String(pattern)).toBeGreaterThan(0);
      for (const name of names) {
        const { direction, codes = {} } = schema.column(name);
        expect(direction, name).toBe("down");
        // Codes run from much to little, or to no transaction at all.
        const column = table.getChild(name)!;
        const rows = Array.from({ length: table.numRows }, (_, i) => i).filter((i) => column.get(i) !== null);
        const x = rows.map((i) => -Number(column.get(i)));
        const t = rows.map((i) => SEGMENTS[Number(planted.get(i))]!.means[TRAITS.indexOf(trait)]!);
        expect(correlation(x, t), `${name} and ${trait}`).toBeGreaterThan(0.1);
        expect(Object.keys(codes).length, name).toBeGreaterThan(3);
      }
    }
  });

  it("have the truth about each row beside it", async () => {
    const rows = { population: 30, customers: 30, mailing: 6000, test: 30 };
    const { data, truth } = await makeDemographics({ folder: join(folder, "e"), rows });
    const lines = (path: string): string[][] =>
      readFileSync(path, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => line.split(";"));
    const expected = drawn("mailing", rows.mailing);
    const [header, ...told] = lines(truth.mailing);
    expect(header).toEqual(["LNR", "SEGMENT", "SEGMENT_NAME", "PROBABILITY"]);
    expect(told.map((line) => line[0])).toEqual(
      lines(data.mailing)
        .slice(1)
        .map((line) => line[0]),
    );
    expect(told.map((line) => Number(line[1]))).toEqual([...expected.segments]);
    expect(told.map((line) => Number(line[3]))).toEqual([...expected.probabilities]);
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
