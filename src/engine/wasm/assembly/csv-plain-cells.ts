import { COUNT, EMPTIES, FIRSTS, MINUS_AS_DIGIT, MISSING, NEXT, separator, SHAPES, ZERO } from "./csv-format";

/** Where the cells end that `plainCells` wrote. */
export let cellsEnd: usize = 0;

/**
 * Reads cells of up to four characters that are integers, missing or not, each with a separator behind it, until there is another or `last` is passed. Returns where
 * that other starts. No branch depends on what a cell holds: codes are noise, and a branch guessed wrong costs more than reading four of them.
 */
// @ts-ignore: decorator
@inline
export function plainCells(from: usize, out: usize, last: usize, seps: v128): usize {
  const zeros = i8x16.splat(<i8>ZERO);
  const minus = i8x16.splat(MINUS_AS_DIGIT);
  const nine = i8x16.splat(9);
  const none = i8x16.splat(0);
  const low = i16x8.splat(255);
  const weights = i16x8(100, 1, 100, 1, 100, 1, 100, 1);
  const missing = i32x4.splat(MISSING);
  let s = from;
  let o = out;
  while (o <= last) {
    let ends = separators(s, seps);
    // Windows of eight bytes, as long as they lie in the 64.
    const stop = s + 56;
    let bad: i32 = 0;
    do {
      const shape = SHAPES + ((<usize>ends & 255) << 6);
      const characters = v128.xor(v128.load64_zero(s), zeros);
      const cells = v128.swizzle(characters, v128.load(shape));
      const first = v128.load(shape, FIRSTS);
      const minuses = i8x16.eq(cells, minus);
      const digits = v128.andnot(cells, minuses);
      // Not a digit; a minus that is not first, or alone; a needless zero in front.
      const wrong = v128.or(
        v128.or(i8x16.gt_u(digits, nine), v128.andnot(minuses, first)),
        v128.and(i8x16.eq(cells, none), v128.or(first, i32x4.shl(minuses, 8))),
      );
      const pairs = v128.and(i16x8.add(i16x8.mul(digits, i16x8.splat(10)), i16x8.shr_u(digits, 8)), low);
      const size = i32x4.dot_i16x8_s(pairs, weights);
      const negative = i32x4.ne(minuses, none);
      const value = i32x4.sub(v128.xor(size, negative), negative);
      v128.store(o, v128.or(value, v128.load(shape, EMPTIES)));
      const count = load<i32>(shape, COUNT);
      bad = i32x4.bitmask(v128.or(i32x4.ne(wrong, none), i32x4.eq(value, missing)));
      // Of lanes without a cell nothing is wrong: they are zeros.
      if (bad != 0 || count == 0) {
        bad |= 1 << count;
        break;
      }
      const next = load<i32>(shape, NEXT);
      s += <usize>next;
      o += <usize>count << 2;
      ends >>= <u64>next;
    } while (s <= stop);
    if (bad != 0) {
      for (let good = ctz(bad); good > 0; good--) {
        while (<i32>load<u8>(s) != separator) s++;
        s++;
        o += 4;
      }
      break;
    }
  }
  cellsEnd = o;
  return s;
}

/** Where in 64 bytes separators are: one bit a byte. */
// @ts-ignore: decorator
@inline
function separators(at: usize, seps: v128): u64 {
  return (
    <u64>i8x16.bitmask(i8x16.eq(v128.load(at), seps)) |
    (<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 16), seps)) << 16) |
    (<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 32), seps)) << 32) |
    (<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 48), seps)) << 48)
  );
}
