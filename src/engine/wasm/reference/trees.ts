import { FACTS, type TreeKernels } from "../tree-kernels.js";

/** The kernels in plain TypeScript, over any memory: for engines without SIMD, and to check the compiled ones against. */
export function referenceTreeKernels(memory: ArrayBufferLike): TreeKernels {
  const bytes = new Uint8Array(memory);
  const ints = new Int32Array(memory, 0, memory.byteLength >> 2);
  const floats = new Float64Array(memory, 0, memory.byteLength >> 3);
  return {
    treeHistogram(bins, stride, from, to, index, count, gradients, bases) {
      for (let i = 0; i < count; i++) {
        const row = ints[(index >> 2) + i]!;
        const words = (gradients >> 2) + row * 4;
        for (let f = from; f < to; f++) {
          const bin = (ints[(bases >> 2) + f]! >>> 2) + bytes[bins + row * stride + f]! * 4;
          addWide(ints, bin, ints, words, 1);
          addWide(ints, bin + 2, ints, words + 2, 1);
        }
      }
    },
    treeSubtract(into, less, bins) {
      for (let k = 0; k < 2 * bins; k++) addWide(ints, (into >> 2) + 2 * k, ints, (less >> 2) + 2 * k, -1);
    },
    treeScan(bases, counts, usable, from, to, facts, out) {
      const fact = floats.subarray(facts >> 3);
      for (let f = from; f < to; f++) {
        const found =
          bytes[usable + f] === 1
            ? scan(ints, ints[(bases >> 2) + f]! >>> 2, ints[(counts >> 2) + f]!, fact)
            : { score: -1, bin: 0, way: 0 };
        floats[(out >> 3) + 2 * f] = found.score;
        ints[(out >> 2) + 4 * f + 2] = found.bin;
        ints[(out >> 2) + 4 * f + 3] = found.way;
      }
    },
    treePartition(bins, stride, feature, index, count, spare, goes) {
      const first = index >> 2;
      const aside = spare >> 2;
      let left = 0;
      let right = 0;
      for (let i = 0; i < count; i++) {
        const row = ints[first + i]!;
        if (bytes[goes + bytes[bins + row * stride + feature]!] === 1) ints[first + left++] = row;
        else ints[aside + right++] = row;
      }
      ints.copyWithin(first + left, aside, aside + right);
      return left;
    },
  };
}

/** Adds (or with a sign of -1 takes) a whole number of 64 bits, low word first. */
function addWide(into: Int32Array, at: number, from: Int32Array, other: number, sign: 1 | -1): void {
  const low = (into[at]! >>> 0) + sign * (from[other]! >>> 0);
  into[at] = low;
  into[at + 1] = into[at + 1]! + sign * from[other + 1]! + (low < 0 ? -1 : low > 4294967295 ? 1 : 0);
}

/** The number of rows of a bin: the low bits of its second half. */
export function rowsAt(words: Int32Array, bin: number, countBits: number): number {
  return words[bin + 2]! & (2 ** countBits - 1);
}

/** The sum of gradients of a bin, as a whole number. */
export function gradientAt(words: Int32Array, bin: number): number {
  return words[bin + 1]! * 4294967296 + (words[bin]! >>> 0);
}

/** The sum of second derivatives of a bin, as a whole number. */
export function hessianAt(words: Int32Array, bin: number, countBits: number): number {
  return words[bin + 3]! * 2 ** (32 - countBits) + (words[bin + 2]! >>> countBits);
}

function scan(
  words: Int32Array,
  base: number,
  values: number,
  fact: Float64Array,
): { score: number; bin: number; way: number } {
  const bits = fact[FACTS.countBits]!;
  const [unitG, unitH, l2, rows] = [fact[FACTS.unitG]!, fact[FACTS.unitH]!, fact[FACTS.l2]!, fact[FACTS.rows]!];
  const [minRows, minHessian] = [fact[FACTS.minRows]!, fact[FACTS.minHessian]!];
  const sumG = fact[FACTS.g]! * unitG;
  const sumH = fact[FACTS.h]! * unitH;
  const missing = base + 4 * values;
  const gaps = rowsAt(words, missing, bits);
  const best = { score: -1, bin: 0, way: 0 };
  for (let way = 0; way < (gaps > 0 ? 2 : 1); way++) {
    let g = way === 0 ? 0 : gradientAt(words, missing);
    let h = way === 0 ? 0 : hessianAt(words, missing, bits);
    let left = way === 0 ? 0 : gaps;
    const last = way === 0 && gaps > 0 ? values : values - 1;
    for (let t = 0; t < last; t++) {
      const bin = base + 4 * t;
      const more = rowsAt(words, bin, bits);
      if (more === 0) continue;
      g += gradientAt(words, bin);
      h += hessianAt(words, bin, bits);
      left += more;
      if (left < minRows) continue;
      if (rows - left < minRows) break;
      const leftH = h * unitH;
      if (leftH < minHessian) continue;
      if (sumH - leftH < minHessian) break;
      const leftG = g * unitG;
      const rightG = sumG - leftG;
      const score = (leftG * leftG) / (leftH + l2) + (rightG * rightG) / (sumH - leftH + l2);
      if (score > best.score) Object.assign(best, { score, bin: t, way });
    }
  }
  return best;
}
