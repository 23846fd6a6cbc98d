import { deflateRawSync } from "node:zlib";
import type { Table } from "apache-arrow";
import { runProgram } from "../engine/program/index.js";
import {
  addBlock,
  distinctValues,
  lowestDraws,
  type NamedArrays,
  type RowState,
  reducerNamed,
  rowCounts,
  SECTION_ROWS,
  type SummaryKind,
  sampledValues,
} from "../engine/reducers/index.js";
import {
  type Block,
  columnsOf,
  fromTransfer,
  sliceBlock,
  type TransferBlock,
  takeRows,
  toTransfer,
} from "../engine/rows/index.js";
import { classSummary, segmentSummary } from "../estimator/index.js";
import { packRows } from "./pack-rows.js";
import { pack, unpack } from "./packet.js";
import { blockOf, otherRows } from "./pieces.js";
import { score } from "./score.js";
import { STORED_ROWS, type Work, type WorkResult } from "./work.js";

/** Does a work with the batches of one partition. */
export function perform(work: Work, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  switch (work.mode) {
    case "pack":
      return packRows(work, batches);
    case "assemble":
      return assemble(work, batches);
    case "reduce":
      return reduce(work, batches);
    case "summarize":
      return summarize(work, batches);
    case "pick":
      return pick(work, batches);
    case "keep":
      return keep(work, batches);
    case "score":
      return score(work, batches);
  }
}

type WorkOf<M extends Work["mode"]> = Extract<Work, { mode: M }>;

/** Pieces come block by block. */
async function* assemble(work: WorkOf<"assemble">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const { plan, total } = work;
  const columns = columnsOf(plan);
  let row = 0;
  let pieces: Uint8Array[] = [];
  const whole = (): WorkResult => {
    const block = blockOf(pieces, row, plan, work);
    if (block.x.rows !== Math.min(STORED_ROWS, total - row)) throw otherRows(row);
    return { row, rows: block.x.rows, data: stored(block, columns) };
  };
  for await (const batch of batches) {
    const [rows, data] = [batch.getChild("row")!, batch.getChild("data")!];
    for (let i = 0; i < batch.numRows; i++) {
      const of = Number(rows.get(i));
      if (pieces.length > 0 && of !== row) {
        yield whole();
        pieces = [];
      }
      row = of;
      pieces.push(data.get(i) as Uint8Array);
    }
  }
  if (pieces.length > 0) yield whole();
}

/** The sums of a section: of all its rows where it is whole in this partition, which the caller sees to. */
async function* reduce(work: WorkOf<"reduce">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const reducer = reducerNamed(work.reducer);
  const { shape, params, blockRows, bytesPerRow } = work;
  const init = () => reducer.init(shape, params);
  let section = { row: 0, rows: 0, sums: init() };
  const summed = (): WorkResult => ({ ...section, data: packed(section.sums) });
  for await (const { block: stored, state } of storedBlocks(batches, work.columns)) {
    const isNext = stored.row === section.row + section.rows && stored.row % SECTION_ROWS !== 0;
    if (section.rows > 0 && !isNext) yield summed();
    if (!isNext) section = { row: stored.row, rows: 0, sums: init() };
    const rowState: RowState | undefined =
      bytesPerRow === undefined
        ? undefined
        : { bytesPerRow, bytes: state?.slice().buffer ?? new ArrayBuffer(bytesPerRow * stored.x.rows) };
    for (let from = 0; from < stored.x.rows; from += blockRows) {
      const block = sliceBlock(stored, from, Math.min(stored.x.rows, from + blockRows));
      const part = init();
      addBlock(reducer, part, block, { ...work, rowState, firstRow: stored.row });
      reducer.merge(section.sums, part);
    }
    section.rows += stored.x.rows;
    if (rowState !== undefined)
      yield { row: stored.row, rows: stored.x.rows, data: NOTHING, state: new Uint8Array(rowState.bytes) };
  }
  if (section.rows > 0) yield summed();
}

const NOTHING = new Uint8Array(0);

/** A summary of each section. */
async function* summarize(work: WorkOf<"summarize">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const { plan, params, program } = work;
  const kind = SUMMARIES.find(({ name }) => name === work.summary);
  if (kind === undefined) throw new Error(`executors know no summary "${work.summary}"`);
  let section = { row: 0, rows: 0, summary: kind.init(plan, params) };
  const summed = ({ row, rows, summary }: typeof section): WorkResult => ({
    row,
    rows,
    data: packed(summary.arrays()),
  });
  for await (const { block: stored } of storedBlocks(batches, work.columns)) {
    const isNext = stored.row === section.row + section.rows && stored.row % SECTION_ROWS !== 0;
    if (section.rows > 0 && !isNext) yield summed(section);
    if (!isNext) section = { row: stored.row, rows: 0, summary: kind.init(plan, params) };
    for (let from = 0; from < stored.x.rows; from += SUMMARY_ROWS) {
      const block = sliceBlock(stored, from, Math.min(stored.x.rows, from + SUMMARY_ROWS));
      section.summary.add({ ...block, x: runProgram(program, block) });
    }
    section.rows += stored.x.rows;
  }
  if (section.rows > 0) yield summed(section);
}

/** Rows that a summary takes at a time, as on one machine. */
const SUMMARY_ROWS = 4096;
/** The summaries that executors know. */
const SUMMARIES: readonly SummaryKind[] = [
  distinctValues,
  lowestDraws,
  rowCounts,
  sampledValues,
  segmentSummary,
  classSummary,
];

function packed(sums: NamedArrays): Buffer {
  return deflateRawSync(pack(sums), { level: 1 });
}

async function* pick(work: WorkOf<"pick">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const { chosen } = work;
  const outputs = columnsOf(work.plan);
  for await (const { block } of storedBlocks(batches, work.columns)) {
    const own: number[] = [];
    for (let at = firstFrom(chosen, block.row); chosen[at]! < block.row + block.x.rows; at++)
      own.push(chosen[at]! - block.row);
    if (own.length === 0) continue;
    const rows = takeRows(block, own);
    const picked = { ...rows, x: runProgram(work.program, rows) };
    yield { row: block.row, rows: own.length, data: stored(picked, outputs) };
  }
}

/** The place of the first of rising numbers that is no lower than another. */
function firstFrom(rising: Float64Array, lowest: number): number {
  let [from, to] = [0, rising.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rising[middle]! < lowest) from = middle + 1;
    else to = middle;
  }
  return from;
}

async function* keep(work: WorkOf<"keep">, batches: AsyncIterable<Table>): AsyncGenerator<WorkResult> {
  const outputs = columnsOf(work.plan);
  for await (const { block } of storedBlocks(batches, work.columns)) {
    const x = runProgram(work.program, block);
    yield { row: block.row, rows: x.rows, data: stored({ ...block, x }, outputs) };
  }
}

/** Stored blocks, and what is kept for their rows. */
async function* storedBlocks(
  batches: AsyncIterable<Table>,
  columns: WorkOf<"keep">["columns"],
): AsyncGenerator<{ readonly block: Block; readonly state: Uint8Array | undefined }> {
  for await (const batch of batches) {
    const [data, state] = [batch.getChild("data")!, batch.getChild("state")];
    for (let i = 0; i < batch.numRows; i++) {
      const block = fromTransfer(unpack<TransferBlock>(data.get(i) as Uint8Array), columns);
      yield { block, state: state?.get(i) as Uint8Array | undefined };
    }
  }
}

/** A block as bytes: every value once, whatever arrays the columns lie in. */
function stored(block: Block, columns: WorkOf<"keep">["columns"]): Buffer {
  return pack(toTransfer(block, columns, (array) => array));
}
