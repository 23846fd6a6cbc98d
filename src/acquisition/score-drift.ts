import type { Table } from "apache-arrow";
import { log } from "../engine/numeric/math/index.js";
import { stabilityByChance } from "../engine/numeric/statistics/index.js";
import { KindredError, printed } from "../errors/index.js";
import type { Numbers } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { tableFromRows } from "../table/index.js";

/** A share then and now. */
export interface DriftPart {
  /** A segment, or the range of scores. */
  readonly part: string;
  /** Its share before. */
  readonly before: number;
  /** Its share now. */
  readonly now: number;
}

/** How far something moved, and what to do. */
export interface Drift {
  /** The population stability index: below 0.1 hardly any, from 0.25 much. */
  readonly stabilityIndex: number;
  /** What it would be on average if both were samples of the same people. */
  readonly byChance: number;
  /** `"keep"`: go on; `"watch"`: look; `"refit"`: fit again. */
  readonly action: "keep" | "watch" | "refit";
  /** Its parts. */
  readonly parts: readonly DriftPart[];
  /** How far it moved and what to do, in sentences, with the parts that moved most. */
  toText(): string;
  /** The parts: one row each. */
  toTable(): Table;
}

/** From here on it changed somewhat, and much: the usual thresholds of the index. */
const [SOME, MUCH] = [0.1, 0.25];

const checkDrift = optionsCheck<NonNullable<Parameters<typeof scoreDrift>[2]>>("scoreDrift", { bins: check.whole(2) });

/**
 * Are people scored as they were? Scores of a former file or of the training rows against those of today, by the population stability index over
 * tenths of the former ones.
 *
 * @param options - `bins`: into how many parts of equal size the former scores are cut, 10 by default.
 * @throws KindredError where there are no scores, or one is missing.
 *
 * @example
 * ```ts
 * import { scoreDrift } from "kindred";
 *
 * const before = Array.from({ length: 1000 }, (_, i) => i / 1000);
 * scoreDrift(before, before).action; // "keep"
 * const moved = scoreDrift(before, before.map((score) => score ** 3));
 * moved.action; // "refit"
 * console.log(moved.toText());
 * ```
 */
export function scoreDrift(before: Numbers, now: Numbers, options: { readonly bins?: number } = {}): Drift {
  checkArguments("scoreDrift", { before: [before, check.numbers], now: [now, check.numbers] });
  checkDrift(options);
  const where = "scoreDrift";
  const { bins = 10 } = options;
  for (const [name, scores] of Object.entries({ before, now })) {
    demandRows(scores.length, name, where);
    for (let i = 0; i < scores.length; i++)
      if (Number.isNaN(scores[i]))
        throw refusal(where, `the score of row ${i} of ${name} is missing`, "Score every row");
  }
  const sorted = Float64Array.from(before).sort();
  const edges = [
    ...new Set(Array.from({ length: bins - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / bins)]!)),
  ].filter((edge) => edge > sorted[0]!);
  const count = (scores: Numbers): number[] => {
    const counts = new Array<number>(edges.length + 1).fill(0);
    for (let i = 0; i < scores.length; i++) {
      let part = 0;
      while (part < edges.length && scores[i]! >= edges[part]!) part++;
      counts[part]! += 1;
    }
    return counts;
  };
  const ends = edges.map((edge) => edge.toPrecision(3));
  const names = [...ends, ""].map((end, k) =>
    ends.length === 0
      ? "all scores"
      : k === 0
        ? `below ${end}`
        : k === ends.length
          ? `from ${ends[k - 1]}`
          : `${ends[k - 1]} to ${end}`,
  );
  return driftOf("scores", names, count(before), count(now), {
    keep: "People are scored as they were: go on.",
    watch:
      "Scores moved somewhat: see with driftReport which columns changed, and with the next campaignReport whether probabilities still hold.",
    refit:
      "Scores moved much: see with driftReport which columns changed; if that is no mistake of the file, fit again before the next list.",
  });
}

/**
 * Is the mix of segments what it was? Labels of a former file against those of today, by the population stability index; null, for rows set
 * aside, is a segment of its own.
 *
 * @throws KindredError where there are no labels.
 *
 * @example
 * ```ts
 * import { segmentDrift } from "kindred";
 *
 * const before = Array.from({ length: 900 }, (_, i) => i % 3);
 * segmentDrift(before, before).action; // "keep"
 * segmentDrift(before, before.map((segment) => (segment === 2 ? 0 : segment))).action; // "refit"
 * ```
 */
export function segmentDrift(before: ArrayLike<number | string | null>, now: ArrayLike<number | string | null>): Drift {
  checkArguments("segmentDrift", { before: [before, check.labels], now: [now, check.labels] });
  const where = "segmentDrift";
  demandRows(before.length, "before", where);
  demandRows(now.length, "now", where);
  const tally = (labels: ArrayLike<number | string | null>): Map<number | string | null, number> => {
    const counts = new Map<number | string | null, number>();
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] ?? null;
      const key = Number.isNaN(label) ? null : label;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };
  const [then, today] = [tally(before), tally(now)];
  const segments = [...new Set([...then.keys(), ...today.keys()])];
  const names = segments.map((segment) => (segment === null ? "set aside" : `segment ${segment}`));
  const counts = (of: ReadonlyMap<number | string | null, number>): number[] => segments.map((key) => of.get(key) ?? 0);
  return driftOf("the mix of segments", names, counts(then), counts(today), {
    keep: "The mix of segments is what it was: keep the segments.",
    watch:
      "The mix of segments moved somewhat: see with driftReport which columns changed, and look again at the next file.",
    refit:
      "The mix of segments moved much: see with driftReport which columns changed; if that is no mistake of the file, fit segments again and compare them with the former ones.",
  });
}

function driftOf(
  what: string,
  names: readonly string[],
  before: readonly number[],
  now: readonly number[],
  actions: Readonly<Record<Drift["action"], string>>,
): Drift {
  const [n, m] = [before, now].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number];
  let stabilityIndex = 0;
  const parts = names.map((part, k): DriftPart => {
    // Half a row where there is none, so that its logarithm is finite.
    const [p, q] = [Math.max(before[k]!, 0.5) / n, Math.max(now[k]!, 0.5) / m];
    stabilityIndex += (q - p) * log(q / p);
    return { part, before: before[k]! / n, now: now[k]! / m };
  });
  const { byChance, isReal } = stabilityByChance(stabilityIndex, names.length, [n, m]);
  const action = !isReal || stabilityIndex < SOME ? "keep" : stabilityIndex < MUCH ? "watch" : "refit";
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const toText = (): string => {
    const moved = [...parts].sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before)).slice(0, 3);
    return [
      `Stability index of ${what}: ${stabilityIndex.toFixed(3)} (${byChance.toFixed(3)} by chance).`,
      actions[action],
      ...(action === "keep"
        ? []
        : [
            `Moved most: ${moved.map(({ part, before: p, now: q }) => `${part} ${percent(p)} to ${percent(q)}`).join(", ")}.`,
          ]),
    ].join("\n");
  };
  const toTable = (): Table =>
    tableFromRows(
      ["part", "before", "now"],
      parts.map((one) => [one.part, one.before, one.now]),
    );
  return printed({ stabilityIndex, byChance, action, parts, toText, toTable });
}

function demandRows(rows: number, what: string, where: string): void {
  if (rows > 0) return;
  throw new KindredError({ code: "EMPTY_INPUT", where, problem: `${what} has no rows`, fix: "Pass at least one row" });
}

function refusal(where: string, problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where, problem, fix });
}
