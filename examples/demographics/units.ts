import type { ColumnFacts } from "./facts.js";
import { twinOf } from "./loadings.js";
import { AREA, BUILDING, SEGMENTS, SPARSE_SHIFT, SPREAD, segmentLimits } from "./traits.js";

/** Whom a value belongs to. Everyone of the same household, building or area has the same value. */
export const UNITS = ["person", "household", "building", "microcell", "area", "postcode", "community"] as const;
/** One kind of unit. */
export type Unit = (typeof UNITS)[number];

/** Areas in the country, and how many of them make a postcode and a community; microcells in an area. */
export const COUNTRY = { areas: 4096, postcode: 4, community: 16, microcells: 8 } as const;

const LEVELS: Readonly<Record<string, Unit>> = {
  Person: "person",
  Household: "household",
  Building: "building",
  "125m x 125m Grid": "building",
  "Microcell (RR4_ID)": "microcell",
  "Microcell (RR3_ID)": "microcell",
  RR1_ID: "microcell",
  PLZ8: "area",
  Postcode: "postcode",
  Community: "community",
};

/** Units of columns whose level is not published, by name. */
const GUESSES: readonly (readonly [pattern: RegExp, unit: Unit])[] = [
  [/^(KBA13|PLZ8)/, "area"],
  [/^(GEMEINDETYP|VERDICHTUNGSRAUM|STRUKTURTYP)$/, "community"],
  [/^(UMFELD|VHN|MOBI_RASTER|FIRMENDICHTE|KONSUMZELLE)/, "microcell"],
  [/^(DSL_FLAG|EINGEFUEGT_AM|ANZ_STATISTISCHE_HAUSHALTE)$/, "building"],
  [/^(D19|ANZ_KINDER|ALTER_KIND|AKT_DAT_KL|EINGEZOGENAM|VHA|VK_|UNGLEICHENN|HH_DELTA|EXTSEL)/, "household"],
];

/** The unit that a column's values belong to. */
export function unitOf(facts: ColumnFacts): Unit {
  const level = facts.level === undefined ? undefined : LEVELS[facts.level];
  if (level !== undefined && twinOf(facts.name) === undefined) return level;
  return GUESSES.find(([pattern]) => pattern.test(facts.name))?.[1] ?? level ?? "person";
}

/** The traits of a unit among the population: a mixture of normal distributions with one variance. */
export interface Mixture {
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly variance: number;
}

const shares: readonly number[] = (() => {
  const limits = segmentLimits("population");
  return Array.from(limits, (limit, i) => limit - (i === 0 ? 0 : limits[i - 1]!));
})();

/** The distribution of a unit's traits in the population, by which columns are cut into codes at their published shares. */
export function mixtureOf(unit: Unit, sparseShare: number): Mixture {
  const { household, person, building, area, microcell } = SPREAD;
  const kinds = SEGMENTS.map((segment) => segment.means);
  if (unit === "household") return { weights: shares, means: kinds, variance: household * household };
  if (unit === "person")
    return {
      weights: [...shares.map((share) => share * (1 - sparseShare)), ...shares.map((share) => share * sparseShare)],
      means: [...kinds, ...kinds.map((means) => means.map((mean, k) => mean + SPARSE_SHIFT[k]!))],
      variance: household * household + person * person,
    };
  if (unit === "building") {
    const pairs = kinds.flatMap((own, s) => kinds.map((other, t) => ({ own, other, weight: shares[s]! * meet(s, t) })));
    return {
      weights: pairs.map((pair) => pair.weight),
      means: pairs.map(({ own, other }) => own.map((mean, k) => BUILDING.household * mean + BUILDING.area * other[k]!)),
      variance: building * building,
    };
  }
  const weights = kinds.map((_, t) => shares.reduce((sum, share, s) => sum + share * meet(s, t), 0));
  const means = kinds.map((kind) => kind.map((mean) => AREA.segment * mean));
  return { weights, means, variance: area * area + (unit === "microcell" ? microcell * microcell : 0) };
}

/** The share of a segment's households that live in areas of a kind. */
function meet(segment: number, kind: number): number {
  return (segment === kind ? AREA.ownKind : 0) + (1 - AREA.ownKind) / SEGMENTS.length;
}
