import type { Label, Labels, LabelVector, Numbers } from "../matrix/index.js";

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

/** Options of `prospectList`. */
export interface ProspectOptions {
  /** Who each row is, all of one type. Of rows with the same id the best stays; rows without one are never listed. */
  readonly ids: Labels;
  /** How good each row is: the higher the better. Probabilities where `profit` is to decide. */
  readonly scores: Numbers;
  /** How many people are contacted, those to explore among them; people held back for control come on top. All of those left by default. */
  readonly capacity?: number;
  /** Contact only where the expected gain, probability times `value` less `cost`, is above 0. Needs calibrated probabilities. */
  readonly profit?: ContactProfit;
  /** People not to contact, by reason: `{ customer: ids, "opt-out": ids }`. The first reason that fits is the one given. Ids of another type are refused. */
  readonly suppress?: Readonly<Record<string, Iterable<Label | bigint | null>>>;
  /** Is a suppressed id that differs from one of the file by case, spaces or leading zeros alone someone else (`"ignore"`), or a mistake (`"refuse"`, the default)? */
  readonly spelling?: "refuse" | "ignore";
  /** When each row was contacted last: people contacted since a day are left off. */
  readonly contacts?: RecentContacts;
  /** The household of each row: of each household only the best row stays. */
  readonly households?: Labels;
  /** Reasons that keep everybody of a household off the list, not only the person: a household that has a customer needs no second letter. */
  readonly wholeHousehold?: readonly string[];
  /** The share of those chosen who are not contacted, to measure against: drawn at random from each tenth of them alike, and from those to explore. */
  readonly control?: number;
  /** The share of those chosen that is drawn at random among people below the cut-off, to keep learning about them. */
  readonly exploration?: number;
  /** Seed of everything drawn, and of the order of equal scores. */
  readonly seed?: number;
}
