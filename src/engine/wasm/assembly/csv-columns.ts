/**
 * The cells of `count` rows column by column, as bytes: cell (i, j) goes to out[j * stride + i], cut to a byte, and the least and the largest of column j to
 * lows[j] and highs[j], which tell whether that was right. Up to 15 rows behind the last are written over; stride is a multiple of 16 that holds them.
 */
export function narrowColumns(
  rows: usize,
  count: i32,
  columns: i32,
  out: usize,
  stride: i32,
  lows: usize,
  highs: usize,
): void {
  const width = <usize>columns << 2;
  const padded = (count + 15) & ~15;
  for (let row = count; row < padded; row++) memory.copy(rows + <usize>row * width, rows + <usize>(count - 1) * width, width);
  for (let j = 0; j < columns; j += 4) {
    let low = i32x4.splat(i32.MAX_VALUE);
    let high = i32x4.splat(i32.MIN_VALUE);
    let from = rows + (<usize>j << 2);
    let to = out + <usize>j * <usize>stride;
    for (let row = 0; row < padded; row += 16) {
      let a = none16();
      let b = none16();
      let c = none16();
      let d = none16();
      for (let quarter = 0; quarter < 4; quarter++) {
        const r0 = v128.load(from);
        const r1 = v128.load(from + width);
        const r2 = v128.load(from + 2 * width);
        const r3 = v128.load(from + 3 * width);
        from += 4 * width;
        low = i32x4.min_s(i32x4.min_s(low, i32x4.min_s(r0, r1)), i32x4.min_s(r2, r3));
        high = i32x4.max_s(i32x4.max_s(high, i32x4.max_s(r0, r1)), i32x4.max_s(r2, r3));
        const four = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(r0, r1), i16x8.narrow_i32x4_s(r2, r3));
        // By column instead of by row.
        const turned = i8x16.shuffle(four, four, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        a = b;
        b = c;
        c = d;
        d = turned;
      }
      const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5);
      const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7);
      const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5);
      const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7);
      v128.store(to, i64x2.shuffle(ab0, cd0, 0, 2));
      v128.store(to + <usize>stride, i64x2.shuffle(ab0, cd0, 1, 3));
      v128.store(to + 2 * <usize>stride, i64x2.shuffle(ab1, cd1, 0, 2));
      v128.store(to + 3 * <usize>stride, i64x2.shuffle(ab1, cd1, 1, 3));
      to += 16;
    }
    v128.store(lows + (<usize>j << 2), low);
    v128.store(highs + (<usize>j << 2), high);
  }
}

// @ts-ignore: decorator
@inline
function none16(): v128 {
  return i8x16.splat(0);
}

/** The cells of one column, one after the other. */
export function columnCells(rows: usize, count: i32, columns: i32, column: i32, out: usize): void {
  const width = <usize>columns << 2;
  let at = rows + (<usize>column << 2);
  for (let row = 0; row < count; row++, at += width, out += 4) store<i32>(out, load<i32>(at));
}
