import { Random, uniformAt } from "../engine/numeric/random/index.js";
import { type Label, labelAt, type Numbers } from "../matrix/index.js";
import { check, optionsCheck } from "../options/index.js";
import { foundIds, idAt, idOf } from "../table/index.js";
import { checkProspects } from "./check-prospects.js";
import type { ContactProfit, ProspectOptions, RecentContacts } from "./prospect-options.js";
import {
  CONTROL,
  CONTROL_EXPLORED,
  EXPLORED,
  LISTED,
  type ProspectList,
  ProspectTable,
  type Suppression,
} from "./prospect-table.js";

const WHERE = "prospectList";

/** What became of a row that is no suppression. */
const HOUSEHOLD = "household duplicate";
const BELOW = "below the cut-off";
const RECENT = "contacted lately";
const NAMELESS = "without an id";
const TWICE = "same id twice";
const OWN: readonly string[] = [NAMELESS, TWICE, HOUSEHOLD, BELOW, CONTROL, CONTROL_EXPLORED, EXPLORED, LISTED];

const checkOptions = optionsCheck<ProspectOptions>(
  "prospectList",
  {
    ids: check.labels,
    scores: check.numbers,
    capacity: check.whole(0),
    profit: check.object<ContactProfit>({ value: check.number, cost: check.number }, ["value", "cost"]),
    suppress: check.record(
      check.expected(
        (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
        "a list of ids",
      ),
    ),
    spelling: check.oneOf("refuse", "ignore"),
    contacts: check.object<RecentContacts>(
      {
        last: check.list,
        since: check.expected((value) => value instanceof Date || typeof value === "number", "a Date or a number"),
      },
      ["last", "since"],
    ),
    households: check.labels,
    wholeHousehold: check.texts,
    control: check.number,
    exploration: check.number,
    seed: check.seed,
  },
  ["ids", "scores"],
);

/**
 * The best people to contact, and what became of everybody else: suppressions, recent contacts, one row a person, one person a household, a
 * cut-off by capacity or profit, a random control group, and a share for exploration. Ids are kept, equal scores are ordered by seed, and every
 * row has one outcome.
 *
 * @throws KindredError where lengths differ, a score is not a number, a share is not between 0 and 1, or ids to suppress are of another type or
 * spelling than those of the file, so that they would find no row.
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
  checkOptions(options);
  const { scores, seed = 0 } = options;
  const rows = options.ids.length;
  checkProspects(options, WHERE, OWN);
  const ids = Array.from({ length: rows }, (_, row) => idAt(options.ids, row));
  const reasons = reasonsOf(options);
  const outcomes = [...reasons, ...OWN];
  const place = (outcome: string): number => outcomes.indexOf(outcome);
  const outcome = new Uint8Array(rows).fill(place(BELOW));
  const leave = (reason: string) => (row: number) => {
    outcome[row] = place(reason);
  };
  const { reasonOf, found } = suppressed(options, ids);
  const free = unsuppressed(options, ids, reasonOf, reasons, outcome);
  const named = free.filter((row) => {
    if (ids[row] === null) leave(NAMELESS)(row);
    return ids[row] !== null;
  });
  const ranked = oneEach(inOrder(named, scores, seed), (row) => ids[row], leave(TWICE));
  const { households } = options;
  const single =
    households === undefined ? ranked : oneEach(ranked, (row) => labelAt(households, row), leave(HOUSEHOLD));
  const { best, explored, held } = chosenOf(single, options);
  const control = heldBack(best, held.best, new Random(seed, WHERE, "control"));
  const unexplored = heldBack(
    inOrder(explored, scores, seed),
    held.explored,
    new Random(seed, WHERE, "control to explore"),
  );
  for (const row of best) leave(control.has(row) ? CONTROL : LISTED)(row);
  for (const row of explored) leave(unexplored.has(row) ? CONTROL_EXPLORED : EXPLORED)(row);
  const isHeld = (row: number): boolean => control.has(row) || unexplored.has(row);
  const chosen = inOrder([...best, ...explored], scores, seed);
  const { profit } = options;
  return new ProspectTable({
    ids,
    scores,
    outcomes,
    outcome,
    chosen: chosen.filter((row) => !isHeld(row)),
    control: chosen.filter(isHeld),
    suppressions: found,
    notes: controlNote(options.control ?? 0, chosen.length, control.size + unexplored.size),
    ...(profit === undefined ? {} : { profit }),
  });
}

/** A control group that rounds to no one is no control group. */
function controlNote(share: number, chosen: number, held: number): string[] {
  if (share === 0 || held > 0) return [];
  return [
    `A control of ${(100 * share).toFixed(1)} % of ${chosen.toLocaleString("en-US")} chosen rounds to 0: nothing will tell what the contact does.`,
  ];
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
function unsuppressed(
  { contacts, households, wholeHousehold = [] }: ProspectOptions,
  ids: readonly (Label | null)[],
  reasonOf: ReadonlyMap<Label, string>,
  reasons: readonly string[],
  outcome: Uint8Array,
): number[] {
  const since = Number(contacts?.since);
  const left: number[] = [];
  const closed = new Map<unknown, string>();
  for (let i = 0; i < ids.length; i++) {
    const recent = contacts !== undefined && timeAt(contacts.last, i) >= since;
    const id = ids[i]!;
    const reason = (id === null ? undefined : reasonOf.get(id)) ?? (recent ? RECENT : undefined);
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

/** The first reason that fits each id, and how many ids of each reason are in the file. */
function suppressed(
  { suppress = {}, spelling }: ProspectOptions,
  ids: readonly (Label | null)[],
): { reasonOf: ReadonlyMap<Label, string>; found: Suppression[] } {
  const here = new Set(ids.filter((id) => id !== null));
  const reasonOf = new Map<Label, string>();
  const among = { name: "ids", ids: here };
  // Ids of several types are refused where nothing is suppressed, too.
  foundIds(among, { name: "(no ids)", ids: [] }, WHERE);
  const found = Object.entries(suppress).map(([reason, people]): Suppression => {
    const looked = new Set(Array.from(people, (id) => idOf(id)).filter((id) => id !== null));
    const known = foundIds(among, { name: `suppress "${reason}"`, ids: looked }, WHERE, spelling);
    for (const id of known) if (!reasonOf.has(id)) reasonOf.set(id, reason);
    return { reason, ids: looked.size, found: known.size };
  });
  return { reasonOf, found };
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

/** The first row of each key; rows without one stay. */
function oneEach(ranked: readonly number[], keyOf: (row: number) => unknown, drop: (row: number) => void): number[] {
  const seen = new Set<unknown>();
  return ranked.filter((row) => {
    const key = keyOf(row);
    if (key === null || key === undefined) return true;
    if (seen.has(key)) {
      drop(row);
      return false;
    }
    seen.add(key);
    return true;
  });
}

/** Who is chosen, to contact or to hold back, and how many of them are held back: capacity counts contacts. */
function chosenOf(
  ranked: readonly number[],
  { scores, capacity, profit, exploration = 0, control = 0, seed = 0 }: ProspectOptions,
): { best: readonly number[]; explored: number[]; held: { best: number; explored: number } } {
  const worth =
    profit === undefined ? ranked.length : ranked.filter((row) => scores[row]! * profit.value > profit.cost).length;
  const needed = capacity === undefined ? Number.POSITIVE_INFINITY : Math.round(capacity / (1 - control));
  const size = Math.min(needed, worth);
  const held = size === needed ? size - capacity! : Math.round(control * size);
  const others = Math.min(Math.round(exploration * size), ranked.length - size);
  const best = ranked.slice(0, size - others);
  const random = new Random(seed, WHERE, "exploration");
  const explored = [...drawn(ranked.slice(size - others), others, random)];
  const heldExplored = size === 0 ? 0 : Math.round((held * others) / size);
  return { best, explored, held: { best: held - heldExplored, explored: heldExplored } };
}

/** A number of the rows at random, each tenth of them giving its share. */
function heldBack(rows: readonly number[], count: number, random: Random): Set<number> {
  const held = new Set<number>();
  const upTo = (total: number, tenth: number): number => Math.round((total * tenth) / TENTHS);
  for (let tenth = 0; tenth < TENTHS; tenth++) {
    const [from, to] = [upTo(rows.length, tenth), upTo(rows.length, tenth + 1)];
    const share = Math.round((count * to) / (rows.length || 1)) - Math.round((count * from) / (rows.length || 1));
    for (const row of drawn(rows.slice(from, to), share, random)) held.add(row);
  }
  return held;
}

const TENTHS = 10;

function drawn(rows: readonly number[], count: number, random: Random): Set<number> {
  return new Set(Array.from(random.sample(rows.length, count), (at) => rows[at]!));
}
