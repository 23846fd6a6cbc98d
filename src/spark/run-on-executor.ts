import type { Table } from "apache-arrow";
import { readArrow } from "../io/index.js";
import { unpack } from "./packet.js";
import { perform } from "./perform.js";
import type { Work, WorkResult } from "./work.js";

const LENGTH_BYTES = 8;
const HEAD_BYTES = 32;

/**
 * What a Node process on an executor does, for one partition after the other until its input ends: a frame says what, the frames behind it are batches of Arrow
 * up to one that is empty; results go out one by one, and behind the last of them a head whose row is -1. A frame is its length, 8 bytes, and its bytes.
 */
export async function runOnExecutor(
  input: AsyncIterable<Buffer>,
  write: (bytes: Buffer) => Promise<void>,
): Promise<void> {
  const frames = framesOf(input);
  async function* batches(): AsyncGenerator<Table> {
    for (;;) {
      const { value, done } = await frames.next();
      if (done === true) throw new Error("the input ends before the batches do");
      if (value.length === 0) return;
      yield await readArrow(value);
    }
  }
  for (let first = await frames.next(); first.done !== true; first = await frames.next()) {
    for await (const result of perform(unpack<Work>(first.value), batches())) await write(framed(result));
    await write(framed({ row: -1, rows: 0, data: NOTHING }));
  }
}

const NOTHING = new Uint8Array(0);

async function* framesOf(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let have = 0;
  let wanted: number | undefined;
  for await (const piece of input) {
    held.push(piece);
    have += piece.length;
    for (;;) {
      if (have < (wanted ?? LENGTH_BYTES)) break;
      const all = held.length === 1 ? held[0]! : Buffer.concat(held);
      const used = wanted ?? LENGTH_BYTES;
      const rest = all.subarray(used);
      held = rest.length === 0 ? [] : [rest];
      have = rest.length;
      if (wanted === undefined) wanted = Number(all.readBigUInt64LE(0));
      else {
        wanted = undefined;
        yield Buffer.from(all.subarray(0, used));
      }
    }
  }
  if (have > 0 || wanted !== undefined) throw new Error("the input ends in the middle of a frame");
}

function framed({ row, rows, data, state }: WorkResult): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeBigInt64LE(BigInt(row), 0);
  head.writeBigInt64LE(BigInt(rows), 8);
  head.writeBigUInt64LE(BigInt(data.length), 16);
  head.writeBigUInt64LE(BigInt(state?.length ?? 0), 24);
  return Buffer.concat([head, data, ...(state === undefined ? [] : [state])]);
}
