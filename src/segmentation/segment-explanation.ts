/** How one column sets a segment apart. */
export interface SegmentTrait {
  /** The source column. */
  readonly column: string;
  /** The category, where the source column is one of categories: `value` and `typical` are then shares of rows. */
  readonly category?: string;
  /** The segment's centroid in the column's own units: a mean code, or a share. */
  readonly value: number;
  /** The mean over all segments, weighted by their rows. */
  readonly typical: number;
  /** `value` less `typical` in standard deviations of the column. */
  readonly strength: number;
  /** Does the segment have more of what the column measures? A scale whose direction is `"down"` has more where its codes are lower. */
  readonly more: boolean;
  /** Are the codes names that passed as numbers? Then there is no more and no less of them, and a mean code is a sign of other names. */
  readonly nominal?: boolean;
  /** What the code nearest to `value` means, where that is known. */
  readonly meaning?: string;
}

/** How one component sets a segment apart. */
export interface SegmentComponent {
  /** The component's name. */
  readonly component: string;
  /** The segment's centroid along it, less the mean, in standard deviations. */
  readonly score: number;
  /** The columns that weigh most in it, signed, as text: `+ AGE, - CARS`. */
  readonly loadings: string;
}

/** One segment in words of the original columns. */
export interface SegmentExplanation {
  /** Its label. */
  readonly segment: number;
  /** Training rows in it. */
  readonly rows: number;
  /** Their share of the clustered training rows. */
  readonly share: number;
  /** The components that set it apart, the strongest first; none where nothing was reduced. */
  readonly components: readonly SegmentComponent[];
  /** The columns that set it apart, the strongest first, one entry a source column; none where the segment is too small to be shown. */
  readonly traits: readonly SegmentTrait[];
  /** The traits as one sentence. */
  toText(): string;
}

/** A segment that reads itself out. */
export class ExplainedSegment implements SegmentExplanation {
  readonly segment: number;
  readonly rows: number;
  readonly share: number;
  readonly components: readonly SegmentComponent[];
  readonly traits: readonly SegmentTrait[];

  constructor(parts: Omit<SegmentExplanation, "toText">) {
    this.segment = parts.segment;
    this.rows = parts.rows;
    this.share = parts.share;
    this.components = parts.components;
    this.traits = parts.traits;
  }

  toText(): string {
    const traits = this.traits.length === 0 ? "nothing to show" : this.traits.map(traitText).join("; ");
    return `Segment ${this.segment} (${percent(this.share)}): ${traits}.`;
  }
}

function traitText(trait: SegmentTrait): string {
  const { column, category, value, typical, more, nominal, meaning } = trait;
  if (category !== undefined)
    return `${more ? "more" : "less"} often ${column} ${category} (${percent(value)}, overall ${percent(typical)})`;
  const means = meaning === undefined ? "" : ` "${meaning}"`;
  if (nominal) return `other ${column} (codes around ${short(value)}${means}, overall ${short(typical)})`;
  return `${more ? "more" : "less"} ${column} (${short(value)}${means}, overall ${short(typical)})`;
}

function percent(share: number): string {
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)} %`;
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 100 ? 1 : 2);
}
