import type { Operation, Program } from "../../engine/program/index.js";
import { runProgram } from "../../engine/program/index.js";
import { mapRows, type RowSource, transformRows, yieldToEventLoop } from "../../engine/rows/index.js";
import { runWithYields } from "../../engine/threads/index.js";
import { counted, KindredError } from "../../errors/index.js";
import { type FeatureMatrix, valueAt } from "../../matrix/index.js";
import type { Schema } from "../../table/index.js";
import type { JobOptions } from "../define/options.js";
import { SegmentCounter } from "./segment-counter.js";
import type { SegmentComponents, SegmentStatistics } from "./statistics.js";

/** Operations that take columns away, make others of codes or say which values are unknown, and fill nothing in: what they give is still known. */
const KNOWING: ReadonlySet<Operation["op"]> = new Set(["select", "nullify", "recode"]);
const BLOCK_ROWS = 4096;

/** How much of a program leaves values as they are known. */
export function knowingPart(program: Program): Program {
  const end = program.findIndex(({ op }) => !KNOWING.has(op));
  return end < 0 ? [] : program.slice(0, end);
}

/** The program of the last components that a program makes, where it makes any. */
export function componentsPart(program: Program): Program {
  return program.slice(0, program.findLastIndex(({ op }) => op === "project") + 1);
}

/** What is said of the pass beside the rows. */
export interface LearnSegmentsOptions extends Pick<JobOptions, "threads" | "signal"> {
  readonly schema: Schema;
  readonly onRows?: (done: number) => void;
}

/**
 * One pass over rows as they came in: how their columns lie in each segment that a model puts them in.
 *
 * @param source - The rows that were learned from, as the model takes them.
 * @param predictor - What gives a row's segment, as one column.
 */
export async function learnSegments(
  source: RowSource,
  predictor: Program,
  { schema, threads, signal, onRows }: LearnSegmentsOptions,
): Promise<SegmentStatistics> {
  const before = knowingPart(predictor);
  const components = componentsPart(predictor);
  const both: Program = [
    {
      op: "union",
      branches: [
        { prefix: "", program: predictor },
        ...(components.length === 0 ? [] : [{ prefix: "", program: components }]),
      ],
    },
  ];
  const { plan } = mapRows(source, before);
  const counter = new SegmentCounter(
    plan,
    plan.map(({ name }) => schema.column(name).level),
    source.rows,
  );
  const along = new ComponentSums();
  const { provenance } = source;
  const rows = source.memory?.block ?? source.blocks(BLOCK_ROWS);
  const yieldNow = yieldToEventLoop(signal);
  for await (const { block, result } of transformRows({ plan: source.plan, provenance, rows }, both, {
    size: BLOCK_ROWS,
    threads,
    signal,
  })) {
    const segments = Int32Array.from({ length: result.rows }, (_, i) => {
      const segment = valueAt(result.stores[0]!, i);
      if (segment >= source.rows) throw tooFar(segment, block.row + i, source.rows);
      return segment >= 0 ? segment : -1;
    });
    counter.add({ ...block, x: runProgram(before, block) }, segments);
    if (components.length > 0) along.add(result, segments, block.w);
    onRows?.(block.row + block.x.rows);
    await yieldNow();
  }
  const found = await runWithYields(counter.steps(), yieldNow);
  return components.length === 0 ? found : { ...found, components: along.result(found.people.length) };
}

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

/** Means of components by segment. */
class ComponentSums {
  #names: readonly string[] = [];
  readonly #weights: number[] = [];
  readonly #sums: Float64Array[] = [];
  #squares = new Float64Array(0);

  /** Adds the components of a block, which stand behind its segments. */
  add(result: FeatureMatrix, segments: Int32Array, weights: Float64Array | undefined): void {
    const width = result.columns.length - 1;
    this.#names = result.columns.slice(1);
    if (this.#squares.length === 0) this.#squares = new Float64Array(width);
    for (let i = 0; i < result.rows; i++) {
      const w = weights === undefined ? 1 : weights[i]!;
      const s = segments[i]!;
      if (w === 0 || s < 0) continue;
      while (this.#sums.length <= s) {
        this.#sums.push(new Float64Array(width));
        this.#weights.push(0);
      }
      this.#weights[s]! += w;
      for (let c = 0; c < width; c++) {
        const value = valueAt(result.stores[c + 1]!, i);
        this.#sums[s]![c]! += w * value;
        this.#squares[c]! += w * value * value;
      }
    }
  }

  result(segments: number): SegmentComponents {
    const width = this.#names.length;
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    const means = new Float64Array(segments * width);
    const overall = new Float64Array(2 * width);
    for (let c = 0; c < width; c++) {
      const sum = this.#sums.reduce((all, sums) => all + sums[c]!, 0);
      overall[2 * c] = sum / total;
      overall[2 * c + 1] = Math.sqrt(Math.max(0, this.#squares[c]! / total - (sum / total) ** 2));
      this.#sums.forEach((sums, s) => {
        means[s * width + c] = sums[c]! / this.#weights[s]!;
      });
    }
    return { names: this.#names, overall, means };
  }
}
