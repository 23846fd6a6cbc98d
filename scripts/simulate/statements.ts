import { Random } from "../../src/engine/numeric/random/index.js";
import {
  campaignPower,
  campaignReport,
  compareMissing,
  compareSegments,
  crossValidate,
  driftReport,
  FeatureMatrix,
  gainsTable,
  Imputer,
  KFold,
  LogisticRegression,
  NaiveBayes,
  qiniCurve,
  RepeatedStratifiedKFold,
  rocAucEstimate,
  scoreDrift,
  segmentDrift,
  splitRows,
} from "../../src/index.js";

/** Something that the library prints with a promise of how often it is right, and a way to try it. */
export interface Statement {
  /** Where it stands, and what it is. */
  readonly printed: string;
  /** Under which conditions it was tried. */
  readonly conditions: string;
  /** `"interval"`: how often it holds the truth; `"test"`: how often it finds what is not there; `"power"`: how often it finds what is. */
  readonly kind: "interval" | "test" | "power";
  /** What is promised: 0.95, 0.05 or 0.8. */
  readonly nominal: number;
  /** How many trials in the large run, where one takes long. */
  readonly trials?: number;
  /** One trial: did the interval hold the truth, or did the test find something? A number counts several of each. */
  try(random: Random): boolean | undefined | Promise<boolean | undefined>;
}

type Interval = readonly [number, number];
const holds = ([low, high]: Interval, truth: number): boolean => low <= truth && truth <= high;
const hits = (random: Random, rates: readonly number[]): number[] => rates.map((p) => (random.uniform() < p ? 1 : 0));
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
/** How likely a standard normal variable stays below z (Abramowitz and Stegun, 7.1.26: to seven digits). */
function normal(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp((-z * z) / 2)) / 2;
  return z > 0 ? 1 - tail : tail;
}

/** A campaign of so many people at a mean rate, some held back, whom the contact moves by 30 % of what they would do. */
function campaign(random: Random, rows: number, base: number, share: number, lost = 0.3) {
  const probabilities = many(rows, () => base * (0.2 + 1.6 * random.uniform()));
  const treated = many(rows, () => (random.uniform() < share ? 0 : 1));
  const responses = hits(
    random,
    probabilities.map((p, i) => (treated[i] === 1 ? p : (1 - lost) * p)),
  );
  return { probabilities, treated, responses };
}

const CAMPAIGNS = [
  [2000, 0.02, 0.1],
  [600, 0.03, 0.1],
  [10_000, 0.01, 0.05],
  [2000, 0.1, 0.5],
  [1000, 0.01, 0.1],
] as const;

const campaigns = CAMPAIGNS.flatMap(([rows, base, share]): Statement[] => {
  const conditions = `${rows.toLocaleString("en-US")} people, ${100 * base} % respond, ${100 * share} % held back`;
  return [
    {
      printed: "campaignReport: effect, and responses owed to it (Newcombe)",
      conditions,
      kind: "interval",
      nominal: 0.95,
      try(random) {
        const { probabilities, treated, responses } = campaign(random, rows, base, share);
        return holds(campaignReport(responses, probabilities, { treated }).effect!.interval, 0.3 * base);
      },
    },
    {
      printed: "campaignReport, upliftTable: effect of one part after merging (Newcombe)",
      conditions: `${conditions}; the best part`,
      kind: "interval",
      nominal: 0.95,
      try(random) {
        const { treated } = campaign(random, rows, base, share);
        // One probability for each half of the list: the truth of each part is known.
        const probabilities = treated.map((_, i) => (i % 2 === 0 ? 1.5 : 0.5) * base);
        const responses = hits(
          random,
          probabilities.map((p, i) => (treated[i] === 1 ? p : 0.7 * p)),
        );
        const { bins } = campaignReport(responses, probabilities, { treated, bins: 2 });
        return bins.length < 2 ? undefined : holds(bins[0]!.effect!.interval, 0.3 * 1.5 * base);
      },
    },
    {
      printed: "campaignReport: more than chance, where the contact does nothing",
      conditions,
      kind: "test",
      nominal: 0.05,
      try(random) {
        const { probabilities, treated, responses } = campaign(random, rows, base, share, 0);
        return !holds(campaignReport(responses, probabilities, { treated }).effect!.interval, 0);
      },
    },
  ];
});

const reports = (
  [
    [400, 0.01],
    [1000, 0.05],
    [3000, 0.3],
  ] as const
).flatMap(([rows, base]): Statement[] => {
  const conditions = `${rows.toLocaleString("en-US")} people, ${100 * base} % respond`;
  // Three groups of people: the truth of the best is known.
  const probabilities = many(rows, (i) => base * (0.4 + 0.6 * (i % 3)));
  const draw = (random: Random) => campaignReport(hits(random, probabilities), probabilities, { bins: 3 });
  const statement = (printed: string, kind: Statement["kind"], run: (random: Random) => boolean): Statement => ({
    printed,
    conditions,
    kind,
    nominal: kind === "test" ? 0.05 : 0.95,
    try: run,
  });
  return [
    statement("campaignReport, gainsTable: rate of a part (Clopper-Pearson)", "interval", (random) =>
      holds(draw(random).bins[0]!.interval, 1.6 * base),
    ),
    statement("campaignReport, gainsTable: lift of a part (Koopman, against the rest)", "interval", (random) =>
      holds(draw(random).bins[0]!.liftInterval, 1.6),
    ),
    statement("campaignReport: came for each promised (Clopper-Pearson)", "interval", (random) =>
      holds(draw(random).calibration.ratioInterval, 1),
    ),
    statement("campaignReport: responses that chance allows", "interval", (random) => {
      const report = draw(random);
      return holds([Math.floor(report.expectedInterval[0]), Math.ceil(report.expectedInterval[1])], report.actual);
    }),
    statement(
      "campaignReport: p of the promises (Hosmer-Lemeshow)",
      "test",
      (random) => draw(random).calibration.p < 0.05,
    ),
    statement("gainsTable: lift of the best tenth of scores that order nothing", "interval", (random) => {
      const truth = hits(
        random,
        many(rows, () => base),
      );
      if (!truth.includes(1)) return true;
      return holds(
        gainsTable(
          truth,
          many(rows, () => random.uniform()),
        )[0]!.liftInterval,
        1,
      );
    }),
  ];
});

const AREAS = [
  [100, 10, 1, 1],
  [100, 10, 2.5, 1],
  [300, 9, 0.4, 1],
  [60, 3, 1, 1],
  [200, 100, 3, 1],
  [300, 9, 2, 2],
  [1000, 30, 1, 3],
  [2000, 300, 1, 1],
] as const;
const areas = AREAS.map(
  ([rows, positives, shift, spread]): Statement => ({
    printed: "rocAucEstimate, lookAlike: AUC (score interval)",
    conditions: `${positives} positives of ${rows.toLocaleString("en-US")}, true AUC ${normal(shift / Math.sqrt(1 + spread * spread)).toFixed(3)}${spread === 1 ? "" : `, positives spread ${spread} times as wide`}`,
    kind: "interval",
    nominal: 0.95,
    try(random) {
      const truth = many(rows, (i) => (i < positives ? 1 : 0));
      const scores = truth.map((hit) => (hit === 1 ? shift + spread * random.normal() : random.normal()));
      return holds(rocAucEstimate(truth, scores).interval, normal(shift / Math.sqrt(1 + spread * spread)));
    },
  }),
);

/** Rows of one column that is a normal variable, shifted for positives: whatever is learned, the order is that of the column. */
function folded(random: Random, rows: number, share: number) {
  const y = many(rows, (i) => (i < share * rows ? 1 : 0));
  return { X: y.map((hit) => [hit + random.normal()]), y };
}
const inFolds = (
  [
    [200, 0.3],
    [300, 0.05],
  ] as const
).map(
  ([rows, share]): Statement => ({
    printed: "crossValidate: aucEstimate (score interval)",
    conditions: `${rows} rows, ${100 * share} % positive, 5 folds, true AUC 0.760`,
    kind: "interval",
    nominal: 0.95,
    trials: 400,
    async try(random) {
      const { X, y } = folded(random, rows, share);
      const result = await crossValidate(new LogisticRegression(), X, y, { seed: random.below(1e6), threads: 1 });
      return holds(result.aucEstimate.interval, normal(Math.SQRT1_2));
    },
  }),
);
const DIFFERENCES = [
  { folds: 2 },
  { folds: 3 },
  { folds: 5 },
  { folds: 10 },
  { folds: 5, repeats: 2 },
  { folds: 2, repeats: 5 },
] as const;
const differences = DIFFERENCES.map(
  (division): Statement => ({
    printed: "crossValidate: differenceFrom (Student's t, Nadeau-Bengio)",
    conditions: `two equally good models, 200 rows, ${"repeats" in division ? `${division.folds} folds ${division.repeats} times` : `${division.folds} folds`}`,
    kind: "test",
    nominal: 0.05,
    trials: 1000,
    async try(random) {
      const y = hits(
        random,
        many(200, () => 0.3),
      );
      const rows = () => y.map((hit) => [hit * 0.7 + random.normal(), random.normal()]);
      const seed = random.below(1e6);
      const folds = "repeats" in division ? new RepeatedStratifiedKFold({ ...division, seed }) : division.folds;
      const options = { folds, seed, threads: 1 };
      const one = await crossValidate(new NaiveBayes(), rows(), y, options);
      const other = await crossValidate(new NaiveBayes(), rows(), y, options);
      return !holds(one.differenceFrom(other).interval, 0);
    },
  }),
);

const QINI = [
  [400, 0.2, 0.6],
  [3000, 0.05, 0.9],
] as const;
const qinis = QINI.map(
  ([rows, base, share]): Statement => ({
    printed: "qiniCurve, uplift: better or worse than chance, where scores order nothing",
    conditions: `${rows.toLocaleString("en-US")} people, ${100 * base} % respond, ${(100 - 100 * share).toFixed(0)} % held back`,
    kind: "test",
    nominal: 0.05,
    try(random) {
      const treated = many(rows, () => (random.uniform() < share ? 1 : 0));
      const responses = hits(
        random,
        treated.map((one) => base * (1 + one)),
      );
      return !holds(
        qiniCurve(
          responses,
          treated,
          many(rows, () => random.uniform()),
        ).interval,
        0,
      );
    },
  }),
);

const SEGMENTS = [
  {
    name: "separate files of 4,000 and 600, shares from 20 to 30 %",
    shares: [0.3, 0.25, 0.25, 0.2],
    to: [0.3, 0.25, 0.25, 0.2],
    n: 4000,
    m: 600,
  },
  {
    name: "separate files of 4,000 and 300, a segment of 2 %",
    shares: [0.02, 0.38, 0.35, 0.25],
    to: [0.02, 0.38, 0.35, 0.25],
    n: 4000,
    m: 300,
  },
  { name: "separate files of 2,000 and 400, true index 1.5", shares: [0.2, 0.8], to: [0.3, 0.7], n: 2000, m: 400 },
];
const drawnFrom = (random: Random, count: number, shares: readonly number[]): number[] =>
  many(count, () => {
    let left = random.uniform();
    const at = shares.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    return Math.max(0, at);
  });
/** Households of eight people, all of one segment. */
const households = (random: Random, count: number, shares: readonly number[]) => {
  const own = drawnFrom(random, count, shares);
  return { labels: own.flatMap((s) => many(8, () => s)), cluster: own.flatMap((_, h) => many(8, () => h)) };
};
const segments = SEGMENTS.flatMap(({ name, shares, to, n, m }): Statement[] => {
  const draw = (random: Random) =>
    compareSegments({ population: drawnFrom(random, n, shares), customers: drawnFrom(random, m, to), overlap: "none" });
  const interval: Statement = {
    printed: "compareSegments: index of a segment",
    conditions: name,
    kind: "interval",
    nominal: 0.95,
    try: (random) => holds(draw(random).segments[0]!.interval, to[0]! / shares[0]!),
  };
  if (to[0] !== shares[0]) return [interval];
  return [
    interval,
    {
      printed: "compareSegments: p of a segment",
      conditions: name,
      kind: "test",
      nominal: 0.05,
      try: (random) => draw(random).segments[0]!.p < 0.05,
    },
    {
      printed: "compareSegments: p of all segments together",
      conditions: name,
      kind: "test",
      nominal: 0.05,
      try: (random) => draw(random).p < 0.05,
    },
    {
      printed: "compareSegments: any segment's adjusted p up to 0.05",
      conditions: name,
      kind: "test",
      nominal: 0.05,
      try: (random) => draw(random).segments.some(({ adjustedP }) => adjustedP <= 0.05),
    },
  ];
});
const clustered = (random: Random) => {
  const [a, b] = [households(random, 300, [0.4, 0.6]), households(random, 120, [0.4, 0.6])];
  return compareSegments({
    population: a.labels,
    customers: b.labels,
    overlap: "none",
    cluster: { population: a.cluster, customers: b.cluster },
  });
};
const HOUSEHOLDS = "300 and 120 households of eight people of one segment";
const inHouseholds: Statement[] = [
  {
    printed: "compareSegments with cluster: index of a segment",
    conditions: HOUSEHOLDS,
    kind: "interval",
    nominal: 0.95,
    try: (random) => holds(clustered(random).segments[0]!.interval, 1),
  },
  {
    printed: "compareSegments with cluster: p of a segment",
    conditions: HOUSEHOLDS,
    kind: "test",
    nominal: 0.05,
    try: (random) => clustered(random).segments[0]!.p < 0.05,
  },
];

const holes = (random: Random, rows: number, share: number): FeatureMatrix =>
  FeatureMatrix.fromColumns({
    A: many(rows, () => (random.uniform() < share ? Number.NaN : 1)),
    B: many(rows, (i) => i),
  });
const missing: Statement[] = [
  {
    printed: "compareMissing: p of a column",
    conditions: "1,000 and 300 rows, 10 % missing in both",
    kind: "test",
    nominal: 0.05,
    try: (random) =>
      compareMissing(holes(random, 1000, 0.1), holes(random, 300, 0.1)).columns.some(({ p }) => p < 0.05),
  },
];

/** Customers among the population, all alike. */
const contained = (random: Random, shares: readonly number[], own: readonly number[]) => {
  const customers = drawnFrom(random, 400, own);
  return compareSegments({
    customers,
    population: [...customers, ...drawnFrom(random, 600, shares)],
    overlap: "contained",
  });
};
const CONTAINED = "400 customers among 1,000 people";
const amongPopulation: Statement[] = [
  {
    printed: 'compareSegments, overlap "contained": index of a segment',
    conditions: `${CONTAINED}, true index ${(0.45 / 0.3).toFixed(2)}`,
    kind: "interval",
    nominal: 0.95,
    try: (random) => holds(contained(random, [0.2, 0.8], [0.45, 0.55]).segments[0]!.interval, 0.45 / 0.3),
  },
  {
    printed: 'compareSegments, overlap "contained": p of a segment',
    conditions: CONTAINED,
    kind: "test",
    nominal: 0.05,
    try: (random) => contained(random, [0.3, 0.4, 0.3], [0.3, 0.4, 0.3]).segments[0]!.p < 0.05,
  },
  {
    printed: 'compareSegments, overlap "contained": p of all segments together',
    conditions: CONTAINED,
    kind: "test",
    nominal: 0.05,
    try: (random) => contained(random, [0.3, 0.4, 0.3], [0.3, 0.4, 0.3]).p < 0.05,
  },
];

const word = (random: Random): string => "abcde"[Math.floor(5 * random.uniform() ** 2)]!;
/** People of whom some are little known, whoever they are. */
const halfKnown = (random: Random, rows: number, share: number) => {
  const gaps = many(rows, () => random.uniform() < share);
  const people = many(rows, (i) => ({
    AMOUNT: random.normal(),
    SCALE: 1 + random.below(5),
    WORD: word(random),
    ...Object.fromEntries(many(4, (k) => [`GAP${k}`, gaps[i] ? null : random.normal()])),
  }));
  return splitRows(people);
};
const SPLITS = [
  [1000, 0.2],
  [200, 0.1],
] as const;
const setAside = SPLITS.flatMap(([rows, share]): Statement[] =>
  (["AMOUNT", "SCALE", "WORD", undefined] as const).map((column) => ({
    printed: `splitRows: ${column === undefined ? "any column is called biased" : `p of ${column === "AMOUNT" ? "an amount" : column === "SCALE" ? "a scale of five" : "a column of five words"}`}`,
    conditions: `${rows.toLocaleString("en-US")} rows, ${100 * share} % set aside, whoever they are`,
    kind: "test",
    nominal: 0.05,
    trials: 1000,
    try(random) {
      const split = halfKnown(random, rows, share);
      if (column === undefined) return split.biased.length > 0;
      return split.bias.some((one) => one.column === column && one.p < 0.05);
    },
  })),
);

const SHARES_OF_FOLDS = [
  [300, 0.3],
  [300, 0.05],
] as const;
const warned = SHARES_OF_FOLDS.map(
  ([rows, share]): Statement => ({
    printed: "crossValidate: a warning that tested rows differ from those learned from (four standard errors)",
    conditions: `${rows} rows, ${100 * share} % positive, 5 folds by chance`,
    kind: "test",
    nominal: 0.001,
    trials: 400,
    async try(random) {
      const { X, y } = folded(random, rows, share);
      const folds = new KFold({ folds: 5, shuffle: true, seed: random.below(1e6) });
      const result = await crossValidate(new NaiveBayes(), X, y, { folds, scoring: ["logLoss"], threads: 1 });
      return result.warnings.some((warning) => warning.includes("differ by more than chance"));
    },
  }),
);

const drawnPeople = (random: Random, rows: number) =>
  many(rows, () => ({
    TWO: random.uniform() < 0.4 ? "yes" : "no",
    WORD: word(random),
    AMOUNT: Math.round(1000 * random.uniform()),
  }));
const DRIFTS = [
  [1000, 300],
  [300, 60],
  [60, 60],
] as const;
const drifted = DRIFTS.flatMap(([before, now]): Statement[] => {
  const conditions = `${before.toLocaleString("en-US")} people then and ${now} others of the same kind now`;
  const names = { TWO: "two words", WORD: "five words", AMOUNT: "amounts" } as const;
  return [
    ...(["TWO", "WORD", "AMOUNT"] as const).map(
      (column): Statement => ({
        printed: `driftReport: a column changed (above chance, and an index from 0.1): ${names[column]}`,
        conditions,
        kind: "test",
        nominal: 0.05,
        trials: 1000,
        async try(random) {
          const fitted = await new Imputer().fit(drawnPeople(random, before));
          const { columns } = driftReport(fitted, drawnPeople(random, now));
          return columns.some((one) => one.column === column && one.change !== "none");
        },
      }),
    ),
    {
      printed: "scoreDrift: anything but to go on",
      conditions,
      kind: "test",
      nominal: 0.05,
      try: (random) =>
        scoreDrift(
          many(before, () => random.uniform()),
          many(now, () => random.uniform()),
        ).action !== "keep",
    },
    {
      printed: "segmentDrift: anything but to go on",
      conditions: `${conditions}, two segments`,
      kind: "test",
      nominal: 0.05,
      try: (random) =>
        segmentDrift(
          many(before, () => random.below(2)),
          many(now, () => random.below(2)),
        ).action !== "keep",
    },
  ];
});

const power: Statement[] = (
  [
    [5400, 600, 0.01],
    [1000, 1000, 0.05],
  ] as const
).map(([contacted, control, rate]) => ({
  printed: "campaignPower: the effect that it says is found",
  conditions: `${contacted.toLocaleString("en-US")} contacted, ${control.toLocaleString("en-US")} held back, ${100 * rate} % respond without the contact`,
  kind: "power",
  nominal: 0.8,
  try(random) {
    const { detectable } = campaignPower({ contacted, control, rate });
    const treated = many(contacted + control, (i) => (i < contacted ? 1 : 0));
    const responses = hits(
      random,
      treated.map((one) => rate + one * detectable),
    );
    const { effect } = campaignReport(
      responses,
      treated.map(() => rate),
      { treated, bins: 1 },
    );
    return effect!.interval[0] > 0;
  },
}));

/** Every kind of interval and test that the library prints. */
export const STATEMENTS: readonly Statement[] = [
  ...campaigns,
  ...reports,
  ...power,
  ...areas,
  ...inFolds,
  ...differences,
  ...qinis,
  ...segments,
  ...inHouseholds,
  ...amongPopulation,
  ...setAside,
  ...warned,
  ...drifted,
  ...missing,
];

/** How often a statement was right, or found something, and in how many trials that said anything. */
export async function tried(
  statement: Statement,
  trials: number,
  seed: number,
): Promise<{ share: number; trials: number }> {
  const random = new Random(seed, statement.printed, statement.conditions);
  let [yes, all] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const found = await statement.try(random);
    if (found === undefined) continue;
    all++;
    if (found) yes++;
  }
  return { share: yes / all, trials: all };
}
