import { type ClustererClass, defineClusterer, type FittedClusterer } from "kindred";
import * as z from "zod";

/** Options of Leader. */
export interface LeaderOptions {
  /** How far from its leader a row may lie. */
  readonly radius: number;
}

/** What Leader learns: the row that leads each cluster. */
export interface LeaderState {
  readonly leaders: readonly (readonly number[])[];
}

const Base: ClustererClass<LeaderOptions, FittedClusterer<LeaderOptions, LeaderState>> = defineClusterer({
  kind: "acme/Leader",
  version: 1,
  params: z.strictObject({ radius: z.number().positive().default(10) }),
  traits: { missing: "refused", ordered: true },
  fit(x, { radius }): LeaderState {
    const leaders: number[][] = [];
    for (const row of x.toRows()) if (!leaders.some((leader) => distance(row, leader) <= radius)) leaders.push(row);
    return { leaders };
  },
  predict: (x, { leaders }) =>
    x.toRows().map((row) => {
      const all = leaders.map((leader) => distance(row, leader));
      return all.indexOf(Math.min(...all));
    }),
  transform: (x, { leaders }) => x.toRows().map((row) => leaders.map((leader) => distance(row, leader))),
  outputColumns: (_, { leaders }) => leaders.map((_leader, k) => `leader${k}`),
});

/**
 * Clusters around leaders: a row that lies within the radius of no leader becomes one (J. A. Hartigan, Clustering Algorithms, 1975). One pass; the
 * result depends on the order of rows. `transform` gives the distance to each leader.
 */
export class Leader extends Base {}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, j) => sum + (value - b[j]!) ** 2, 0));
}
