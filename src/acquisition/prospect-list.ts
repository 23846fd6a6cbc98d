import { KindredError } from "../errors/index.js";
import { Random, uniformAt } from "../kernels/random/index.js";
import { type Label, type Labels, labelAt, type Numbers } from "../matrix/index.js";
import { type ProspectList, ProspectTable } from "./prospect-table.js";

/** What contacting someone brings and costs, in one currency. */
export interface ContactProfit {
  /** What a response is worth. */
  readonly value: number;
  /** What a contact costs. */
  readonly cost: number;
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
  readonly suppress?: Readonly<Record<string, Iterable<Label>>>;
  /** The household of each row: of each household only the best row stays. */
  readonly households?: Labels;
  /** The share of those chosen who are not contacted, drawn at random, to measure against. */
  readonly control?: number;
  /** The share of the capacity drawn at random among people below the cut-off, to keep learning about them. */
  readonly exploration?: number;
  /** Seed of everything drawn, and of the order of equal scores. */
  readonly seed?: number;
}

const WHERE = "prospectList";

/** What became of a row that is no suppression. */
const LISTED = "listed";
const EXPLORED = "listed to explore";
const CONTROL = "control";
const HOUSEHOLD = "household duplicate";
const BELOW = "below the cut-off";

/**
 * The best people to contact, and what became of everybody else: suppressions, one person a household, a cut-off by capacity or profit, a
 * random control group, and a share for exploration. Ids are kept, equal scores are ordered by seed, and every row has one outcome.
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
  checkOptions(options);
  const reasons = Object.keys(options.suppress ?? {});
  const outcomes = [...reasons, HOUSEHOLD, BELOW, CONTROL, EXPLORED, LISTED];
  const place = (outcome: string): number => outcomes.indexOf(outcome);
  const outcome = new Uint8Array(rows).fill(place(BELOW));
  const free = suppressed(options, reasons, outcome);
  const ranked = inOrder(free, scores, seed);
  const single = onePerHousehold(ranked, options.households, (row) => {
    outcome[row] = place(HOUSEHOLD);
  });
  const { best, explored } = cutOff(single, options, seed);
  const held = drawn(best, Math.round((options.control ?? 0) * best.length), new Random(seed, WHERE, "control"));
  for (const row of best) outcome[row] = place(held.has(row) ? CONTROL : LISTED);
  for (const row of explored) outcome[row] = place(EXPLORED);
  const chosen = inOrder([...best.filter((row) => !held.has(row)), ...explored], scores, seed);
  return new ProspectTable({ ids, scores, outcomes, outcome, chosen, control: best.filter((row) => held.has(row)) });
}

function checkOptions({
  ids,
  scores,
  households,
  control = 0,
  exploration = 0,
  capacity,
  profit,
  suppress = {},
}: ProspectOptions): void {
  const fail = (
    problem: string,
    fix: string,
    code: "INVALID_PARAMETER" | "WRONG_LENGTH" = "INVALID_PARAMETER",
  ): never => {
    throw new KindredError({ code, where: WHERE, problem, fix });
  };
  for (const [name, values] of [
    ["scores", scores],
    ["households", households],
  ] as const)
    if (values !== undefined && values.length !== ids.length)
      fail(`${name} has ${values.length} values for ${ids.length} ids`, "Give one value a row", "WRONG_LENGTH");
  for (let i = 0; i < scores.length; i++)
    if (!Number.isFinite(scores[i])) fail(`the score of row ${i} is ${scores[i]}`, "Score every row before listing");
  for (const [name, share] of Object.entries({ control, exploration }))
    if (!(share >= 0 && share < 1)) fail(`${name} is ${share}`, "Use a share of at least 0 and below 1");
  if (capacity !== undefined && !(Number.isInteger(capacity) && capacity >= 0))
    fail(`capacity is ${capacity}`, "Use a whole number of people");
  if (profit !== undefined && !(profit.value > 0 && profit.cost >= 0))
    fail(
      `profit is a value of ${profit.value} and a cost of ${profit.cost}`,
      "Use a value above 0 and a cost of at least 0",
    );
  const own = [HOUSEHOLD, BELOW, CONTROL, EXPLORED, LISTED].find((name) => Object.hasOwn(suppress, name));
  if (own !== undefined) fail(`"${own}" is an outcome already`, "Call the reason something else");
  if (Object.keys(suppress).length > 200) fail("there are more than 200 reasons to suppress", "Join some");
}

/** Notes the reason of everyone suppressed, and gives the rows that are left. */
function suppressed(
  { ids, suppress = {} }: ProspectOptions,
  reasons: readonly string[],
  outcome: Uint8Array,
): number[] {
  const reasonOf = new Map<Label, number>();
  for (let r = reasons.length - 1; r >= 0; r--) for (const id of suppress[reasons[r]!]!) reasonOf.set(id, r);
  const free: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const reason = reasonOf.get(labelAt(ids, i) as Label);
    if (reason === undefined) free.push(i);
    else outcome[i] = reason;
  }
  return free;
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
