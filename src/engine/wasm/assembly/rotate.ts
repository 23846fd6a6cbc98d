/**
 * Turns rows into each other, one pair after the other from the last up: rows `last` - 1 and `last`, then those above. Cosine and sine of
 * the turn of row i and the one below lie at i in `turns`, side by side. Rows have `width` float64, a multiple of four.
 */
export function rotateRows(rows: usize, width: i32, first: i32, last: i32, turns: usize): void {
  const row = <usize>width << 3;
  for (let j: usize = 0; j < row; j += 32) {
    let at = rows + <usize>last * row + j;
    let below = v128.load(at);
    let next = v128.load(at, 16);
    for (let i = last - 1; i >= first; i--) {
      const turn = turns + (<usize>i << 4);
      const cosine = v128.load64_splat(turn);
      const sine = v128.load64_splat(turn, 8);
      const above = v128.load(at - row);
      const other = v128.load(at - row, 16);
      v128.store(at, f64x2.add(f64x2.mul(sine, above), f64x2.mul(cosine, below)));
      v128.store(at, f64x2.add(f64x2.mul(sine, other), f64x2.mul(cosine, next)), 16);
      below = f64x2.sub(f64x2.mul(cosine, above), f64x2.mul(sine, below));
      next = f64x2.sub(f64x2.mul(cosine, other), f64x2.mul(sine, next));
      at -= row;
    }
    v128.store(at, below);
    v128.store(at, next, 16);
  }
}
