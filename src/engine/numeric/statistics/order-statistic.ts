/**
 * The value that would stand at a place if values were sorted, by C. A. R. Hoare's selection (1961). Values before the place are then no larger, values
 * behind it no smaller.
 *
 * @param values - Without NaN; put in another order.
 */
export function orderStatistic(values: Float64Array, place: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = middleOfThree(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place]!;
}

/** The median of values without NaN, which are put in another order; NaN of none. */
export function median(values: Float64Array): number {
  const { length } = values;
  if (length === 0) return Number.NaN;
  const upper = orderStatistic(values, length >> 1);
  if (length % 2 === 1) return upper;
  let lower = values[0]!;
  for (let i = 1; i < length / 2; i++) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
