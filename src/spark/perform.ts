import type { Table } from "apache-arrow";
import { runProgram } from "../engine/program/index.js";
import { addBlock, reducerNamed } from "../engine/reducers/index.js";
import {
  type Block,
  columnsOf,
  fromTransfer,
  joinBlocks,
  sliceBlock,
  type TransferBlock,
  toTransfer,
} from "../engine/rows/index.js";
import { batchReader, RowSurvey } from "../estimator/index.js";
import { Schema } from "../table/index.js";
import { pack, unpack } from "./packet.js";
import { score } from "./score.js";
import { ROW_COLUMN, SECTION_ROWS, type Work, type WorkResult } from "./work.js";

/** Does a work with the batches of one partition. */
export function perform(work: Work, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  switch (work.mode) {
    case "survey":
      return survey(work, batches);
    case "stage":
      return stage(work, batches);
    case "reduce":
      return reduce(work, batches);
    case "keep":
      return keep(work, batches);
    case "score":
      return score(work, batches);
  }
}

type WorkOf<M extends Work["mode"]> = Extract<Work, { mode: M }>;

async function* survey(work: WorkOf<"survey">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const found = new RowSurvey(work, Schema.fromJSON(work.schema));
  for await (const batch of batches) found.add(batch);
  const { facts } = found;
  if (facts.columns !== undefined) yield { row: 0, rows: facts.rows, data: pack(facts) };
}

/** Rows of a section come together and in order; several sections of a partition follow each other. */
async function* stage(work: WorkOf<"stage">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const { plan, parts, classes, groups, where } = work;
  const columns = columnsOf(plan);
  const input = {
    plan,
    provenance: plan.map(({ name }) => ({ sources: [name] })),
    schema: Schema.fromJSON(work.schema),
  };
  const read = batchReader({ input, parts, classes, groups, where });
  let held: Block[] = [];
  let start = 0;
  let count = 0;
  const section = (): WorkResult => {
    const block = joinBlocks(held, start);
    const result = { row: start, rows: count, data: stored(block, columns) };
    held = [];
    count = 0;
    return result;
  };
  for await (const batch of batches) {
    const numbers = batch.getChild(ROW_COLUMN)!;
    for (let from = 0; from < batch.numRows; ) {
      const row = Number(numbers.get(from));
      if (count > 0 && (row !== start + count || row % SECTION_ROWS === 0)) yield section();
      if (count === 0) start = row;
      let to = from + 1;
      while (
        to < batch.numRows &&
        Number(numbers.get(to)) === row + to - from &&
        (row + to - from) % SECTION_ROWS !== 0
      )
        to++;
      held.push(read(batch.slice(from, to), row));
      count += to - from;
      from = to;
    }
  }
  if (count > 0) yield section();
}

async function* reduce(work: WorkOf<"reduce">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const reducer = reducerNamed(work.reducer);
  const { shape, params, blockRows, rowState } = work;
  for await (const section of sections(batches, work.columns))
    for (let from = 0; from < section.x.rows; from += blockRows) {
      const block = sliceBlock(section, from, Math.min(section.x.rows, from + blockRows));
      const part = reducer.init(shape, params);
      // The state of these rows alone, as if they were the first.
      const own = rowState && {
        bytesPerRow: rowState.bytesPerRow,
        bytes: rowState.bytes.slice(block.row * rowState.bytesPerRow, (block.row + block.x.rows) * rowState.bytesPerRow)
          .buffer,
      };
      addBlock(reducer, part, own === undefined ? block : { ...block, row: 0, ids: block.ids ?? numbered(block) }, {
        ...work,
        rowState: own,
      });
      yield {
        row: block.row,
        rows: block.x.rows,
        data: pack(part),
        ...(own === undefined ? {} : { state: new Uint8Array(own.bytes) }),
      };
    }
}

async function* keep(work: WorkOf<"keep">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const outputs = columnsOf(work.plan);
  for await (const section of sections(batches, work.columns)) {
    const x = runProgram(work.program, section);
    yield { row: section.row, rows: x.rows, data: stored({ ...section, x }, outputs) };
  }
}

/** Stored sections, as blocks. */
async function* sections(batches: AsyncIterable<Table>, columns: WorkOf<"keep">["columns"]): AsyncGenerator<Block> {
  for await (const batch of batches) {
    const data = batch.getChild("data")!;
    for (let i = 0; i < batch.numRows; i++)
      yield fromTransfer(unpack<TransferBlock>(data.get(i) as Uint8Array), columns);
  }
}

/** A block as bytes: every value once, whatever arrays the columns lie in. */
function stored(block: Block, columns: WorkOf<"keep">["columns"]): Buffer {
  return pack(toTransfer(block, columns, (array) => array));
}

function numbered({ row, x }: Block): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => row + i);
}
