import type { Table } from "apache-arrow";
import { printed } from "../../errors/index.js";
import { comparisonTable } from "./comparison-table.js";
import { comparisonText } from "./comparison-text.js";
import type { GroupComparison, SegmentRow } from "./segment-row.js";
import type { ShareSample } from "./share-sample.js";
import { type SharedRows, sharedRows } from "./shared-rows.js";
import type { Audience, ComparisonSummary, SharedComparison } from "./summary.js";
import { testAll } from "./tests.js";

/** A comparison of segments. */
export interface SegmentComparison extends ComparisonSummary {
  /** The segments with every figure, rows set aside last. */
  readonly segments: readonly SegmentRow[];
  /** The customer groups, each against the population; none where no groups were given. */
  readonly groups: readonly GroupComparison[];
  /** What others may see: small cells and what would give them away are null, and what was found about them is said. */
  shared(): SharedComparison;
  /** The comparison as text: effect sizes first, tests behind them. For others by default. */
  toText(audience?: Audience): string;
  /** One row a segment, and behind them one a customer group and segment. For others by default. */
  toTable(audience?: Audience): Table;
  /** What others may see, for JSON. */
  toJSON(): SharedComparison;
}

/** What a comparison is made of. @internal */
export interface ComparisonParts extends ComparisonSummary {
  readonly segments: readonly SegmentRow[];
  readonly groups: readonly GroupComparison[];
  readonly contained: boolean;
  /** Both files, to test over what is shown. */
  readonly samples: readonly [customers: ShareSample, others: ShareSample];
  /** Do rows count as independent? */
  readonly independent: boolean;
}

/** A comparison that prints itself. */
export class Comparison implements SegmentComparison {
  static {
    printed(Comparison.prototype);
  }

  readonly segments: readonly SegmentRow[];
  readonly groups: readonly GroupComparison[];
  readonly populationRows: number;
  readonly customerRows: number;
  readonly confidence: number;
  readonly cramersV: number;
  readonly chiSquared: number;
  readonly degrees: number;
  readonly p: number;
  readonly overlap?: "none" | "contained";
  readonly notes: readonly string[];
  readonly minimum: number;
  readonly #parts: ComparisonParts;
  #rows: SharedRows | undefined;

  constructor(parts: ComparisonParts) {
    this.segments = parts.segments;
    this.groups = parts.groups;
    this.populationRows = parts.populationRows;
    this.customerRows = parts.customerRows;
    this.confidence = parts.confidence;
    this.cramersV = parts.cramersV;
    this.chiSquared = parts.chiSquared;
    this.degrees = parts.degrees;
    this.p = parts.p;
    if (parts.overlap !== undefined) this.overlap = parts.overlap;
    this.notes = parts.notes;
    this.minimum = parts.minimum;
    this.#parts = parts;
  }

  shared(): SharedComparison {
    const { segments, groups, minimum, contained } = this.#parts;
    this.#rows ??= sharedRows(segments, groups, minimum, contained);
    const { rows, groups: shownGroups, hidden } = this.#rows;
    return {
      segments: rows,
      groups: shownGroups,
      populationRows: this.populationRows,
      customerRows: this.customerRows,
      confidence: this.confidence,
      ...this.#wholeOf(hidden),
      ...(this.overlap === undefined ? {} : { overlap: this.overlap }),
      notes: this.notes,
      minimum,
    };
  }

  toText(audience: Audience = "shared"): string {
    return comparisonText(audience === "operator" ? this : this.shared(), audience === "operator");
  }

  toTable(audience: Audience = "shared"): Table {
    return comparisonTable(audience === "operator" ? this : this.shared());
  }

  toJSON(): SharedComparison {
    return this.shared();
  }

  /** Test and effect over all segments; those that are hidden count as one, so that nothing of them follows from it. */
  #wholeOf(hidden: readonly boolean[]): Pick<ComparisonSummary, "cramersV" | "chiSquared" | "degrees" | "p"> {
    if (!hidden.includes(true)) {
      const { cramersV, chiSquared, degrees, p } = this;
      return { cramersV, chiSquared, degrees, p };
    }
    const [customers, others] = this.#parts.samples.map((sample) => pooled(sample, hidden));
    const { cramersV: measured, ...test } = testAll(customers!, others!, undefined);
    // Of a single group, into which all of them went, nothing can be said.
    const cramersV = test.degrees === 0 ? Number.NaN : measured;
    // A test that allows for clusters would need what is hidden.
    return this.#parts.independent
      ? { cramersV, ...test }
      : { cramersV, chiSquared: Number.NaN, degrees: test.degrees, p: Number.NaN };
  }
}

function pooled(sample: ShareSample, hidden: readonly boolean[]): ShareSample {
  const joined = (values: Float64Array): Float64Array =>
    Float64Array.from([
      ...values.filter((_, s) => !hidden[s]),
      values.reduce((sum, value, s) => sum + (hidden[s] ? value : 0), 0),
    ]);
  const { rows, total, effectiveRows } = sample;
  return { rows, total, effectiveRows, people: joined(sample.people), weight: joined(sample.weight) };
}
