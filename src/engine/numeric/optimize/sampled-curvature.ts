/**
 * Second derivatives of all rows, guessed from those of a sample (lower triangle): how coordinates go together is the sample's, how much
 * each bends is that of all rows. So a coordinate that the sample never saw is not thought flat. Gives both triangles.
 */
export function sampledCurvature(sample: Float64Array, diagonal: Float64Array): Float64Array {
  const size = diagonal.length;
  const stretch = diagonal.map((all, j) => {
    const seen = sample[j * size + j]!;
    return seen > 0 ? Math.sqrt(all / seen) : 0;
  });
  const out = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < j; k++) {
      const value = sample[j * size + k]! * stretch[j]! * stretch[k]!;
      out[j * size + k] = value;
      out[k * size + j] = value;
    }
    out[j * size + j] = diagonal[j]!;
  }
  return out;
}
