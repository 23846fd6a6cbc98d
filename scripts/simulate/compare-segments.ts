/**
 * How often intervals of `compareSegments` hold the true index, and how often its tests find what is not there.
 *
 *   npx tsx scripts/simulate/compare-segments.ts [trials] [seed]
 */
import { Random } from "../../src/engine/numeric/random/index.js";
import { type CompareOptions, compareSegments } from "../../src/segmentation/index.js";

/** One way in which files come about. */
interface Setting {
  readonly name: string;
  /** The true index of segment 0. */
  readonly index: number;
  draw(random: Random): CompareOptions;
}

const pick = (random: Random, shares: readonly number[]): number => {
  let rest = random.uniform();
  return Math.max(
    0,
    shares.findIndex((share) => {
      rest -= share;
      return rest < 0;
    }),
  );
};
const rows = (random: Random, n: number, shares: readonly number[]): number[] =>
  Array.from({ length: n }, () => pick(random, shares));
/** Households of 1 to `most` people, all of one segment where `alike`, else half of them. */
const households = (random: Random, n: number, most: number, alike: number, shares: readonly number[]) => {
  const labels: number[] = [];
  const cluster: number[] = [];
  for (let h = 0; h < n; h++) {
    const own = pick(random, shares);
    const size = 1 + random.below(most);
    for (let i = 0; i < size; i++) {
      labels.push(random.uniform() < alike ? own : pick(random, shares));
      cluster.push(h);
    }
  }
  return { labels, cluster };
};

const EVEN = [0.3, 0.25, 0.25, 0.2];
const RARE = [0.02, 0.38, 0.35, 0.25];

/** Files that differ by nothing but chance, and such as differ by a known index. */
export const SETTINGS: readonly Setting[] = [
  {
    name: "separate samples, 4 segments, 4,000 and 600 rows",
    index: 1,
    draw: (random) => ({ population: rows(random, 4000, EVEN), customers: rows(random, 600, EVEN), overlap: "none" }),
  },
  {
    name: "separate samples, a segment of 2 %, 4,000 and 300 rows",
    index: 1,
    draw: (random) => ({ population: rows(random, 4000, RARE), customers: rows(random, 300, RARE), overlap: "none" }),
  },
  {
    name: "separate samples, true index 1.5",
    index: 1.5,
    draw: (random) => ({
      population: rows(random, 2000, [0.2, 0.8]),
      customers: rows(random, 400, [0.3, 0.7]),
      overlap: "none",
    }),
  },
  {
    name: "customers contained in the population",
    index: 0.45 / (0.4 * 0.45 + 0.6 * 0.2),
    draw: (random) => {
      const customers = rows(random, 400, [0.45, 0.55]);
      return { customers, population: [...customers, ...rows(random, 600, [0.2, 0.8])], overlap: "contained" };
    },
  },
  {
    name: "households of 8 in one segment, 300 and 120 of them",
    index: 1,
    draw: (random) => {
      const [a, b] = [300, 120].map((n) => {
        const labels = rows(random, n, EVEN).flatMap((s) => new Array<number>(8).fill(s));
        return { labels, cluster: labels.map((_, i) => Math.floor(i / 8)) };
      });
      return {
        population: a!.labels,
        customers: b!.labels,
        cluster: { population: a!.cluster, customers: b!.cluster },
        overlap: "none",
      };
    },
  },
  {
    name: "households of 1 to 9 that are half alike, 400 and 100 of them",
    index: 1,
    draw: (random) => {
      const [a, b] = [400, 100].map((n) => households(random, n, 9, 0.6, EVEN));
      return {
        population: a!.labels,
        customers: b!.labels,
        cluster: { population: a!.cluster, customers: b!.cluster },
        overlap: "none",
      };
    },
  },
  {
    name: "households of which all are customers or none, contained, 300 of them",
    index: 1,
    draw: (random) => {
      const { labels, cluster } = households(random, 300, 6, 0.7, EVEN);
      const buys = Array.from({ length: 300 }, () => random.uniform() < 0.35);
      const own = cluster.flatMap((h, i) => (buys[h] ? [i] : []));
      return {
        population: labels,
        customers: own.map((i) => labels[i]!),
        cluster: { population: cluster, customers: own.map((i) => cluster[i]!) },
        overlap: "contained",
      };
    },
  },
  {
    name: "weights between 1 and 5",
    index: 1,
    draw: (random) => ({
      population: rows(random, 3000, EVEN),
      customers: rows(random, 500, EVEN),
      weights: {
        population: Array.from({ length: 3000 }, () => 1 + 4 * random.uniform()),
        customers: Array.from({ length: 500 }, () => 1 + 4 * random.uniform()),
      },
      overlap: "none",
    }),
  },
];

/** What trials of one setting came to. */
export interface Simulated {
  readonly name: string;
  /** How often the 95 % interval of segment 0 holds the true index. */
  readonly coverage: number;
  /** How often p of segment 0, and p over all segments, is below 0.05; where nothing differs about 0.05. */
  readonly rejected: number;
  readonly rejectedWhole: number;
  /** The share of segments called notable. */
  readonly notable: number;
}

/** Draws files again and again. */
export function simulate(setting: Setting, trials: number, seed: number): Simulated {
  const random = new Random(seed);
  let [covered, rejected, rejectedWhole, notable, segments] = [0, 0, 0, 0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const found = compareSegments(setting.draw(random));
    const first = found.segments.find((row) => row.segment === 0);
    if (first === undefined) continue;
    if (first.interval[0] <= setting.index && setting.index <= first.interval[1]) covered++;
    if (first.p < 0.05) rejected++;
    if (found.p < 0.05) rejectedWhole++;
    notable += found.segments.filter((row) => row.notable).length;
    segments += found.segments.length;
  }
  return {
    name: setting.name,
    coverage: covered / trials,
    rejected: rejected / trials,
    rejectedWhole: rejectedWhole / trials,
    notable: notable / segments,
  };
}

if (process.argv[1]?.endsWith("compare-segments.ts")) {
  const [trials = 2000, seed = 1] = process.argv.slice(2).map(Number);
  console.log(`${trials} trials, seed ${seed}`);
  console.log("| files | true index | interval holds it | p < 0.05 | p of all < 0.05 | notable |");
  console.log("|---|---|---|---|---|---|");
  for (const setting of SETTINGS) {
    const { name, coverage, rejected, rejectedWhole, notable } = simulate(setting, trials, seed);
    const cells = [name, setting.index.toFixed(2), coverage, rejected, rejectedWhole, notable];
    console.log(`| ${cells.map((cell) => (typeof cell === "number" ? cell.toFixed(3) : cell)).join(" | ")} |`);
  }
}
