import type { Table } from "apache-arrow";
import { PrintedResult } from "../../errors/index.js";
import { tableFromRows } from "../../table/index.js";
import { type ExplainableModel, segmentsOf } from "../explained-model.js";
import type { KnownIds } from "../renumber-segments.js";
import { type SegmentLabels, segmentAt } from "../segment-labels.js";
import { type SegmentNames, withName } from "./given-names.js";
import type { SegmentId } from "./given-segments.js";
import { renumbered } from "./renumbered.js";

/** A former and a present segment that are the same. */
export interface SegmentPair {
  /** The former segment. */
  readonly before: number | string;
  /** The present segment. */
  readonly after: number | string;
  /** People who are in both. */
  readonly rows: number;
  /** They over the people who are in either. */
  readonly jaccard: number;
  /** Their share of the former segment. */
  readonly ofBefore: number;
  /** Their share of the present segment. */
  readonly ofAfter: number;
}

/** Former segments most of whose people are in one present segment. */
export interface SegmentMerge {
  /** The former ids. */
  readonly before: readonly (number | string)[];
  /** The present id. */
  readonly after: number | string;
}

/** Present segments most of whose people are of one former segment. */
export interface SegmentSplit {
  /** The former id. */
  readonly before: number | string;
  /** The present ids. */
  readonly after: readonly (number | string)[];
}

/** What a match is made of. */
export interface MatchParts {
  /** Segments that go on. */
  readonly pairs: readonly SegmentPair[];
  /** Segments that became one. */
  readonly merges: readonly SegmentMerge[];
  /** Segments that became several. */
  readonly splits: readonly SegmentSplit[];
  /** The former ids. */
  readonly former: readonly (number | string)[];
  /** The present ids. */
  readonly present: readonly (number | string)[];
  /** The ids of the former and of the present model, where models were given. */
  readonly known?: {
    /** Of the former model. */
    readonly before: KnownIds | undefined;
    /** Of the present one. */
    readonly after: KnownIds | undefined;
  };
  /** Names that people gave to former segments. */
  readonly names?: SegmentNames;
}

/** Which present segments are which former ones. */
export class SegmentMatch extends PrintedResult {
  /** Segments that are the same, one former and one present, in the order of the former. */
  readonly pairs: readonly SegmentPair[];
  /** Former segments that went into one another. */
  readonly merges: readonly SegmentMerge[];
  /** Former segments that came apart. */
  readonly splits: readonly SegmentSplit[];
  /** Former segments that none of the present ones is. */
  readonly gone: readonly (number | string)[];
  /** Present segments that are none of the former ones. */
  readonly appeared: readonly (number | string)[];
  /** Of each present segment its id from now on: that of its pair, or a new one. */
  readonly ids: readonly {
    /** The present id. */
    readonly after: number | string;
    /** The id that it keeps. */
    readonly id: number | string;
  }[];
  /** From here on no id was ever used: what the next segment that appears will get. Of labels alone it is one more than the highest. */
  readonly next: number;
  readonly #names: SegmentNames;

  constructor({ pairs, merges, splits, former, present, known, names = {} }: MatchParts) {
    super();
    this.#names = names;
    this.pairs = pairs;
    this.merges = merges;
    this.splits = splits;
    this.gone = former.filter((segment) => !pairs.some(({ before }) => before === segment));
    this.appeared = present.filter((segment) => !pairs.some(({ after }) => after === segment));
    // A segment in which none of the rows is has an id too.
    const unseen = (known?.after?.ids ?? []).filter((id) => !present.includes(id));
    const used = [...former, ...(known?.before?.ids ?? [])];
    const first = Math.max(known?.before?.next ?? 0, 1 + highest(used));
    this.ids = newIds([...present, ...unseen], used, pairs, first);
    this.next = Math.max(first, 1 + highest(this.ids.map(({ id }) => id)));
  }

  /** The id of a present segment from now on; null stays null, and a segment that was not matched keeps its own. */
  idOf(after: SegmentId): SegmentId {
    return this.ids.find((one) => one.after === after)?.id ?? after;
  }

  /** Present labels under the ids of the former model. */
  relabel(after: SegmentLabels): SegmentId[] {
    const ids = new Map(this.ids.map((one) => [one.after, one.id]));
    return Array.from({ length: after.length }, (_, i) => {
      const segment = segmentAt(after, i);
      return segment === null ? null : (ids.get(segment) ?? segment);
    });
  }

  /**
   * The present model under the ids of the former one: `predict` gives what `relabel` makes of its labels, and all else that it gives, exports and its JSON
   * among them, has these ids too. A segment that appeared has an id that was never used, and that of one that is gone is not used again; the copy
   * knows which were, so that the model after it does not use them either. Names that people gave to the former model's segments go along, where
   * that model was given and the present segments have none.
   *
   * @param after - The present model, as it was matched.
   * @returns A copy of the model; the one given is unchanged.
   * @throws KindredError where it has other segments than those that were matched, or the former ids are no numbers.
   *
   * @example
   * ```ts
   * import { FeatureMatrix, KMeans, matchSegments, renumberSegments } from "kindred";
   *
   * const people = FeatureMatrix.fromColumns({ AGE: [20, 21, 22, 60, 61] });
   * const former = renumberSegments(await new KMeans({ clusters: 2, seed: 1 }).fit(people), { 0: 4, 1: 2 });
   * const again = await new KMeans({ clusters: 2, seed: 9 }).fit(people);
   * const present = matchSegments(former, again, people).renumber(again);
   * present.predict(people); // Int32Array [4, 4, 4, 2, 2]
   * ```
   */
  renumber<M extends ExplainableModel>(after: M): M {
    return renumbered(after, this, this.#names);
  }

  /**
   * The names that people gave to segments of the former model, by the segments of the present one, for `renameSegments`: they survive a model made again.
   *
   * @param before - The former model.
   * @throws KindredError where it keeps nothing of its segments.
   */
  names(before: ExplainableModel): Record<number, string> {
    const { statistics, ids } = segmentsOf(before, "SegmentMatch.names");
    return Object.fromEntries(
      this.pairs.flatMap((pair): [number, string][] => {
        const name = statistics.names?.[ids.indexOf(Number(pair.before))];
        return name == null ? [] : [[Number(pair.after), name]];
      }),
    );
  }

  /** One line for each thing that happened. Former segments are named where people named them and the former model was given. */
  toText(): string {
    const { pairs, merges, splits, gone, appeared } = this;
    const inMerge = new Set(merges.flatMap(({ before }) => before));
    const inSplit = new Set(splits.flatMap(({ after }) => after));
    return [
      ...pairs.map(
        ({ before, after, jaccard, ofBefore }) =>
          `Segment ${withName(before, this.#names)} is segment ${after} now: ${percent(ofBefore)} of its people are there (Jaccard ${jaccard.toFixed(2)}).`,
      ),
      ...merges.map(
        ({ before, after }) =>
          `Segments ${listed(before.map((one) => withName(one, this.#names)))} went into segment ${after}.`,
      ),
      ...splits.map(
        ({ before, after }) => `Segment ${withName(before, this.#names)} came apart into segments ${listed(after)}.`,
      ),
      ...gone
        .filter((segment) => !inMerge.has(segment))
        .map((segment) => `Segment ${withName(segment, this.#names)} is gone.`),
      ...appeared.filter((segment) => !inSplit.has(segment)).map((segment) => `Segment ${segment} is new.`),
    ].join("\n");
  }

  /** One row a pair, and one for each segment that has none. */
  toTable(): Table {
    return tableFromRows(
      ["before", "after", "jaccard", "ofBefore", "ofAfter"],
      [
        ...this.pairs.map(({ before, after, jaccard, ofBefore, ofAfter }) => [
          String(before),
          String(after),
          jaccard,
          ofBefore,
          ofAfter,
        ]),
        ...this.gone.map((segment) => [String(segment), null, null, null, null]),
        ...this.appeared.map((segment) => [null, String(segment), null, null, null]),
      ],
    );
  }
}

/** New ids follow the highest that was ever used. */
function newIds(
  present: readonly (number | string)[],
  former: readonly (number | string)[],
  pairs: readonly SegmentPair[],
  first: number,
): SegmentMatch["ids"] {
  let next = first;
  const taken = new Set(former);
  return present.map((after) => {
    const pair = pairs.find((one) => one.after === after);
    if (pair !== undefined) return { after, id: pair.before };
    if (typeof after === "number") return { after, id: next++ };
    let name = after;
    while (taken.has(name)) name = `${name} (new)`;
    taken.add(name);
    return { after, id: name };
  });
}

function highest(ids: readonly (number | string)[]): number {
  return Math.max(-1, ...ids.filter((id) => typeof id === "number"));
}

function listed(segments: readonly (number | string)[]): string {
  return `${segments.slice(0, -1).join(", ")} and ${segments.at(-1)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
