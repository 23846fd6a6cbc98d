import type { Program } from "../engine/program/index.js";
import { type RowSource, repeatRows } from "../engine/rows/index.js";
import type { Fitted, Learned, Role, Training } from "../estimator/index.js";
import { idOf } from "../matrix/index.js";
import { cachedAfter } from "./cache.js";
import type { PipelineState } from "./fitted-pipeline.js";
import type { NamedStep } from "./named-steps.js";

/** Fits steps in a row, each on what the one before it gives. `role` is that of the whole. */
export async function learnSteps(
  training: Training,
  steps: readonly NamedStep[],
  role: Role,
): Promise<Learned<PipelineState>> {
  const fitted: [string, Fitted | null][] = [];
  const programs: Program[] = [];
  let current = training;
  let rows: RowSource | undefined;
  let inner: RowSource | undefined;
  let changed = false;
  let differs = false;
  for (const [i, [name, step]] of steps.entries()) {
    if (step.role === "resampler") {
      const isFirst = fitted.every(([, before]) => before === null);
      current = current.over(await step.resampleFrom(current.as(step.kind, name)));
      rows = isFirst ? current.source : undefined;
      changed = true;
      fitted.push([name, null]);
      continue;
    }
    const learned = await current.fit(step, name);
    fitted.push([name, learned.fitted]);
    if (learned.rows !== undefined) [inner, changed, rows] = [learned.rows, true, undefined];
    if (i === steps.length - 1 && step.role !== "transformer") break;
    differs ||= learned.training !== undefined;
    programs.push(learned.training ?? learned.fitted.program);
    if (i < steps.length - 1) current = await cachedAfter(current, learned, name);
  }
  if (changed && rows === undefined && role === "clusterer")
    rows = await rowsIn(training.source, inner ?? current.source);
  return {
    state: { steps: fitted },
    ...(differs ? { training: programs.flat() } : {}),
    ...(rows === undefined ? {} : { rows }),
  };
}

/** The rows of the first source that are in the second, which resampled what became of them, as often as they are. Rows that were made are left out. */
async function rowsIn(source: RowSource, resampled: RowSource): Promise<RowSource> {
  const counts = new Int32Array(source.rows);
  for await (const block of resampled.blocks(4096))
    for (let i = 0; i < block.x.rows; i++) {
      const id = idOf(block, i);
      if (id >= 0 && id < counts.length) counts[id]! += 1;
    }
  return repeatRows(source, counts);
}
