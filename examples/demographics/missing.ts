import { type ColumnFacts, columnFacts, type FileName, published } from "./facts.js";
import { shareIn } from "./traits.js";

/**
 * When cells of a group of columns are empty, or unknown, together. `row`: where the household's place in the order of known
 * households is in one of the intervals, so that a household that misses much misses everything below it; `own`: by a number
 * of the group's own, which equals the household's place in the share `tied` of rows.
 */
export interface MissingRule {
  /** Name of the group's number; rules of the same name nest in each other. */
  readonly variable: string;
  readonly tied: number;
  /** Intervals of [0, 1) by file. */
  readonly intervals: Readonly<Record<FileName, readonly (readonly [number, number])[]>>;
}

/** Published pairs of shares (population, customers) of the blocks that nest in each other, from the smallest. */
const NESTED: readonly (readonly [number, number])[] = [
  [0, 0],
  ...["RT_UEBERGROESSE", "AKT_DAT_KL", "MIN_GEBAEUDEJAHR", "KBA13_AUDI", "PLZ8_GBZ"].map((name) => missingOf(name)),
  [1, 1],
];

function missingOf(name: string): readonly [number, number] {
  return columnFacts.find((facts) => facts.name === name)!.missing!;
}

/** The place among customers of a household at this place in the population: on the line between published pairs. */
function placeAmongCustomers(place: number): number {
  const upper = NESTED.findIndex(([population]) => population > place);
  if (upper < 0) return 1;
  const [low, high] = [NESTED[upper - 1]!, NESTED[upper]!];
  return low[1] + ((place - low[0]) / (high[0] - low[0])) * (high[1] - low[1]);
}

/** The share of rows that miss more than half of their cells: known for two files, between them for the others. */
export function sparseShare(file: FileName): number {
  const { population, customers } = published.rowsMissingMoreThanHalf;
  return shareIn(file, population, customers);
}

function everywhere(make: (file: FileName) => readonly (readonly [number, number])[]): MissingRule["intervals"] {
  return { population: make("population"), customers: make("customers"), mailing: make("mailing"), test: make("test") };
}

/** Where the column's cells are empty, if anywhere; columns of the same block share the rule's number. */
export function emptyRule(facts: ColumnFacts): MissingRule | undefined {
  if (facts.missing === undefined || facts.name.startsWith("ALTER_KIND")) return undefined;
  const [population, customers] = facts.missing;
  const variable = `empty ${population}`;
  const upTo = everywhere((file) => [[0, shareIn(file, population, customers)]]);
  if (population > 0.14 && population < 0.16)
    return { variable, tied: 1, intervals: microcellIntervals(facts.missing) };
  if (population > 0.05 && population < 0.14) return { variable, tied: 1, intervals: upTo };
  return { variable, tied: population < 0.01 ? 0.5 : population > 0.29 && population < 0.3 ? 0.3 : 0, intervals: upTo };
}

/** The microcells are missing in the sparse rows, known in a few that lack the car statistics, and missing in some more. */
function microcellIntervals([population, customers]: readonly [number, number]): MissingRule["intervals"] {
  const [cars, carsOfCustomers] = missingOf("KBA13_AUDI");
  return everywhere((file) => {
    const sparse = sparseShare(file);
    const from = shareIn(file, cars, carsOfCustomers);
    return [
      [0, sparse],
      [from, from + shareIn(file, population, customers) - sparse],
    ];
  });
}

/** Shares of unknown codes that are not published, and columns whose unknown codes appear together. */
const UNKNOWN: readonly (readonly [pattern: RegExp, group: string, share: number | undefined, tied: number])[] = [
  [/^(NATIONALITAET_KZ|PRAEGENDE_JUGENDJAHRE|SHOPPER_TYP|HEALTH_TYP|VERS_TYP)$/, "person", undefined, 0.9],
  [/^LP_/, "life stage", undefined, 0.3],
  [/^(KKK|REGIOTYP)$/, "region", undefined, 0],
  [/^CAMEO_/, "cameo", undefined, 0],
  [/^(GEBURTSJAHR|ALTER_HH)$/, "age", undefined, 0],
  [/^D19_KONSUMTYP_MAX$/, "transactions", 0.2885, 0],
  [/^KOMBIALTER$/, "combined age", 0.033, 0.5],
  [/^ALTERSKATEGORIE_FEIN$/, "fine age", 0.045, 0],
  [/^KBA05_MODTEMP$/, "fashion", 0.06, 0],
  [/^ANZ_HAUSHALTE_AKTIV$/, "households", undefined, 0],
];

/** The share of unknown codes among the cells that are not empty. */
export function unknownShare(facts: ColumnFacts): number {
  const known = UNKNOWN.find(([pattern]) => pattern.test(facts.name))?.[2];
  if (known !== undefined) return known;
  if (isUnknownCar(facts)) return unknownMicrocells();
  if (facts.missingOrUnknown === undefined) return 0;
  const empty = facts.missing?.[0] ?? 0;
  return (facts.missingOrUnknown[0] - empty) / (1 - empty);
}

/** The car statistics of a microcell are unknown together. */
function isUnknownCar(facts: ColumnFacts): boolean {
  return /^KBA05_/.test(facts.name) && facts.unknown?.includes(9) === true && (facts.missing?.[0] ?? 0) > 0.14;
}

/** Rows that miss more than 50 cells are the ones without car statistics, without a microcell, or with one of unknown cars. */
function unknownMicrocells(): number {
  const rows = published.rowsMissingMoreThan50.population / published.rows.population;
  const union = missingOf("KBA13_AUDI")[0] + missingOf("KBA05_ALTER1")[0] - sparseShare("population");
  return (rows - union) / (1 - union);
}

/** Where the column holds its unknown code, if anywhere. */
export function unknownRule(facts: ColumnFacts): MissingRule | undefined {
  const share = unknownShare(facts);
  if (share === 0) return undefined;
  const [, group = facts.name, , tied = 0] = UNKNOWN.find(([pattern]) => pattern.test(facts.name)) ?? [];
  const [, afterward] = facts.missingOrUnknown ?? [];
  const empty = facts.missing?.[1] ?? 0;
  const customers =
    afterward !== undefined ? (afterward - empty) / (1 - empty) : tied > 0.5 ? placeAmongCustomers(share) : share;
  if (group === "transactions") return emptyRule(columnFacts.find((other) => other.name === "D19_SOZIALES")!);
  const variable = isUnknownCar(facts) ? "unknown cars" : `unknown ${group}`;
  return { variable, tied, intervals: everywhere((file) => [[0, shareIn(file, share, customers)]]) };
}

/** The code that stands for unknown in the file: seen in published extremes, else the first that is listed. */
export function unknownCode(facts: ColumnFacts): number | string | undefined {
  const listed = [...(facts.unknown ?? []), ...(facts.unknownElsewhere ?? [])];
  if (facts.words !== undefined) return listed.find((code) => typeof code === "string");
  const seen = listed.find((code) => code === facts.min || (code !== 0 && code === facts.max));
  return seen ?? facts.unknownElsewhere?.at(-1) ?? (listed.includes(9) ? 9 : listed.at(-1));
}
