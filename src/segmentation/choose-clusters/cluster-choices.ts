import type { Table } from "apache-arrow";
import { FEWEST_SHOWN, isSmall } from "../../disclosure/index.js";
import { PrintedResult } from "../../errors/index.js";
import { tableFromRows } from "../../table/index.js";
import { adviceOf } from "./advice.js";
import { bestOf } from "./best-clusters.js";
import type { BestClusters, ClusterAdvice, ClusterChoice } from "./choice.js";
import { choicesText } from "./choices-text.js";
import { type InertiaPoint, kneeOf } from "./knee.js";

/** What a choice is made of. */
export interface ChoicesParts {
  /** What was found, by number of clusters. */
  readonly rows: readonly ClusterChoice[];
  /** By draw the inertia of each number. */
  readonly drawnInertia: readonly (readonly InertiaPoint[])[];
  /** All rows. */
  readonly people: number;
  /** Rows that were looked at. */
  readonly lookedAt: number;
  /** How many draws the spreads are over. */
  readonly draws: number;
}

/** Numbers of clusters side by side, and what follows from them. */
export class ClusterChoices extends PrintedResult {
  /** One entry a number of clusters, rising. */
  readonly rows: readonly ClusterChoice[];
  /** How many clusters to make, and why. */
  readonly advice: ClusterAdvice;
  /** What each criterion prefers, among numbers of clusters none of which is empty. */
  readonly best: BestClusters;
  /** The least and the greatest number at which inertia bends most, over draws. */
  readonly knees: readonly [number, number];
  /** How many people there are. */
  readonly people: number;
  /** How many of them were looked at. */
  readonly lookedAt: number;
  /** How many times clusters were made again. */
  readonly draws: number;

  constructor({ rows, drawnInertia, people, lookedAt, draws }: ChoicesParts) {
    super();
    this.rows = rows;
    this.best = bestOf(rows);
    this.advice = adviceOf(rows, draws);
    const knees = drawnInertia.map(kneeOf);
    this.knees = draws === 0 ? [Number.NaN, Number.NaN] : [Math.min(...knees), Math.max(...knees)];
    this.people = people;
    this.lookedAt = lookedAt;
    this.draws = draws;
  }

  /** @deprecated The former name of `rows`. */
  get choices(): readonly ClusterChoice[] {
    return this.rows;
  }

  /** The advice, its reasons, and the criteria as a table of text; a star marks what each prefers. */
  toText(): string {
    return choicesText(this);
  }

  /** What may be passed on, for JSON: `smallest` is null where it has fewer than 30 people. */
  toJSON(): object {
    return { ...this, rows: this.rows.map((row) => ({ ...row, smallest: shownSmallest(row) })) };
  }

  /** One row a number of clusters; the smallest segment is null where it has fewer than 30 people. */
  toTable(): Table {
    const figures = ["inertia", "silhouette", "calinskiHarabasz", "daviesBouldin", "gap", "stability"] as const;
    const spreads = ["silhouette", "calinskiHarabasz", "daviesBouldin", "gap"] as const;
    return tableFromRows(
      ["k", ...figures, "smallest", "cramersV", "auc", ...spreads.map((name) => `${name}Spread`), "advised"],
      this.rows.map((row) => [
        row.k,
        ...figures.map((name) => row[name]),
        shownSmallest(row),
        row.cramersV ?? null,
        row.auc ?? null,
        ...spreads.map((name) => row.spread[name]),
        row.k === this.advice.clusters ? "yes" : "no",
      ]),
    );
  }
}

function shownSmallest({ smallest }: ClusterChoice): number | null {
  return isSmall(smallest, FEWEST_SHOWN) ? null : smallest;
}
