import { yieldToEventLoop } from "../../engine/rows/index.js";
import { type Block, concatRows, type FeatureMatrix } from "../../matrix/index.js";
import { determiningColumns, determiningText } from "./determining-columns.js";
import { isRemote, type Training } from "./training.js";

/** Rows of each class that are looked at where rows are streamed. */
const STREAMED_OF_CLASS = 1000;
const BLOCK_ROWS = 4096;

/**
 * Warns of features that say the label by themselves. Of streamed rows the first of each class are looked at, which seldom takes a whole pass; rows on
 * other machines are not looked at, and that is said.
 */
export async function warnOfAnswers(training: Training): Promise<void> {
  const { source, classes, warn } = training;
  if (classes === undefined) return;
  if (isRemote(source)) {
    warn(
      "NEARLY_DETERMINES",
      "Rows on other machines are not looked at for features that say by themselves which label a row has: fit a sample of them in memory first, which is.",
    );
    return;
  }
  const { x, y } = source.memory?.block ?? (await firstOfClasses(training, classes.length));
  if (x === undefined || y === undefined) return;
  for (const column of determiningColumns(x, y, classes.length))
    warn("NEARLY_DETERMINES", determiningText(column), column);
}

/** The first rows of each class, up to a number of each. */
async function firstOfClasses({ source, signal }: Training, classes: number): Promise<Partial<Pick<Block, "x" | "y">>> {
  const counts = new Int32Array(classes);
  const parts: FeatureMatrix[] = [];
  const y: number[] = [];
  const yieldNow = yieldToEventLoop(signal);
  for await (const block of source.blocks(BLOCK_ROWS)) {
    if (block.y === undefined) return {};
    const taken: number[] = [];
    block.y.forEach((label, i) => {
      if (!(counts[label]! < STREAMED_OF_CLASS)) return;
      counts[label]! += 1;
      taken.push(i);
      y.push(label);
    });
    if (taken.length > 0) parts.push(block.x.take(taken));
    if (counts.every((count) => count === STREAMED_OF_CLASS)) break;
    await yieldNow();
  }
  return parts.length === 0 ? {} : { x: concatRows(parts), y: Float64Array.from(y) };
}
