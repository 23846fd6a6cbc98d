import type { Table } from "apache-arrow";
import { PrintedResult } from "../../errors/index.js";
import { tableFromRows } from "../../table/index.js";

/** Below this Jaccard a segment should not be relied on, and from `HOLDS` on it holds (C. Hennig, 2008). */
export const UNRELIABLE = 0.6;
export const HOLDS = 0.75;
/** Up to this Jaccard a segment is gone. */
const DISSOLVED = 0.5;

/** How often one segment comes out again. */
export interface SegmentStability {
  /** The segment. */
  readonly segment: number;
  /** The mean over draws of its Jaccard: the people who come out together again, of those in either. */
  readonly jaccard: number;
  /** Between what lie 95 of 100 draws. */
  readonly interval: readonly [number, number];
  /** In what share of draws it came out again: with a Jaccard of 0.75 or more. */
  readonly recovered: number;
  /** In what share of draws it was gone: with a Jaccard of 0.5 or less. */
  readonly dissolved: number;
}

/** A segment from its Jaccard in each draw. */
export function stabilityOf(segment: number, draws: readonly number[]): SegmentStability {
  const sorted = Float64Array.from(draws).sort();
  const share = (holds: (jaccard: number) => boolean): number => draws.filter(holds).length / draws.length;
  return {
    segment,
    jaccard: draws.reduce((sum, jaccard) => sum + jaccard, 0) / draws.length,
    interval: [quantile(sorted, 0.025), quantile(sorted, 0.975)],
    recovered: share((jaccard) => jaccard >= HOLDS),
    dissolved: share((jaccard) => jaccard <= DISSOLVED),
  };
}

/** A quantile of sorted numbers, between two of them where it falls there. */
function quantile(sorted: Float64Array, at: number): number {
  const place = at * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (place - Math.floor(place)) * (high - low);
}

/** How often each segment of a model comes out again. */
export class SegmentStabilities extends PrintedResult {
  /** One entry a segment. */
  readonly segments: readonly SegmentStability[];
  /** How many times the segments were made again. */
  readonly draws: number;
  /** From how many rows each time. */
  readonly drawnRows: number;

  constructor(segments: readonly SegmentStability[], draws: number, drawnRows: number) {
    super();
    this.segments = segments;
    this.draws = draws;
    this.drawnRows = drawnRows;
  }

  /** One line a segment, the one that holds least first. */
  toText(): string {
    const rows = [...this.segments].sort((a, b) => a.jaccard - b.jaccard);
    return [
      `Made again ${this.draws} times from ${this.drawnRows.toLocaleString("en-US")} rows each; Jaccard of each segment with the most similar one:`,
      ...rows.map(({ segment, jaccard, interval: [low, high], recovered, dissolved }) => {
        const shares = `came out again in ${percent(recovered)} of draws, was gone in ${percent(dissolved)}`;
        return `  segment ${segment}: ${jaccard.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}), ${verdict(jaccard)}; ${shares}`;
      }),
    ].join("\n");
  }

  /** One row a segment. */
  toTable(): Table {
    return tableFromRows(
      ["segment", "jaccard", "low", "high", "recovered", "dissolved"],
      this.segments.map(({ segment, jaccard, interval, recovered, dissolved }) => [
        segment,
        jaccard,
        ...interval,
        recovered,
        dissolved,
      ]),
    );
  }
}

/** What a Jaccard means. */
export function verdict(jaccard: number): string {
  return jaccard >= HOLDS ? "holds" : jaccard >= UNRELIABLE ? "blurred at its edges" : "not to be relied on";
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
