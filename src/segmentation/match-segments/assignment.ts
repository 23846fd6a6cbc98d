/**
 * One-to-one pairs of rows and columns of the largest sum: the Hungarian method with potentials (H. Kuhn, 1955; R. Jonker, A. Volgenant, 1987).
 *
 * @param gains - Rows x columns, from 0.
 * @returns For each row its column, or -1 where there are more rows than columns.
 */
export function bestAssignment(gains: readonly ArrayLike<number>[]): number[] {
  const rows = gains.length;
  const size = Math.max(rows, gains[0]?.length ?? 0);
  const cost = (i: number, j: number): number => -(gains[i]?.[j] ?? 0);
  // Row i and column j are numbered from 1; 0 is no row, no column.
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  for (let i = 1; i <= size; i++) {
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(size + 1);
    const done = new Uint8Array(size + 1);
    rowOf[0] = i;
    let column = 0;
    // The shortest alternating path from row i to a free column.
    while (rowOf[column] !== 0) {
      done[column] = 1;
      const row = rowOf[column]!;
      let [step, next] = [Number.POSITIVE_INFINITY, 0];
      for (let j = 1; j <= size; j++) {
        if (done[j] === 1) continue;
        const reduced = cost(row - 1, j - 1) - rowPotential[row]! - columnPotential[j]!;
        if (reduced < least[j]!) [least[j], from[j]] = [reduced, column];
        if (least[j]! < step) [step, next] = [least[j]!, j];
      }
      for (let j = 0; j <= size; j++)
        if (done[j] === 1) {
          rowPotential[rowOf[j]!]! += step;
          columnPotential[j]! -= step;
        } else least[j]! -= step;
      column = next;
    }
    while (column !== 0) {
      const before = from[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const found = new Array<number>(rows).fill(-1);
  const width = gains[0]?.length ?? 0;
  for (let j = 1; j <= width; j++) if (rowOf[j]! <= rows) found[rowOf[j]! - 1] = j - 1;
  return found;
}
