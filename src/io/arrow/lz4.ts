const MAGIC = 0x184d2204;

/**
 * Unpacks an LZ4 frame (format 1.6.4) of a known size. Blocks may point into those before them, so all are written to one array.
 *
 * @throws RangeError where the frame is damaged, or does not give that size.
 */
export function unpackLz4(frame: Uint8Array, size: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const flags = frame[4]!;
  if (view.getUint32(0, true) !== MAGIC || flags >> 6 !== 1) throw new RangeError("not an LZ4 frame");
  // Behind flags and block size: the content's size and a dictionary's number, where there are; then a checksum.
  let at = 7 + ((flags & 8) === 0 ? 0 : 8) + ((flags & 1) === 0 ? 0 : 4);
  const checksum = (flags & 16) === 0 ? 0 : 4;
  const out = new Uint8Array(size);
  let done = 0;
  for (let header = view.getUint32(at, true); header !== 0; header = view.getUint32(at, true)) {
    const length = header & 0x7fffffff;
    at += 4;
    if (at + length > frame.length) throw new RangeError("an LZ4 block is cut off");
    const block = frame.subarray(at, at + length);
    if (header >>> 31 === 1) {
      if (done + length > size) throw new RangeError("more LZ4 data than was said");
      out.set(block, done);
      done += length;
    } else done = unpackBlock(block, out, done);
    at += length + checksum;
  }
  if (done !== size) throw new RangeError(`${done} bytes of LZ4 data where ${size} were said`);
  return out;
}

/** Unpacks a block behind what is there already; returns where it ends. */
function unpackBlock(block: Uint8Array, out: Uint8Array, from: number): number {
  let at = 0;
  let to = from;
  const more = (length: number): number => {
    let all = length;
    if (length === 15)
      for (let byte = 255; byte === 255; ) {
        if (at >= block.length) throw new RangeError("an LZ4 length is cut off");
        byte = block[at++]!;
        all += byte;
      }
    return all;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = more(token >> 4);
    if (at + literals > block.length || to + literals > out.length) throw new RangeError("LZ4 literals go too far");
    out.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === block.length) break;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    const length = more(token & 15) + 4;
    if (distance === 0 || distance > to || to + length > out.length || at > block.length)
      throw new RangeError("an LZ4 match goes too far");
    if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (let i = 0; i < length; i++) out[to + i] = out[to - distance + i]!;
    to += length;
  }
  return to;
}
