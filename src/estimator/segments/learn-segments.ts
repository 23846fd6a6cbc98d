import { isPortable, type Operation, type Program, runProgram } from "../../engine/program/index.js";
import { type NamedArrays, Sections, summarize } from "../../engine/reducers/index.js";
import { baseOf, mapRows, type RowSource, transformRows, yieldToEventLoop } from "../../engine/rows/index.js";
import { runWithYields } from "../../engine/threads/index.js";
import type { ColumnPlan } from "../../matrix/index.js";
import type { Schema } from "../../table/index.js";
import { type SegmentSummary, segmentSummary } from "./segment-summary.js";
import type { SegmentStatistics } from "./statistics.js";

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
export interface LearnSegmentsOptions {
  readonly schema: Schema;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onRows?: ((done: number) => void) | undefined;
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
  const branches = [predictor, ...(components.length === 0 ? [] : [components])];
  const both = sideBySide(branches);
  const names = components.length === 0 ? [] : mapRows(source, components).plan.map(({ name }) => name);
  const { plan } = mapRows(source, before);
  const params = {
    named: Int32Array.from(plan, ({ name }) => (schema.column(name).level === "nominal" ? 1 : 0)),
    settings: Float64Array.of(source.rows, names.length),
  };
  const { remote } = baseOf(source).source;
  const whole = sideBySide([...branches, before]);
  const total =
    remote !== undefined && isPortable(whole)
      ? await summarize(mapRows(source, whole), segmentSummary, params, { signal, onRows })
      : await summarized(source, { before, both, plan, params }, { threads, signal, onRows });
  const found = await runWithYields(total.counter.steps(), yieldToEventLoop(signal));
  return names.length === 0 ? found : { ...found, components: total.components.result(names, found.people.length) };
}

function sideBySide(programs: readonly Program[]): Program {
  return [{ op: "union", branches: programs.map((program) => ({ prefix: "", program })) }];
}

interface Described {
  readonly before: Program;
  readonly both: Program;
  readonly plan: readonly ColumnPlan[];
  readonly params: NamedArrays;
}

/** The summaries of sections, merged in order; the programs run on workers. */
async function summarized(
  source: RowSource,
  { before, both, plan, params }: Described,
  { threads, signal, onRows }: Omit<LearnSegmentsOptions, "schema">,
): Promise<SegmentSummary> {
  const { provenance } = source;
  const rows = source.memory?.block ?? source.blocks(BLOCK_ROWS);
  const yieldNow = yieldToEventLoop(signal);
  const sections = new Sections(() => segmentSummary.init(plan, params));
  for await (const { block, result } of transformRows({ plan: source.plan, provenance, rows }, both, {
    size: BLOCK_ROWS,
    threads,
    signal,
  })) {
    sections.at(block.row).addApart(result, { ...block, x: runProgram(before, block) });
    onRows?.(block.row + block.x.rows);
    await yieldNow();
  }
  return sections.finish();
}
