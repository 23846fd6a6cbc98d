import type { NamedArrays, Summary, SummaryKind } from "../../engine/reducers/index.js";
import { counted, KindredError } from "../../errors/index.js";
import { type Block, type ColumnPlan, FeatureMatrix, valueAt } from "../../matrix/index.js";
import { ComponentSums } from "./component-sums.js";
import { SegmentCounter } from "./segment-counter.js";

/** How columns and components lie in segments. Its rows hold the segment, the components, and behind them the columns that are counted. */
export class SegmentSummary implements Summary {
  readonly counter: SegmentCounter;
  readonly components: ComponentSums;
  readonly #rows: number;
  readonly #width: number;

  /**
   * @param plan - The columns that are counted.
   * @param named - Of each, whether its values are names.
   * @param rows - How many rows there are in all sections.
   * @param width - How many components there are.
   */
  constructor(plan: readonly ColumnPlan[], named: readonly boolean[], rows: number, width: number) {
    this.counter = new SegmentCounter(plan, named, rows);
    this.components = new ComponentSums(width);
    this.#rows = rows;
    this.#width = width;
  }

  add(block: Block): void {
    const { rows, columns, stores } = block.x;
    const behind = this.#width + 1;
    this.addApart(new FeatureMatrix(rows, columns.slice(0, behind), stores.slice(0, behind)), {
      ...block,
      x: new FeatureMatrix(rows, columns.slice(behind), stores.slice(behind)),
    });
  }

  /** The same, where segments and components come apart from the columns. */
  addApart(result: FeatureMatrix, block: Block): void {
    const [first, ...components] = result.stores;
    const segments = Int32Array.from({ length: result.rows }, (_, i) => {
      const segment = valueAt(first!, i);
      if (segment >= this.#rows) throw tooFar(segment, block.row + i, this.#rows);
      return segment >= 0 ? segment : -1;
    });
    this.counter.add(block, segments);
    if (components.length > 0) this.components.add(components, segments, block.w);
  }

  arrays(): NamedArrays {
    return { ...this.counter.arrays(), ...this.components.arrays() };
  }

  merge(from: NamedArrays): void {
    this.counter.merge(from);
    this.components.merge(from);
  }
}

/** For `params.named`, a truth value a column; `params.settings` holds how many rows and components there are. */
export const segmentSummary: SummaryKind<SegmentSummary> = {
  name: "segments",
  init(plan, { named, settings }) {
    const [rows, width] = Array.from(settings!);
    const columns = plan.slice(plan.length - named!.length);
    return new SegmentSummary(
      columns,
      Array.from(named!, (flag) => flag === 1),
      rows!,
      width!,
    );
  },
};

/** How columns lie in the classes of a target. */
export class ClassSummary implements Summary {
  readonly counter: SegmentCounter;

  /** As `SegmentCounter` takes them. */
  constructor(plan: readonly ColumnPlan[], named: readonly boolean[], rows: number) {
    this.counter = new SegmentCounter(plan, named, rows);
  }

  add(block: Block): void {
    this.counter.add(block, Int32Array.from(block.y!));
  }

  arrays(): NamedArrays {
    return this.counter.arrays();
  }

  merge(from: NamedArrays): void {
    this.counter.merge(from);
  }
}

/** For `params.named`, a truth value a column; `params.settings` holds how many rows there are. */
export const classSummary: SummaryKind<ClassSummary> = {
  name: "classes",
  init: (plan, { named, settings }) =>
    new ClassSummary(
      plan,
      Array.from(named!, (flag) => flag === 1),
      settings![0]!,
    ),
};

/** There are never more clusters than rows: tables of segments would have a row for each. */
function tooFar(segment: number, row: number, rows: number): KindredError {
  return new KindredError({
    code: "INVALID_RESULT",
    where: "fit",
    problem: `row ${row} is of cluster ${segment}, learned from ${counted(rows, "row")}`,
    fix: "Number clusters from 0 up, without gaps",
    got: segment,
  });
}
