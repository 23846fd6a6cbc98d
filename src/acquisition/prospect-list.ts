import { Random, uniformAt } from "../engine/numeric/random/index.js";
import { KindredError } from "../errors/index.js";
import { type Label, type Labels, type LabelVector, labelAt, type Numbers } from "../matrix/index.js";
import { checkProspects } from "./check-prospects.js";
import { EXPLORED, LISTED, type ProspectList, ProspectTable } from "./prospect-table.js";

/** What contacting someone brings and costs, in one currency. */
export interface ContactProfit {
  /** What a response is worth. */
  readonly value: number;
  /** What a contact costs. */
  readonly cost: number;
}

/** When each row was contacted last, and what is too recent. */
export interface RecentContacts {
  /** A Date, a number of milliseconds, or null for never; or an Arrow column of dates. */
  readonly last: ArrayLike<Date | number | null> | LabelVector;
  /** From when on a contact is too recent. */
  readonly since: Date | number;
}

/** What `prospectList` is told. */
export interface ProspectOptions {
  /** Who each row is. */
  readonly ids: Labels;
  /** How good each row is: the higher the better. Probabilities where `profit` is to decide. */
  readonly scores: Numbers;
  /** How many people can be contacted; all of those left by default. */
  readonly capacity?: number;
  /** Contact only where the expected gain, probability times `value` less `cost`, is above 0. Needs calibrated probabilities. */
  readonly profit?: ContactProfit;
  /** People not to contact, by reason: `{ customer: ids, "opt-out": ids, "contacted lately": ids }`. The first reason that fits is the one given. */
  readonly suppress?: Readonly<Record<string, Iterable<Label | bigint | null>>>;
  /** When each row was contacted last: people contacted since a day are left off. */
  readonly contacts?: RecentContacts;
  /** The household of each row: of each household only the best row stays. */
  readonly households?: Labels;
  /** Reasons that keep everybody of a household off the list, not only the person: a household that has a customer needs no second letter. */
  readonly wholeHousehold?: readonly string[];
  /** The share of those chosen who are not contacted, drawn at random, to measure against. */
  readonly control?: number;
  /** The share of the capacity drawn at random among people below the cut-off, to keep learning about them. */
  readonly exploration?: number;
  /** Seed of everything drawn, and of the order of equal scores. */
  readonly seed?: number;
}

const WHERE = "prospectList";

/** What became of a row that is no suppression. */
const CONTROL = "control";
const HOUSEHOLD = "household duplicate";
const BELOW = "below the cut-off";
const RECENT = "contacted lately";
const OWN: readonly string[] = [HOUSEHOLD, BELOW, CONTROL, EXPLORED, LISTED];

/**
 * The best people to contact, and what became of everybody else: suppressions, recent contacts, one person a household, a cut-off by capacity
 * or profit, a random control group, and a share for exploration. Ids are kept, equal scores are ordered by seed, and every row has one
 * outcome.
 *
 * @throws KindredError where lengths differ, a score is not a number, or a share is not between 0 and 1.
 *
 * @example
 * ```ts
 * import { prospectList } from "kindred";
 *
 * const list = prospectList({
 *   ids: ["ann", "bob", "cem", "dua", "eve"],
 *   scores: [0.2, 0.9, 0.5, 0.7, 0.1],
 *   suppress: { customer: ["bob"] },
 *   capacity: 2,
 * });
 * list.prospects.map((prospect) => prospect.id); // ["dua", "cem"]
 * list.outcomeOf(1); // "customer"
 * list.waterfall.reduce((rows, step) => rows + step.rows, 0); // 5
 * ```
 */
export function prospectList(options: ProspectOptions): ProspectList {
  const { ids, scores, seed = 0 } = options;
  const rows = ids.length;
  checkProspects(options, WHERE, OWN);
  const reasons = reasonsOf(options);
  const outcomes = [...reasons, ...OWN];
  const place = (outcome: string): number => outcomes.indexOf(outcome);
  const outcome = new Uint8Array(rows).fill(place(BELOW));
  const free = unsuppressed(options, reasons, outcome);
  const ranked = inOrder(free, scores, seed);
  const single = onePerHousehold(ranked, options.households, (row) => {
    outcome[row] = place(HOUSEHOLD);
  });
  const { best, explored } = cutOff(single, options, seed);
  const held = drawn(best, Math.round((options.control ?? 0) * best.length), new Random(seed, WHERE, "control"));
  for (const row of best) outcome[row] = place(held.has(row) ? CONTROL : LISTED);
  for (const row of explored) outcome[row] = place(EXPLORED);
  const chosen = inOrder([...best.filter((row) => !held.has(row)), ...explored], scores, seed);
  const control = best.filter((row) => held.has(row));
  const { profit } = options;
  return new ProspectTable({
    ids,
    scores,
    outcomes,
    outcome,
    chosen,
    control,
    ...(profit === undefined ? {} : { profit }),
  });
}

/** Reasons to leave people off, in the order in which they are looked for; those that hold for whole households follow the person's own. */
function reasonsOf({ suppress = {}, contacts, wholeHousehold = [] }: ProspectOptions): string[] {
  const own = [...Object.keys(suppress), ...(contacts === undefined ? [] : [RECENT])];
  return [...own, ...wholeHousehold.map(inHousehold)];
}

function inHousehold(reason: string): string {
  return `${reason} in the household`;
}

/** Notes the reason of everyone suppressed, and gives the rows that are left. */
function unsuppressed(options: ProspectOptions, reasons: readonly string[], outcome: Uint8Array): number[] {
  const { ids, suppress = {}, contacts, households, wholeHousehold = [] } = options;
  const reasonOf = reasonsById(suppress, ids);
  const since = Number(contacts?.since);
  const left: number[] = [];
  const closed = new Map<unknown, string>();
  for (let i = 0; i < ids.length; i++) {
    const recent = contacts !== undefined && timeAt(contacts.last, i) >= since;
    const reason = reasonOf.get(labelAt(ids, i) as Label) ?? (recent ? RECENT : undefined);
    if (reason === undefined) {
      left.push(i);
      continue;
    }
    outcome[i] = reasons.indexOf(reason);
    const household = households === undefined ? undefined : labelAt(households, i);
    if (!wholeHousehold.includes(reason) || household === null || household === undefined) continue;
    const before = closed.get(household);
    if (before === undefined || reasons.indexOf(reason) < reasons.indexOf(before)) closed.set(household, reason);
  }
  if (closed.size === 0) return left;
  return left.filter((row) => {
    const reason = closed.get(labelAt(households!, row));
    if (reason !== undefined) outcome[row] = reasons.indexOf(inHousehold(reason));
    return reason === undefined;
  });
}

/** The first reason that fits each id. Ids read as numbers here and as words there would find nobody, and say nothing. */
function reasonsById(suppress: NonNullable<ProspectOptions["suppress"]>, ids: Labels): ReadonlyMap<Label, string> {
  const kinds = new Set(Array.from({ length: ids.length }, (_, i) => typeof labelAt(ids, i)));
  const reasonOf = new Map<Label, string>();
  for (const [reason, people] of Object.entries(suppress).reverse()) {
    const plain = Array.from(people, (id) => (typeof id === "bigint" ? Number(id) : id)).filter((id) => id !== null);
    if (kinds.size > 0 && plain.length > 0 && !plain.some((id) => kinds.has(typeof id)))
      throw new KindredError({
        code: "INVALID_INPUT",
        where: WHERE,
        problem: `ids are of type ${[...kinds].join(" and ")}, those of "${reason}" are of type ${typeof plain[0]}: nobody would be found`,
        fix: "Read both files with the same type for ids",
        expected: [...kinds],
        got: typeof plain[0],
      });
    for (const id of plain) reasonOf.set(id, reason);
  }
  return reasonOf;
}

/** Milliseconds; before all time where somebody was never contacted. */
function timeAt(times: RecentContacts["last"], i: number): number {
  const time: unknown =
    "get" in times && typeof times.get === "function" ? times.get(i) : (times as ArrayLike<unknown>)[i];
  return time === null || time === undefined || Number.isNaN(Number(time)) ? Number.NEGATIVE_INFINITY : Number(time);
}

/** Rows by falling score; equal scores in an order that the seed decides, whatever other rows there are. */
function inOrder(rows: readonly number[], scores: Numbers, seed: number): number[] {
  return [...rows].sort(
    (a, b) => scores[b]! - scores[a]! || uniformAt(seed, "order", a) - uniformAt(seed, "order", b) || a - b,
  );
}

function onePerHousehold(ranked: number[], households: Labels | undefined, drop: (row: number) => void): number[] {
  if (households === undefined) return ranked;
  const seen = new Set<unknown>();
  return ranked.filter((row) => {
    const household = labelAt(households, row);
    if (household === null || household === undefined) return true;
    if (seen.has(household)) {
      drop(row);
      return false;
    }
    seen.add(household);
    return true;
  });
}

function cutOff(
  ranked: readonly number[],
  { scores, capacity = ranked.length, profit, exploration = 0 }: ProspectOptions,
  seed: number,
): { best: readonly number[]; explored: readonly number[] } {
  const worth =
    profit === undefined ? ranked.length : ranked.filter((row) => scores[row]! * profit.value > profit.cost).length;
  const size = Math.min(capacity, worth);
  const others = Math.min(Math.round(exploration * size), ranked.length - size);
  const best = ranked.slice(0, size - others);
  const random = new Random(seed, WHERE, "exploration");
  return { best, explored: [...drawn(ranked.slice(size - others), others, random)] };
}

function drawn(rows: readonly number[], count: number, random: Random): Set<number> {
  return new Set(Array.from(random.sample(rows.length, count), (at) => rows[at]!));
}
