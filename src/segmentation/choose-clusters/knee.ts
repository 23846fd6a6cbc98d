/** As much of a number of clusters as a knee takes. */
export interface InertiaPoint {
  /** The number of clusters. */
  readonly k: number;
  /** Its inertia. */
  readonly inertia: number;
}

/** The point furthest below the line from the first to the last, both axes brought to 0…1 (V. Satopää and others, 2011). */
export function kneeOf(points: readonly InertiaPoint[]): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  if (first === last) return first.k;
  const depth = ({ k, inertia }: InertiaPoint): number => {
    const x = (k - first.k) / (last.k - first.k);
    const y = (inertia - last.inertia) / (first.inertia - last.inertia);
    return 1 - x - y;
  };
  return points.reduce((best, point) => (depth(point) > depth(best) ? point : best)).k;
}
