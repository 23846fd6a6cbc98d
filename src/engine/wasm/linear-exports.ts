/** The kernels of sums, products and projections: `../assembly/moments.ts`, `gram.ts`, `panels.ts`, `project.ts` and `rotate.ts`. */
export interface LinearExports {
  packCodes(columns: number, shifts: number, count: number, from: number, rows: number, out: number): void;
  packValues(
    columns: number,
    shifts: number,
    roots: number,
    count: number,
    from: number,
    rows: number,
    single: number,
    values: number,
    out: number,
  ): void;
  packPairs(panels: number, count: number, steps: number, pairs: number, ranges: number): void;
  gramCodes(
    panels: number,
    pairs: number,
    ranges: number,
    count: number,
    steps: number,
    sums: number,
    width: number,
  ): void;
  gramSingles(panels: number, first: number, count: number, steps: number, sums: number, width: number): void;
  gramDoubles(
    left: number,
    right: number,
    first: number,
    count: number,
    steps: number,
    sums: number,
    width: number,
  ): void;
  timesSingles(
    left: number,
    columns: number,
    right: number,
    outputs: number,
    steps: number,
    sums: number,
    width: number,
  ): void;
  timesDoubles(
    left: number,
    columns: number,
    right: number,
    outputs: number,
    steps: number,
    sums: number,
    width: number,
  ): void;
  panelScores(panels: number, coefficients: number, count: number, steps: number, out: number): void;
  panelSums(panels: number, weights: number, count: number, steps: number, square: number, out: number): void;
  panelRows(
    panels: number,
    count: number,
    steps: number,
    rows: number,
    weights: number,
    used: number,
    plain: number,
    weighted: number,
  ): void;
  momentsOfCodes(columns: number, count: number, rows: number, out: number): void;
  momentsOfValues(
    columns: number,
    shifts: number,
    weights: number,
    count: number,
    rows: number,
    values: number,
    lanes: number,
  ): void;
  packRows(
    columns: number,
    centers: number,
    count: number,
    from: number,
    rows: number,
    single: number,
    values: number,
    out: number,
  ): void;
  projectSingles(
    x: number,
    weights: number,
    bias: number,
    rows: number,
    count: number,
    outputs: number,
    spare: number,
    out: number,
  ): void;
  projectDoubles(
    x: number,
    weights: number,
    bias: number,
    rows: number,
    count: number,
    outputs: number,
    spare: number,
    out: number,
  ): void;
  rotateRows(rows: number, width: number, first: number, last: number, turns: number): void;
}
