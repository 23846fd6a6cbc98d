import { median } from "../../engine/numeric/statistics/index.js";
import type { NamedArrays } from "../../engine/reducers/index.js";
import type { Block, ColumnPlan } from "../../matrix/index.js";
import { columnBlocks } from "./column-blocks.js";
import { ColumnCounter, MAX_LISTED } from "./column-counter.js";
import { RowSample } from "./row-sample.js";
import type { SegmentStatistics } from "./statistics.js";

/** Counts how columns lie in segments, block by block, in the order of the rows. */
export class SegmentCounter {
  readonly #plan: readonly ColumnPlan[];
  readonly #named: readonly boolean[];
  readonly #columns: readonly ColumnCounter[];
  readonly #sample: RowSample;
  readonly #people: number[] = [];
  readonly #weight: number[] = [];
  #isWeighted = false;

  /**
   * @param plan - The columns.
   * @param named - Of each, whether its values are names.
   * @param rows - How many rows there will be.
   */
  constructor(plan: readonly ColumnPlan[], named: readonly boolean[], rows: number) {
    this.#plan = plan;
    this.#named = named;
    this.#columns = plan.map((column, j) => new ColumnCounter(column, named[j]!));
    this.#sample = new RowSample(plan.length, rows);
  }

  /** Adds a block's rows; the segment of a row is -1 where it counts over all rows alone. */
  add(block: Block, segments: Int32Array): void {
    const { x, w } = block;
    const scratch = new Float64Array(x.rows);
    let highest = 0;
    for (let i = 0; i < x.rows; i++) {
      const s = segments[i]!;
      if (s >= highest) highest = s + 1;
      const weight = w === undefined ? 1 : w[i]!;
      if (s < 0 || weight === 0) continue;
      while (this.#people.length <= s) {
        this.#people.push(0);
        this.#weight.push(0);
      }
      this.#people[s]! += 1;
      this.#weight[s]! += weight;
    }
    this.#isWeighted ||= w?.some((weight) => weight !== 0 && weight !== 1) ?? false;
    const counted = { rows: x.rows, segments, weights: w, highest };
    this.#columns.forEach((column, j) => {
      column.add(x.stores[j]!, counted, scratch);
    });
    this.#sample.add(block, segments, w, scratch);
  }

  /** What was counted, as it travels. */
  arrays(): NamedArrays {
    const width = this.#people.length + 1;
    const columns = this.#columns.flatMap((column, j) =>
      Object.entries(column.arrays(width)).map(([key, array]) => [`${j} ${key}`, array] as const),
    );
    return {
      people: Float64Array.from(this.#people),
      weight: Float64Array.from(this.#weight),
      isWeighted: Int32Array.of(this.#isWeighted ? 1 : 0),
      ...Object.fromEntries(columns),
      ...this.#sample.arrays(),
    };
  }

  /** Adds what was counted in the rows behind. */
  merge(from: NamedArrays): void {
    const { people, weight, isWeighted } = from;
    people!.forEach((count, s) => {
      this.#people[s] = (this.#people[s] ?? 0) + count;
      this.#weight[s] = (this.#weight[s] ?? 0) + weight![s]!;
    });
    this.#isWeighted ||= isWeighted![0] === 1;
    this.#columns.forEach((column, j) => {
      const own = (key: string): Float64Array | undefined => from[`${j} ${key}`] as Float64Array | undefined;
      column.merge({
        by: own("by")!,
        numbers: own("numbers")!,
        values: own("values"),
        counts: own("counts"),
        weights: own("weights"),
      });
    });
    this.#sample.merge(from);
  }

  /** What was counted, for at least this many segments. */
  result(atLeast = 0): SegmentStatistics {
    const steps = this.steps(atLeast);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same in steps of some milliseconds at most, between which there may be something else to do. */
  *steps(atLeast = 0): Generator<void, SegmentStatistics> {
    const segments = Math.max(atLeast, this.#people.length);
    const places = Array.from({ length: segments }, (_, s) => s);
    const weighted = this.#isWeighted;
    const summaries: Summary[] = [];
    for (const [j, column] of this.#columns.entries()) {
      summaries.push(this.#summary(column, j, segments));
      yield;
    }
    const blocks = yield* columnBlocks(
      this.#plan.map(({ labels }, j) => ({
        values: this.#sample.column(j),
        named: labels !== undefined || this.#named[j]!,
      })),
    );
    const starts = new Int32Array(summaries.length + 1);
    summaries.forEach(({ values }, j) => {
      starts[j + 1] = starts[j]! + values.length;
    });
    const flat = <A>(pick: (summary: Summary) => readonly A[]): A[] => summaries.flatMap(pick);
    return {
      people: Int32Array.from(places, (s) => this.#people[s] ?? 0),
      ...(weighted ? { weight: Float64Array.from(places, (s) => this.#weight[s] ?? 0) } : {}),
      columns: this.#plan.map(({ name }) => name),
      shows: this.#plan.map(({ shows }) => (shows === "boolean" || shows === "date" ? shows : null)),
      known: Int32Array.from(flat((summary) => summary.known)),
      ...(weighted ? { knownWeight: Float64Array.from(flat((summary) => summary.knownWeight)) } : {}),
      means: Float64Array.from(flat((summary) => summary.means)),
      medians: Float64Array.from(flat((summary) => summary.medians)),
      overall: Float64Array.from(flat((summary) => summary.overall)),
      starts,
      values: Float64Array.from(flat((summary) => summary.values)),
      words: summaries.flatMap(({ values }, j) => values.map((value) => this.#plan[j]!.labels?.[value] ?? null)),
      counts: Int32Array.from(flat((summary) => summary.counts)),
      ...(weighted ? { countWeight: Float64Array.from(flat((summary) => summary.countWeight)) } : {}),
      blocks,
    };
  }

  #summary(column: ColumnCounter, j: number, segments: number): Summary {
    const places = Array.from({ length: segments }, (_, s) => s + 1);
    const { shift } = column;
    const total = column.weight.reduce((sum, weight) => sum + weight, 0);
    const sum = column.sums.reduce((all, one) => all + one, 0);
    const apart = sum / total;
    const deviation = Math.sqrt(Math.max(0, column.squares / total - apart * apart));
    const mean = (s: number): number =>
      (column.weight[s] ?? 0) > 0
        ? within(shift + column.sums[s]! / column.weight[s]!, column.smallest, column.largest)
        : Number.NaN;
    const counts = column.counts;
    const listed = counts === undefined ? [] : this.#listed(counts, j);
    const weights = column.weights;
    return {
      known: places.map((s) => column.people[s] ?? 0),
      knownWeight: places.map((s) => column.weight[s] ?? 0),
      means: places.map(mean),
      medians: this.#medians(counts, weights ?? counts, j, segments),
      overall: [
        total > 0 ? within(shift + apart, column.smallest, column.largest) : Number.NaN,
        total > 0 ? deviation : Number.NaN,
        total > 0 ? column.smallest : Number.NaN,
        total > 0 ? column.largest : Number.NaN,
      ],
      values: listed,
      counts: listed.flatMap((value) => places.map((s) => counts!.get(value)![s] ?? 0)),
      countWeight: listed.flatMap((value) => places.map((s) => (weights ?? counts!).get(value)?.[s] ?? 0)),
    };
  }

  /** Values of columns of few; of names the most frequent; none of amounts. */
  #listed(counts: ReadonlyMap<number, readonly number[]>, j: number): number[] {
    const values = [...counts.keys()];
    if (values.length <= MAX_LISTED) return values;
    if (this.#plan[j]!.labels === undefined && !this.#named[j]!) return [];
    const people = (value: number): number => counts.get(value)!.reduce((sum, count) => sum + count, 0);
    return values
      .sort((a, b) => people(b) - people(a) || a - b)
      .slice(0, MAX_LISTED)
      .sort((a, b) => a - b);
  }

  /** By segment, and over all; of scales the lower of two in the middle, so that it is a code. */
  #medians(
    counts: ReadonlyMap<number, readonly number[]> | undefined,
    weights: ReadonlyMap<number, readonly number[]> | undefined,
    j: number,
    segments: number,
  ): number[] {
    const all = Array.from({ length: segments + 1 }, (_, s) => s);
    if (counts !== undefined) {
      const values = [...counts.keys()];
      const isScale = values.length <= MAX_LISTED && values.every((value) => Number.isInteger(value));
      const at = (value: number, s: number): number => {
        const held = weights!.get(value) ?? [];
        return s < segments ? (held[s + 1] ?? 0) : held.reduce((sum, one) => sum + one, 0);
      };
      return all.map((s) =>
        middle(
          values,
          values.map((value) => at(value, s)),
          isScale,
        ),
      );
    }
    const values = this.#sample.column(j);
    const parts: number[][] = all.map(() => []);
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i]!)) continue;
      parts[segments]!.push(i);
      const owner = this.#sample.segments[i]!;
      if (owner >= 0) parts[owner]!.push(i);
    }
    return parts.map((rows) => (this.#isWeighted ? this.#weightedMedian(values, rows) : medianOf(values, rows)));
  }

  #weightedMedian(values: readonly number[], rows: number[]): number {
    rows.sort((a, b) => values[a]! - values[b]!);
    return middle(
      rows.map((i) => values[i]!),
      rows.map((i) => this.#sample.weights[i]!),
      false,
    );
  }
}

interface Summary {
  readonly known: readonly number[];
  readonly knownWeight: readonly number[];
  readonly means: readonly number[];
  readonly medians: readonly number[];
  readonly overall: readonly number[];
  readonly values: readonly number[];
  readonly counts: readonly number[];
  readonly countWeight: readonly number[];
}

function medianOf(values: readonly number[], rows: readonly number[]): number {
  const own = new Float64Array(rows.length);
  for (let k = 0; k < own.length; k++) own[k] = values[rows[k]!]!;
  return median(own);
}

/** Rounding takes no mean out of the range of its values. */
function within(value: number, smallest: number, largest: number): number {
  return Math.min(largest, Math.max(smallest, value));
}

/** The middle of rising values by their weights. */
function middle(values: readonly number[], weights: readonly number[], lower: boolean): number {
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  if (half === 0) return Number.NaN;
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]!;
    if (sum > half || (sum === half && lower)) return values[k]!;
    if (sum < half) continue;
    const next = values.findIndex((_, at) => at > k && weights[at]! > 0);
    return (values[k]! + values[next]!) / 2;
  }
  return values.at(-1)!;
}
