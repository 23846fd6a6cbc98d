/** The hash of the bytes [from, to) of a buffer, four at a time (the steps of MurmurHash2, with the last four bytes taken whole). Kernels compute the same. */
export function hashOf(view: DataView, from: number, to: number): number {
  let hash = to - from;
  if (hash < 4) {
    let word = 0;
    for (let i = from; i < to; i++) word = (word << 8) | view.getUint8(i);
    return mixed(hash, word);
  }
  const last = to - 4;
  for (let i = from; i < last; i += 4) hash = mixed(hash, view.getInt32(i, true));
  return mixed(hash, view.getInt32(last, true));
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x5bd1e995);
  return product ^ (product >>> 15);
}

/** Are `length` bytes of two buffers the same? */
export function sameBytes(a: DataView, fromA: number, b: DataView, fromB: number, length: number): boolean {
  if (length < 4) {
    for (let i = 0; i < length; i++) if (a.getUint8(fromA + i) !== b.getUint8(fromB + i)) return false;
    return true;
  }
  const last = length - 4;
  for (let i = 0; i < last; i += 4) if (a.getInt32(fromA + i, true) !== b.getInt32(fromB + i, true)) return false;
  return a.getInt32(fromA + last, true) === b.getInt32(fromB + last, true);
}
