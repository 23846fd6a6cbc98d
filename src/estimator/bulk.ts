import type { Table } from "apache-arrow";
import { type Program, runProgram } from "../kernels/program/index.js";
import { type Block, breather, recut, sliceBlock } from "../kernels/source/index.js";
import { concatRows, type FeatureMatrix, isFeatureMatrix, isTable } from "../matrix/index.js";
import { isSource } from "../table/index.js";
import type { Fitted, Verb } from "./fitted.js";
import { alignInput, type DataInput, type FitInput, readBatch } from "./input.js";
import type { JobOptions } from "./options.js";

/** Rows a block. */
const BLOCK = 16_384;

/** The results of a verb over rows of any number, block by block, in the order of the rows. */
export class Bulk<R> implements AsyncIterable<R> {
  readonly #model: Fitted;
  readonly #verb: Verb;
  readonly #source: FitInput;
  readonly #options: JobOptions;

  /** @internal */
  constructor(model: Fitted, verb: Verb, source: FitInput, options: JobOptions) {
    this.#model = model;
    this.#verb = verb;
    this.#source = source;
    this.#options = options;
  }

  /** The results of one block after the other. */
  async *[Symbol.asyncIterator](): AsyncIterator<R> {
    const { program, finish } = this.#model.answer(this.#verb);
    const { signal, onProgress } = this.#options;
    const where = `${this.#model.kind}.bulk`;
    const breathe = breather(signal);
    const { blocks, total, table } = this.#open(where);
    for await (const block of blocks) {
      await breathe();
      const result = this.#run(program, block, where);
      onProgress?.({
        step: this.#model.kind,
        done: block.row + block.x.rows,
        total: total ?? block.row + block.x.rows,
      });
      yield finish(result, table) as R;
    }
  }

  #run(program: Program, block: Block, where: string): FeatureMatrix {
    const result = runProgram(program, block);
    this.#model.checkResult(result, block.x, where);
    return result;
  }

  #open(where: string): { blocks: AsyncIterable<Block>; total?: number; table: boolean } {
    const { input } = this.#model.model;
    if (!isSource(this.#source)) {
      const x = alignInput(this.#source as DataInput, input, this.#model.accepts, where);
      return { blocks: slices({ x, row: 0 }), total: x.rows, table: isTable(this.#source) };
    }
    const source = this.#source;
    async function* batches(): AsyncIterable<Block> {
      let row = 0;
      for await (const batch of source.open()) {
        const x = readBatch(batch, input, where);
        yield { x, row };
        row += x.rows;
      }
    }
    return { blocks: recut(batches(), BLOCK), table: this.#model.givesSame };
  }

  /** All results as one, as the verb itself would give them. */
  async collect(): Promise<R> {
    const parts: unknown[] = [];
    for await (const part of this) parts.push(part);
    const [first] = parts;
    if (first === undefined) return this.#model.apply(this.#verb, emptyOf(this.#source)) as R;
    if (parts.length === 1) return first as R;
    if (isTable(first)) return (first as Table).concat(...(parts.slice(1) as Table[])) as R;
    if (isFeatureMatrix(first)) return concatRows(parts as FeatureMatrix[]) as R;
    return joinLabels(parts as ArrayLike<unknown>[]) as R;
  }
}

async function* slices(block: Block): AsyncIterable<Block> {
  for (let from = 0; from < block.x.rows; from += BLOCK)
    yield sliceBlock(block, from, Math.min(block.x.rows, from + BLOCK));
}

function joinLabels(parts: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  if (!(parts[0] instanceof Int32Array)) return parts.flatMap((part) => Array.from(part));
  const out = new Int32Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part as Int32Array, at);
    at += part.length;
  }
  return out;
}

function emptyOf(source: FitInput): DataInput {
  return isSource(source) ? [] : (source as DataInput);
}
