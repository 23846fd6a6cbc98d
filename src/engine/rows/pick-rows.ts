import type { Block } from "../../matrix/index.js";
import { yieldToEventLoop } from "../threads/index.js";
import { baseOf, type RowSource, takeRows } from "./row-source.js";

/** Chosen rows of a source, by their numbers, rising: in that order, with their ids. No others leave the machines where they lie. */
export async function* pickRows(
  source: RowSource,
  chosen: Float64Array,
  signal: AbortSignal | undefined,
): AsyncGenerator<Block> {
  const { source: base, program } = baseOf(source);
  if (base.remote !== undefined) {
    yield* base.remote.pick(program, chosen, signal);
    return;
  }
  const yieldNow = yieldToEventLoop(signal);
  let at = 0;
  for await (const block of source.blocks(4096)) {
    await yieldNow();
    const own: number[] = [];
    for (const end = block.row + block.x.rows; at < chosen.length && chosen[at]! < end; at++)
      own.push(chosen[at]! - block.row);
    if (own.length > 0) yield takeRows(block, own);
    if (at === chosen.length) return;
  }
}
