import { type FileName, published } from "./facts.js";

/** The hidden traits that every column shows a part of. */
export const TRAITS = [
  "wealth",
  "age",
  "family",
  "mobility",
  "urbanity",
  "online",
  "tradition",
  "pleasure",
  "prestige",
  "mailOrder",
] as const;
/** One hidden trait. */
export type Trait = (typeof TRAITS)[number];

/** Where the eight planted segments stand on the traits, in the order of TRAITS. Names are for readers of the truth file. */
export const SEGMENTS: readonly { readonly name: string; readonly means: readonly number[] }[] = [
  { name: "first flats", means: [-0.9, -1.1, -0.5, 0.9, 0.7, 0.6, -0.7, 0.9, -0.6, -0.5] },
  { name: "families with gardens", means: [0.7, -0.1, 1.4, 0.5, -0.7, 0.5, 0.3, -0.4, 0.4, 0.8] },
  { name: "students on the move", means: [-0.5, -1.4, -0.9, 1.2, 1.2, 1.1, -1.1, 0.7, -0.8, 0.1] },
  { name: "affluent elders", means: [1.4, 1.1, 0.2, -0.6, -0.2, -0.5, 0.9, -0.6, 1.3, 0.9] },
  { name: "large blocks", means: [-1.2, 0.1, 0.6, -0.6, 0.9, -0.7, 0.0, 0.2, -1.1, -0.4] },
  { name: "quiet tenants", means: [-0.8, 0.9, -0.9, -0.9, 0.5, -1.2, 0.4, -0.3, -0.5, -1.2] },
  { name: "village tradition", means: [0.1, 0.6, 0.4, -0.5, -1.4, -0.4, 1.1, -0.7, 0.1, -0.2] },
  { name: "comfortable couples", means: [1.0, 0.2, -0.5, 0.2, 0.2, 0.8, -0.2, 0.5, 0.9, 1.0] },
];

/** How far a household strays from its segment, a person from the household, on every trait. */
export const SPREAD = { household: 0.5, person: 0.4, building: 0.4, area: 0.5, microcell: 0.3 } as const;
/** How much a building shows of the household that stands for it, and of its area. */
export const BUILDING = { household: 0.6, area: 0.4 } as const;
/** How much an area shows of its dominant segment, and how often a household lives in an area of its own kind. */
export const AREA = { segment: 0.8, ownKind: 0.5 } as const;

/** What moves in people of whom little is known: dropping them from a sample changes it. */
export const SPARSE_SHIFT: readonly number[] = [-0.2, 0.1, -0.3, 0.3, 0.2, -0.2, 0, 0.2, -0.1, -0.3];
/** What moves in customers beyond their segments. */
export const CUSTOMER_SHIFT: readonly number[] = [0.15, 0.1, 0, 0, 0, 0, 0.05, 0, 0.1, 0.2];

/** How far the mailing file lies from the population towards the customers: as its share of rows with gaps does. */
export const MAILING_POSITION: number = (() => {
  const { population, customers, mailing } = published.rowsMissingMoreThan50;
  const { rows } = published;
  const from = population / rows.population;
  return (mailing / rows.mailing - from) / (customers / rows.customers - from);
})();

/** A share of the file, given that of the population and that of the customers. */
export function shareIn(file: FileName, population: number, customers: number): number {
  if (file === "population") return population;
  if (file === "customers") return customers;
  return population + MAILING_POSITION * (customers - population);
}

/** Cumulative shares of the segments in a file. */
export function segmentLimits(file: FileName): Float64Array {
  const shares = published.segmentShares.map(([population, customers]) => shareIn(file, population, customers));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let sum = 0;
  return Float64Array.from(shares, (share) => {
    sum += share / total;
    return sum;
  });
}
