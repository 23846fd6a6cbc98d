import type { Table } from "apache-arrow";
import { FEWEST_SHOWN, hiddenNote, hideCells, isSmall, NOT_SHOWN } from "../disclosure/index.js";
import { printed } from "../errors/index.js";
import type { Label, Numbers } from "../matrix/index.js";
import { tableFromRows } from "../table/index.js";
import type { ContactProfit } from "./prospect-options.js";

/** The outcomes of people who are contacted. */
export const LISTED = "listed";
/** Contacted though others had better scores, to keep learning about people like them. */
export const EXPLORED = "listed to explore";
const STAYS: readonly string[] = [LISTED, EXPLORED];
/** Chosen for their scores, and held back at random to measure against. */
export const CONTROL = "control";
/** Chosen to explore, and held back. */
export const CONTROL_EXPLORED = "control to explore";

/** How many ids of a reason are in the file. */
export interface Suppression {
  /** The reason. */
  readonly reason: string;
  /** Different ids that were to be suppressed for it. */
  readonly ids: number;
  /** How many of these are in the file. */
  readonly found: number;
}

/** One person on the list. */
export interface Prospect {
  /** The row it came from. */
  readonly row: number;
  /** Who it is. */
  readonly id: Label;
  /** How good it is. */
  readonly score: number;
  /** What became of the row: on the list for its score, or to explore. */
  readonly outcome: string;
}

/** How many rows had an outcome. */
export interface WaterfallStep {
  /** The reason of a suppression, or what else became of the rows. */
  readonly outcome: string;
  /** How many. */
  readonly rows: number;
  /** How many rows are left after them, on the way from the file to the list. */
  readonly left: number;
}

/** What a list of probabilities promises. */
export interface ProspectPromise {
  /** Responses to be expected of those to contact. */
  readonly responses: number;
  /** What they bring, less what contacting costs. */
  readonly profit: number;
}

/** A list of prospects, and what became of every other row. */
export interface ProspectList {
  /** Those to contact, the best first. */
  readonly prospects: readonly Prospect[];
  /** Those held back at random to measure against. */
  readonly control: readonly Prospect[];
  /** Every outcome with its rows; together all rows that came in. */
  readonly waterfall: readonly WaterfallStep[];
  /** How many ids of each reason to suppress were found: a reason that finds no row may be read from the wrong file. */
  readonly suppressions: readonly Suppression[];
  /** What looked doubtful, as sentences. */
  readonly notes: readonly string[];
  /** What the list promises, where `profit` decided. */
  readonly promise?: ProspectPromise;
  /** What became of a row. */
  outcomeOf(row: number): string;
  /** Every row in its order, with id, score and outcome. */
  toTable(): Table;
  /**
   * The waterfall as text: from the rows of the file to those on the list.
   *
   * @param minimum - Outcomes of fewer rows are not shown; 30 by default.
   */
  toText(minimum?: number): string;
  /** What may be passed on, for JSON: what the text says, in numbers. Nothing of single people, and null for outcomes of fewer than 30 rows and what would give them away. */
  toJSON(): SharedProspects;
}

/** What others may see of a list: no single person, and no number of fewer people than the minimum. */
export interface SharedProspects {
  /** Every outcome, with null in the place of a number that is not shown. */
  readonly waterfall: readonly {
    /** What became of the rows. */
    readonly outcome: string;
    /** How many rows. */
    readonly rows: number | null;
    /** How many rows are left after them. */
    readonly left: number | null;
  }[];
  /** Ids of each reason to suppress, null where they are few. */
  readonly suppressions: readonly {
    /** Why. */
    readonly reason: string;
    /** How many ids were given. */
    readonly ids: number | null;
    /** How many of them are in the file. */
    readonly found: number | null;
  }[];
  /** What looked doubtful, as sentences. */
  readonly notes: readonly string[];
  /** What the list promises, where `profit` decided. */
  readonly promise?: ProspectPromise;
  /** Numbers of fewer people are hidden. */
  readonly minimum: number;
}

/** What a list is made from. */
export interface ProspectParts {
  readonly ids: readonly (Label | null)[];
  readonly scores: Numbers;
  readonly suppressions: readonly Suppression[];
  readonly notes: readonly string[];
  readonly outcomes: readonly string[];
  readonly outcome: Uint8Array;
  readonly chosen: readonly number[];
  readonly control: readonly number[];
  readonly profit?: ContactProfit;
}

/** A list that prints itself. */
export class ProspectTable implements ProspectList {
  static {
    printed(ProspectTable.prototype);
  }

  readonly prospects: readonly Prospect[];
  readonly control: readonly Prospect[];
  readonly waterfall: readonly WaterfallStep[];
  readonly suppressions: readonly Suppression[];
  readonly notes: readonly string[];
  readonly promise?: ProspectPromise;
  readonly #parts: ProspectParts;

  constructor(parts: ProspectParts) {
    this.#parts = parts;
    this.suppressions = parts.suppressions;
    this.notes = parts.notes;
    const prospect = (row: number): Prospect => ({
      row,
      id: parts.ids[row]!,
      score: parts.scores[row]!,
      outcome: this.outcomeOf(row),
    });
    this.prospects = parts.chosen.map(prospect);
    this.control = parts.control.map(prospect);
    const counts = new Float64Array(parts.outcomes.length);
    for (const place of parts.outcome) counts[place]! += 1;
    let left = parts.ids.length;
    this.waterfall = parts.outcomes.flatMap((outcome, place) => {
      const rows = counts[place]!;
      if (rows === 0) return [];
      if (!STAYS.includes(outcome)) left -= rows;
      return [{ outcome, rows, left }];
    });
    if (parts.profit === undefined) return;
    const responses = this.prospects.reduce((sum, { score }) => sum + score, 0);
    const { value, cost } = parts.profit;
    this.promise = { responses, profit: responses * value - this.prospects.length * cost };
  }

  outcomeOf(row: number): string {
    return this.#parts.outcomes[this.#parts.outcome[row]!]!;
  }

  toTable(): Table {
    const { ids, scores } = this.#parts;
    const idOf = (row: number): string | number | null => {
      const id = ids[row]!;
      return id === null || typeof id === "number" ? id : String(id);
    };
    return tableFromRows(
      ["id", "score", "outcome"],
      Array.from({ length: ids.length }, (_, row) => [idOf(row), scores[row]!, this.outcomeOf(row)]),
    );
  }

  toText(minimum: number = FEWEST_SHOWN): string {
    const hidden = this.#hidden(minimum);
    const width = Math.max(...this.waterfall.map((step) => step.outcome.length), "rows in".length);
    const line = (name: string, rows: string): string => `${name.padEnd(width)}  ${rows.padStart(12)}`;
    return [
      line("rows in", this.#parts.ids.length.toLocaleString("en-US")),
      ...this.waterfall.map(({ outcome, rows }, k) =>
        line(outcome, hidden[k] ? NOT_SHOWN : rows.toLocaleString("en-US")),
      ),
      ...this.#shownSuppressions(minimum).map((one) => suppressionText(one, minimum)),
      ...(this.promise === undefined ? [] : [promiseText(this.promise)]),
      ...this.notes,
      ...(hidden.includes(true) ? [hiddenNote(minimum)] : []),
    ].join("\n");
  }

  toJSON(): SharedProspects {
    const minimum = FEWEST_SHOWN;
    const hidden = this.#hidden(minimum);
    // What is left behind a hidden step would tell how many it took.
    const first = hidden.indexOf(true);
    return {
      waterfall: this.waterfall.map(({ outcome, rows, left }, k) => ({
        outcome,
        rows: hidden[k] ? null : rows,
        left: first >= 0 && k >= first ? null : left,
      })),
      suppressions: this.#shownSuppressions(minimum).map(({ reason, ids, found }) => ({ reason, ids, found })),
      notes: this.notes,
      ...(this.promise === undefined ? {} : { promise: this.promise }),
      minimum,
    };
  }

  /** Ids found are hidden where they, or those not found, are few, or where they say how many rows a hidden outcome has. */
  #shownSuppressions(minimum: number): ShownSuppression[] {
    const hidden = this.#hidden(minimum);
    const isHidden = new Set(this.waterfall.filter((_, k) => hidden[k]).map(({ outcome }) => outcome));
    return this.suppressions.map(({ reason, ids, found }) => ({
      reason,
      ids: isSmall(ids, minimum) ? null : ids,
      found:
        found > 0 && (isHidden.has(reason) || [ids, found, ids - found].some((n) => isSmall(n, minimum)))
          ? null
          : found,
      few: isSmall(found, minimum),
      all: found === ids,
    }));
  }

  /** Outcomes that are hidden: together they are all rows, whose number is shown. */
  #hidden(minimum: number): boolean[] {
    return hideCells(
      this.waterfall.map((step) => step.rows),
      minimum,
    );
  }
}

/** A suppression with null for what is hidden. */
interface ShownSuppression {
  readonly reason: string;
  readonly ids: number | null;
  readonly found: number | null;
  /** Were too few ids found to be shown? */
  readonly few: boolean;
  /** Were all found? */
  readonly all: boolean;
}

function suppressionText({ reason, ids, found, few, all }: ShownSuppression, minimum: number): string {
  if (ids === 0) return `${reason}: there are no ids to suppress.`;
  const of = ids === null ? `fewer than ${minimum}` : ids.toLocaleString("en-US");
  if (found === 0) return `${reason}: none of ${of} ids is in the file. Is it the right list, with ids of this file?`;
  const some = few ? `fewer than ${minimum}` : "some";
  const part = all && (found !== null || ids === null) ? "all" : (found?.toLocaleString("en-US") ?? some);
  return `${reason}: ${part} of ${of} ids are in the file.`;
}

function promiseText({ responses, profit }: ProspectPromise): string {
  return `${responses.toFixed(1)} responses are to be expected, and a profit of ${profit.toFixed(2)}.`;
}
