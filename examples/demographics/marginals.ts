import { exp, log, pow } from "../../src/engine/numeric/math/index.js";
import { hashed, Random } from "../../src/engine/numeric/random/index.js";
import { type ColumnFacts, columnFacts, published } from "./facts.js";
import { normalBelow } from "./normal.js";

/** Codes of a column in the order in which its hidden score runs through them, with their shares among known values. */
export interface Marginal {
  readonly codes: readonly number[];
  readonly shares: Float64Array;
}

/** Shares without a published source: chosen once so that the columns look like their families. */
const ASSUMED: Readonly<Record<string, readonly number[]>> = {
  AKT_DAT_KL: [0.48, 0.05, 0.04, 0.04, 0.06, 0.03, 0.01, 0.02, 0.27],
  CUSTOMER_GROUP: [0.69, 0.31],
  DSL_FLAG: [0.03, 0.97],
  HH_DELTA_FLAG: [0.9, 0.1],
  KONSUMZELLE: [0.76, 0.24],
  ONLINE_PURCHASE: [0.91, 0.09],
  PRODUCT_GROUP: [0.53, 0.25, 0.22],
  UNGLEICHENN_FLAG: [0.91, 0.09],
  VHA: [0.45, 0.22, 0.12, 0.05, 0.06, 0.1],
};

/** Shares of codes 1 to 7 where someone bought in a sector; those of the one sector whose counts are published. */
const activity = published.counts["D19_TELKO_MOBILE"]!;

/** The column's codes and shares: from published counts, from published mean and deviation, or assumed. */
export function marginalOf(facts: ColumnFacts, unknownShare: number, unknownCode: number): Marginal {
  const counted = published.counts[facts.name];
  if (facts.words !== undefined) return byWords(facts, counted);
  const codes = codesOf(facts);
  const shares =
    counted !== undefined
      ? Float64Array.from(codes, (code) => counted[String(code)] ?? 0)
      : (special(facts, codes) ?? described(facts, codes, unknownShare, unknownCode) ?? assumed(facts, codes));
  return { ...ordered(facts, codes, normalized(shares)) };
}

function byWords(facts: ColumnFacts, counted: Readonly<Record<string, number>> | undefined): Marginal {
  const codes = facts.words!.map((_, index) => index);
  if (facts.name === "CAMEO_DEUG_2015") {
    const groups = new Float64Array(codes.length);
    for (const [word, count] of Object.entries(published.counts["CAMEO_DEU_2015"]!))
      groups[facts.words!.indexOf(word[0]!)]! += count;
    return { codes, shares: normalized(groups) };
  }
  const given = counted === undefined ? ASSUMED[facts.name] : facts.words!.map((word) => counted[word] ?? 0);
  const shares = normalized(Float64Array.from(given ?? codes.map((code) => 1 + (code % 5))));
  return facts.name.startsWith("CAMEO") ? { codes, shares } : ordered(facts, codes, shares);
}

/** Every code that the column may hold, unknown ones left out. */
export function codesOf(facts: ColumnFacts): number[] {
  if (facts.name === "EINGEFUEGT_AM") return entryDays();
  if (facts.range === undefined) return [...(facts.codes ?? [0])];
  const [low, high] = facts.range;
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/** Nominal codes have no order: the score runs through them in one of its own, and so does nobody's distance. */
function ordered(facts: ColumnFacts, codes: readonly number[], shares: Float64Array): Marginal {
  if (facts.type !== "nominal" && facts.type !== "date") return { codes, shares };
  if (facts.name.startsWith("LP_")) return { codes, shares };
  const order = new Random(hashed("order"), facts.name).permutation(codes.length);
  return { codes: Array.from(order, (i) => codes[i]!), shares: Float64Array.from(order, (i) => shares[i]!) };
}

function special(facts: ColumnFacts, codes: readonly number[]): Float64Array | undefined {
  const { name } = facts;
  if (name === "ANZ_KINDER") return children(codes);
  if (name === "EINGEFUEGT_AM") return entryShares(codes);
  if (name === "MIN_GEBAEUDEJAHR") return Float64Array.from(codes, (year) => (year === 1992 ? 0.68 : yearShare(year)));
  if (name === "EINGEZOGENAM_HH_JAHR") return Float64Array.from(codes, (year) => (year < 1984 ? 1e-6 : year - 1980));
  if (/^D19_.*_ANZ_(12|24)$/.test(name)) return withInactive(codes, 0, inactiveShare(name), [0, 45, 25, 14, 8, 5, 3]);
  if (/^D19_.*_DATUM$/.test(name))
    return withInactive(codes, 10, inactiveShare(name), [0, 8, 8, 5, 5, 22, 9, 10, 10, 23]);
  if (/^D19_.*_QUOTE_12$/.test(name))
    return withInactive(codes, 0, inactiveShare(name), [0, 1, 1, 2, 1, 5, 1, 3, 4, 3, 79]);
  if (name === "D19_SOZIALES") return Float64Array.of(0.25, 0.17, 0.12, 0.16, 0.13, 0.17);
  if (facts.noActivity !== undefined && facts.family === "D19")
    return withInactive(
      codes,
      0,
      inactiveShare(name),
      codes.map((code) => activity[String(code)]!),
    );
  return undefined;
}

/** Children by household, so that the age of a first, second, third and fourth child is known as often as published. */
function children(codes: readonly number[]): Float64Array {
  const missing = (name: string): number => columnFacts.find((facts) => facts.name === name)!.missing![0];
  const present = 1 - missing("ANZ_KINDER");
  const atLeast = [1, ...[1, 2, 3, 4].map((child) => (1 - missing(`ALTER_KIND${child}`)) / present)];
  return Float64Array.from(codes, (code) =>
    code < 4 ? atLeast[code]! - atLeast[code + 1]! : atLeast[4]! * (0.8 * pow(0.2, code - 4)),
  );
}

function yearShare(year: number): number {
  return year < 1992 ? 0.012 : 0.26 * pow(0.78, year - 1993);
}

/** How many have no transaction known: published for some columns, assumed from the sector's size for the others. */
function inactiveShare(name: string): number {
  const constant = published.nearConstant[name];
  if (constant !== undefined) return constant;
  const [, sector = "", rest = ""] = /^D19_([A-Z]+)_(.*)$/.exec(name) ?? [];
  const base = { BANKEN: 0.92, GESAMT: 0.62, TELKO: 0.93, VERSAND: 0.66, VERSI: 0.92 }[sector];
  const timed: Readonly<Record<string, number>> = {
    ANZ_12: 0,
    ANZ_24: -0.09,
    DATUM: -0.22,
    OFFLINE_DATUM: -0.02,
    ONLINE_DATUM: -0.06,
    ONLINE_QUOTE_12: 0.01,
  };
  if (base !== undefined && timed[rest] !== undefined) return base + timed[rest] * (base > 0.9 ? 0.6 : 1);
  const last = published.counts["D19_LETZTER_KAUF_BRANCHE"]!;
  const total = Object.values(last).reduce((sum, count) => sum + count, 0);
  return 1 - Math.min(0.6, 1.2 * Math.sqrt((last[name] ?? total / 100) / total));
}

function withInactive(codes: readonly number[], code: number, share: number, weights: readonly number[]): Float64Array {
  const active = codes.map((value) => (value === code ? 0 : (weights[value] ?? 1)));
  const total = active.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(codes, (value, i) => (value === code ? share : ((1 - share) * active[i]!) / total));
}

/**
 * The distribution of largest entropy with the published mean and deviation; for counts of things, a log-normal one. The
 * published numbers include unknown codes, which are taken out first.
 */
function described(
  facts: ColumnFacts,
  codes: readonly number[],
  unknownShare: number,
  unknownCode: number,
): Float64Array | undefined {
  if (facts.mean === undefined || facts.deviation === undefined) return undefined;
  const known = 1 - unknownShare;
  const mean = (facts.mean - unknownShare * unknownCode) / known;
  if (codes.length === 2) {
    const upper = Math.min(1, Math.max(0, (mean - codes[0]!) / (codes[1]! - codes[0]!)));
    return Float64Array.of(1 - upper, upper);
  }
  const squares = (square(facts.deviation) + square(facts.mean) - unknownShare * square(unknownCode)) / known;
  const variance = Math.max(1e-4, squares - mean * mean);
  if (facts.name === "KBA13_ANZAHL_PKW" || facts.family === "ANZ") return logNormal(codes, mean, variance);
  return largestEntropy(codes, mean, variance);
}

function logNormal(codes: readonly number[], mean: number, variance: number): Float64Array {
  const spread = Math.sqrt(log(1 + variance / (mean * mean)));
  const middle = log(mean) - (spread * spread) / 2;
  const below = (x: number): number => (x <= 0 ? 0 : normalBelow((log(x) - middle) / spread));
  if (mean < 0.5) return rareCounts(codes, mean, variance);
  return Float64Array.from(codes, (code) => below(code + 0.5) - below(code - 0.5));
}

/** Mostly 0; above it, a geometric decline that keeps the mean and the variance. */
function rareCounts(codes: readonly number[], mean: number, variance: number): Float64Array {
  const ratio = Math.max(0.05, 1 - (2 * mean) / (variance + mean * mean + mean));
  const some = mean * (1 - ratio);
  return Float64Array.from(codes, (code) => (code === 0 ? 1 - some : some * (1 - ratio) * pow(ratio, code - 1)));
}

/** Shares proportional to exp(a x + b x²), by Newton's method on the two moments. */
export function largestEntropy(codes: readonly number[], mean: number, variance: number): Float64Array {
  const scale = Math.max(1, (codes[codes.length - 1]! - codes[0]!) / 4);
  const x = codes.map((code) => (code - mean) / scale);
  const target = variance / (scale * scale);
  let a = 0;
  let b = 0;
  const shares = new Float64Array(codes.length);
  for (let step = 0; step < 200; step++) {
    for (let i = 0; i < x.length; i++) shares[i] = exp(Math.min(300, a * x[i]! + b * x[i]! * x[i]!));
    normalized(shares);
    const m = [0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      let power = shares[i]!;
      for (let k = 1; k <= 4; k++) {
        power *= x[i]!;
        m[k]! += power;
      }
    }
    const [p, q, r] = [m[2]! - square(m[1]!), m[3]! - m[1]! * m[2]!, m[4]! - square(m[2]!)];
    const determinant = p * r - q * q + 1e-9;
    const [u, v] = [-m[1]!, target - m[2]!];
    const clipped = (change: number): number => Math.max(-0.5, Math.min(0.5, change));
    a += clipped((r * u - q * v) / determinant);
    b += clipped((p * v - q * u) / determinant);
  }
  return shares;
}

/** A bell over the middle of the scale, flag columns three tenths set. */
function assumed(facts: ColumnFacts, codes: readonly number[]): Float64Array {
  const given = ASSUMED[facts.name];
  if (given !== undefined) return Float64Array.from(given);
  if (facts.type === "binary") return Float64Array.of(0.7, 0.3);
  if (facts.type === "nominal") return Float64Array.from(codes, (_, i) => 1 + (hashed(i, facts.name) % 5));
  const middle = (codes.length - 1) / 2 + (codes[0] === 0 && codes.length === 6 ? 0.5 : 0);
  const width = Math.max(1, codes.length / 5);
  return Float64Array.from(codes, (_, i) => exp(-square(i - middle) / (2 * width * width)));
}

/** Day 0 of the dates in memory. */
export const FIRST_DAY: number = Date.UTC(1990, 0, 1) / 86_400_000;

function entryDays(): number[] {
  const { distinct, ...published_ } = published.entryDates;
  const named = Object.keys(published_).map((date) => Date.parse(date) / 86_400_000 - FIRST_DAY);
  const days = new Set(named);
  const [from, to] = ["1991-06-01", "2016-04-30"].map((date) => Date.parse(date) / 86_400_000 - FIRST_DAY);
  const random = new Random(hashed("entry dates"));
  while (days.size < distinct!) days.add(from! + random.below(to! - from!));
  return [...days].sort((one, other) => one - other);
}

function entryShares(codes: readonly number[]): Float64Array {
  const { distinct, ...counts } = published.entryDates;
  const total = Object.values(published.counts["OST_WEST_KZ"]!).reduce((sum, count) => sum + count, 0);
  const byDay = new Map(
    Object.entries(counts).map(([date, count]) => [Date.parse(date) / 86_400_000 - FIRST_DAY, count] as const),
  );
  const named = [...byDay.values()].reduce((sum, count) => sum + count, 0);
  const other = (total - named) / (distinct! - byDay.size);
  return Float64Array.from(codes, (day) => byDay.get(day) ?? other);
}

function square(x: number): number {
  return x * x;
}

function normalized(shares: Float64Array): Float64Array {
  const total = shares.reduce((sum, share) => sum + share, 0);
  for (let i = 0; i < shares.length; i++) shares[i]! /= total;
  return shares;
}
