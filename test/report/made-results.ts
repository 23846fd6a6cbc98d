import type {
  ComparedSegment,
  ProfiledSegment,
  ReportedCampaign,
  ReportedChoice,
  ReportedComparison,
  ReportedList,
  ReportedMigration,
  ReportedProfile,
  ReportedStability,
  ReportOptions,
  SegmentId,
} from "kindred/report";

/** Numbers from 0 to 1 by seed (Mulberry32): tests draw the same wherever they run. */
export function drawer(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A comparison of these counts of people and customers. */
export function comparisonOf(
  counts: readonly (readonly [people: number, customers: number])[],
  ids: readonly SegmentId[] = counts.map((_, s) => s),
): ReportedComparison {
  const populationRows = counts.reduce((sum, [people]) => sum + people, 0);
  const customerRows = counts.reduce((sum, [, customers]) => sum + customers, 0);
  const segments = counts.map(([population, customers], s): ComparedSegment => {
    const populationShare = population / populationRows;
    const customerShare = customers / customerRows;
    const index = customerShare / populationShare;
    const spread = Math.sqrt(1 / Math.max(1, customers) + 1 / population);
    const interval = [index * Math.exp(-1.96 * spread), index * Math.exp(1.96 * spread)] as const;
    const adjustedP = Math.abs(Math.log(index || 1e-3)) > 1.96 * spread ? 1e-4 : 0.4;
    const expected = customerRows * populationShare;
    const penetration = customers / population;
    return {
      segment: ids[s]!,
      population,
      customers,
      populationShare,
      customerShare,
      index,
      interval,
      adjustedP,
      expected,
      penetration,
    };
  });
  return {
    segments,
    populationRows,
    customerRows,
    confidence: 0.95,
    cramersV: 0.31,
    overlap: "none",
    notes: ["Shares are of all rows; rows that were set aside are a segment of their own."],
  };
}

/** Profiles of so many segments in so many columns. */
export function profileOf(
  comparison: ReportedComparison,
  columns: readonly string[],
  random: () => number,
): ReportedProfile {
  const all = comparison.segments.reduce((sum, { population }) => sum + (population ?? 0), 0);
  const overalls = columns.map(() => 1 + 4 * random());
  return {
    segments: comparison.segments.map(({ segment, population }): ProfiledSegment => {
      const made = columns.map((column, j) => {
        const named = j % 7 === 3;
        const effect = (random() - 0.5) * (j < 40 ? 3 : 0.6);
        const share = 0.05 + 0.9 * random();
        return {
          column,
          mean: named ? Number.NaN : overalls[j]! + effect,
          overall: named ? Number.NaN : overalls[j]!,
          effect,
          ...(named ? {} : { more: effect > 0 }),
          missing: 0.1 * random(),
          values: named ? [{ value: "A", meaning: `families of kind ${"abc"[j % 3]}`, share, overall: share / 2 }] : [],
        };
      });
      made.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
      const rows = population ?? 0;
      return { segment, rows, share: rows / all, columns: made };
    }),
  };
}

/** Names of columns as bought-in files have them. */
export function columnNames(count: number): string[] {
  const kinds = ["D19_VERSAND_ANZ", "KBA05_SEG", "SEMIO_KULT", "LP_LEBENSPHASE_FEIN", "FINANZ_MINIMALIST"];
  return Array.from({ length: count }, (_, i) => `${kinds[i % kinds.length]}_${i}`);
}

/** Everything that a report can show. */
export function allResults({
  segments = 8,
  columns = 40,
  seed = 1,
}: {
  segments?: number;
  columns?: number;
  seed?: number;
} = {}): Required<Omit<ReportOptions, "audience" | "title">> {
  const random = drawer(seed);
  const counts = Array.from({ length: segments }, (): [number, number] => [
    Math.round(2000 + 40_000 * random()),
    Math.round(40 + 9000 * random()),
  ]);
  counts.push([60_000, 9000]);
  const ids: SegmentId[] = [...Array.from({ length: segments }, (_, i) => i), null];
  const comparison = comparisonOf(counts, ids);
  const profile = profileOf(comparison, columnNames(columns), random);
  const kept = ids.slice(0, -1);
  const stability: ReportedStability = {
    segments: kept.map((segment) => {
      const jaccard = 0.5 + 0.49 * random();
      return { segment, jaccard, interval: [jaccard - 0.2, Math.min(1, jaccard + 0.1)] as const };
    }),
  };
  const moves = kept.flatMap((before) => {
    const rows = kept.map((after) =>
      before === after ? 3000 + Math.round(9000 * random()) : Math.round(random() ** 4 * 900),
    );
    const total = rows.reduce((sum, people) => sum + people, 0);
    return kept.map((after, t) => {
      const share = rows[t]! / total;
      const spread = 1.96 * Math.sqrt((share * (1 - share)) / total);
      const interval = [Math.max(0, share - spread), Math.min(1, share + spread)] as const;
      return { before, after, rows: rows[t]!, share, interval, stays: before === after };
    });
  });
  const migration: ReportedMigration = { moves };
  const choice: ReportedChoice = {
    rows: Array.from({ length: 11 }, (_, i) => ({
      k: i + 2,
      silhouette: 0.1 + 0.2 * random(),
      calinskiHarabasz: 900 * random() + 300,
      daviesBouldin: 1 + random(),
      jaccard: Array.from({ length: i + 2 }, () => 0.4 + 0.6 * random()),
      smallest: Math.round(4000 / (i + 1)),
      cramersV: 0.3 - 0.2 / (i + 2),
      auc: 0.7 - 0.2 / (i + 2),
      spread: { silhouette: 0.01 * random(), calinskiHarabasz: 9 * random(), daviesBouldin: 0.1 * random() },
    })),
    advice: {
      clusters: 8,
      sentence: "Make 8 segments: from 8 on more segments tell customers from the rest no better.",
      reasons: ["More segments tell customers from people no better.", "Each of them is stable."],
    },
  };
  const list: ReportedList = {
    waterfall: [
      { outcome: "customer", rows: 4210, left: 38_623 },
      { outcome: "opt-out", rows: 812, left: 37_811 },
      { outcome: "household duplicate", rows: 2950, left: 34_861 },
      { outcome: "below the cut-off", rows: 24_861, left: 10_000 },
      { outcome: "control", rows: 1000, left: 9000 },
      { outcome: "listed to explore", rows: 500, left: 9000 },
      { outcome: "listed", rows: 8500, left: 9000 },
    ],
    promise: { responses: 214.3, profit: 5120.5 },
  };
  const bins = Array.from({ length: 10 }, (_, b) => {
    const rows = 900;
    const expectedRate = 0.12 / (1 + b / 2);
    const actual = Math.round(rows * expectedRate * (0.8 + 0.4 * random()));
    const rate = actual / rows;
    const spread = 1.96 * Math.sqrt((rate * (1 - rate)) / rows);
    const interval = [rate - spread, rate + spread] as const;
    return { bin: b + 1, rows, expected: rows * expectedRate, actual, expectedRate, rate, interval, reached: 0 };
  });
  const actual = bins.reduce((sum, bin) => sum + bin.actual, 0);
  let reached = 0;
  const campaign: ReportedCampaign = {
    bins: bins.map((bin) => {
      reached += bin.actual;
      return { ...bin, reached: reached / actual };
    }),
    rows: 9000,
    expected: bins.reduce((sum, bin) => sum + bin.expected, 0),
    actual,
    confidence: 0.95,
  };
  return {
    comparison,
    profile,
    stability,
    migration,
    choice,
    list,
    campaign,
    rules: kept.map((segment) => ({
      segment,
      text: "FINANZ_MINIMALIST_4 is 1 or 2, and LP_LEBENSPHASE_FEIN_3 is above 20",
      coverage: 0.4 + 0.5 * random(),
      precision: 0.5 + 0.4 * random(),
    })),
    data: {
      files: [
        {
          name: "population.csv",
          hash: "sha256:9f86d081884c7d65",
          rows: comparison.populationRows,
          aside: 60_000,
          columns: 366,
        },
        { name: "customers.csv", rows: comparison.customerRows, aside: 9000, columns: 369 },
      ],
      missing: {
        rows: new Float64Array(891_221),
        blocks: [
          { columns: columnNames(120).slice(0, 110), share: 0.1187 },
          { columns: ["ALTER_KIND1", "ALTER_KIND2"], share: 0.909 },
        ],
      },
      dropped: columnNames(24).map((column, i) => ({ column, reason: i % 3 === 0 ? "nearly constant" : "missing" })),
      drift: {
        columns: columnNames(30).map((column) => ({
          column,
          stabilityIndex: random() ** 3,
          byChance: 0.001 * random(),
        })),
      },
      auc: { auc: 0.84, standardError: 0.004 },
      missingness: { auc: 0.71, standardError: 0.005 },
    },
    model: {
      kind: "Pipeline",
      toJSON: () => ({
        format: "kindred",
        formatVersion: 1,
        kind: "Pipeline",
        params: {
          steps: [
            ["impute", { $model: { kind: "Imputer", params: { strategy: "auto", columns: {} } } }],
            ["cluster", { $model: { kind: "KMeans", params: { clusters: segments, seed: 1 } } }],
          ],
        },
        checksum: "sha256:71dd109d2d3ac6e7e24e31482cbeed447547a1ff0f0d94fb1e5ae48c3675a553",
      }),
    },
    names: Array.from(
      { length: segments },
      (_, s) => `${["Young", "Saving", "Rural", "Wealthy"][s % 4]} people, group ${"abcdefghijklmnopqrstuvwxyz"[s]}`,
    ),
  };
}
