import type { Table } from "apache-arrow";
import { printed } from "../errors/index.js";
import { tableFromRows } from "../table/index.js";
import type { ColumnProfile } from "./segment-profile.js";
import { columnWords, guessedNames, NEARLY_NONE } from "./segment-words.js";

/** How one column sets a segment apart. */
export interface SegmentTrait {
  /** The source column, or one that was recoded from it. */
  readonly column: string;
  /** What it is about, where a dictionary says so. */
  readonly description?: string;
  /** The category, where the column is one of names: `value` and `typical` are then shares of people. */
  readonly category?: string;
  /** The mean of the segment's training rows in the column's own units, or a share. */
  readonly value: number;
  /** The same over all training rows. */
  readonly typical: number;
  /** The value in the middle of the segment's training rows, where the column is one of numbers; of scales it is a code. */
  readonly median?: number;
  /** The people of the segment of whom the column is known. */
  readonly known?: number;
  /** `value` less `typical` in standard deviations of the training rows. */
  readonly strength: number;
  /**
   * Does the segment have more of what the column measures? A scale whose direction is `"down"` has more where its codes are lower; where it is not known in
   * which way codes with meanings run, it is whether they are higher.
   */
  readonly more: boolean;
  /**
   * What the category means, or the value that at least half of the segment hold more often than others, where that is known. Where it is not known in which
   * way the codes run, the value that tells most, also where fewer than half hold it.
   */
  readonly meaning?: string;
  /** Are the codes taken for names because their meanings have no order and their level was not declared? */
  readonly levelGuessed?: boolean;
  /** A stronger trait that says much the same of people: of a block of correlated columns one speaks. */
  readonly sameAs?: string;
  /** The trait in words; those of `profileSegments`. */
  readonly words?: string;
}

/** How one component sets a segment apart. */
export interface SegmentComponent {
  /** The component's name. */
  readonly component: string;
  /** The mean of the segment's training rows along it, less that of all, in standard deviations of all. */
  readonly score: number;
  /** The columns that weigh most in it, signed, as text: `+ AGE, - CARS`. */
  readonly loadings: string;
}

/** One segment in words of the original columns. */
export interface SegmentExplanation {
  /** Its label. */
  readonly segment: number;
  /** The name that people gave it, where they did. */
  readonly name?: string;
  /** Training rows in it. */
  readonly rows: number;
  /** Their share of the clustered training rows. */
  readonly share: number;
  /** The components that set it apart, the strongest first; none where nothing was reduced. */
  readonly components: readonly SegmentComponent[];
  /**
   * The columns that set it apart, one entry a column: of blocks of correlated columns first the strongest, then the others, each the strongest first. None
   * where the segment is too small to be shown.
   */
  readonly traits: readonly SegmentTrait[];
  /** The traits as one sentence. */
  toText(): string;
  /** One row a trait. */
  toTable(): Table;
}

/** What an explanation is made of. @internal */
export type ExplanationParts = Omit<SegmentExplanation, "toText" | "toTable">;

/** A segment that reads itself out. */
export class ExplainedSegment implements SegmentExplanation {
  static {
    printed(ExplainedSegment.prototype);
  }

  readonly segment: number;
  readonly name?: string;
  readonly rows: number;
  readonly share: number;
  readonly components: readonly SegmentComponent[];
  readonly traits: readonly SegmentTrait[];

  constructor(parts: ExplanationParts) {
    this.segment = parts.segment;
    if (parts.name !== undefined) this.name = parts.name;
    this.rows = parts.rows;
    this.share = parts.share;
    this.components = parts.components;
    this.traits = parts.traits;
  }

  toText(): string {
    const leading = this.traits.filter(
      ({ sameAs, strength }) => sameAs === undefined && Math.abs(strength) >= NEARLY_NONE,
    );
    const traits =
      this.traits.length === 0
        ? "nothing to show"
        : leading.length === 0
          ? "much like all others"
          : leading.map(({ words }) => words).join("; ");
    const name = this.name === undefined ? "" : ` "${this.name}"`;
    const guessed = leading.filter(({ levelGuessed }) => levelGuessed).map(({ column }) => column);
    const note = guessed.length === 0 ? "" : ` (${guessedNames(guessed)}.)`;
    return `Segment ${this.segment}${name} (${(100 * this.share).toFixed(1)} %): ${traits}.${note}`;
  }

  toTable(): Table {
    return traitTable([this]);
  }
}

/** Explanations of all segments: an array of them that gives itself as text and as a table. */
export interface SegmentExplanations extends Array<SegmentExplanation> {
  /** One line a segment. */
  toText(): string;
  /** One row a segment and trait. */
  toTable(): Table;
}

/** An array of explanations with what all of them give together. */
export function explanationsOf(segments: readonly SegmentExplanation[]): SegmentExplanations {
  return printed(
    withMethods([...segments], {
      toText: () => segments.map((segment) => segment.toText()).join("\n"),
      toTable: () => traitTable(segments),
    }),
  );
}

/** An array with methods of its own, which no loop over it and no JSON of it shows. */
export function withMethods<A extends readonly unknown[], M extends object>(array: A, methods: M): A & M {
  const hidden = Object.entries(methods).map(([name, value]) => [name, { value, configurable: true }] as const);
  return Object.defineProperties(array, Object.fromEntries(hidden)) as A & M;
}

const HEAD = [
  "segment",
  "name",
  "column",
  "category",
  "value",
  "typical",
  "median",
  "strength",
  "known",
  "meaning",
  "sameAs",
  "words",
] as const;

function traitTable(segments: readonly SegmentExplanation[]): Table {
  return tableFromRows(
    HEAD,
    segments.flatMap(({ segment, name, traits }) =>
      traits.map((trait) => [
        segment,
        name ?? null,
        trait.column,
        trait.category ?? null,
        trait.value,
        trait.typical,
        trait.median ?? null,
        trait.strength,
        trait.known ?? null,
        trait.meaning ?? null,
        trait.sameAs ?? null,
        trait.words ?? null,
      ]),
    ),
  );
}

/** A meaning speaks for a segment where at least this share hold it. */
const MIN_MEANING_SHARE = 0.5;

/** A column's profile as a trait. */
export function traitOf(profile: ColumnProfile): SegmentTrait {
  const { column, description, known, telling, values, effect, sameAs, levelGuessed } = profile;
  const shared = {
    column,
    ...(description === undefined ? {} : { description }),
    known,
    strength: effect,
    words: columnWords(profile),
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(levelGuessed ? { levelGuessed } : {}),
  };
  if (telling !== undefined)
    return {
      ...shared,
      category: telling.value,
      value: telling.share,
      typical: telling.overall,
      more: telling.share > telling.overall,
      ...(telling.meaning === undefined ? {} : { meaning: telling.meaning }),
    };
  const [held] = values;
  const isUndirected = profile.more === undefined && profile.mean !== profile.overall;
  const meaning = held !== undefined && (isUndirected || held.share >= MIN_MEANING_SHARE) ? held.meaning : undefined;
  return {
    ...shared,
    value: profile.mean,
    typical: profile.overall,
    median: profile.median,
    more: profile.more ?? profile.mean > profile.overall,
    ...(meaning === undefined ? {} : { meaning }),
  };
}
