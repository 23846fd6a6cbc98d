/** Kernels for distances between rows and centroids, and between rows. */
export interface ClusterKernels {
  rowsOfColumns(columns: number, origins: number, count: number, from: number, rows: number, out: number): void;
  fillBytes(codes: number, length: number, missing: number, value: number): void;
  fillShorts(codes: number, length: number, missing: number, value: number): void;
  nearestCentroids(
    x: number,
    rows: number,
    columns: number,
    factors: number,
    panels: number,
    norms: number,
    lengths: number,
    lanes: number,
    unit: number,
    scores: number,
    positions: number,
    rowNorms: number,
    labels: number,
    upper: number,
    lower: number,
  ): void;
  doubtfulRows(
    rows: number,
    lanes: number,
    labels: number,
    upper: number,
    lower: number,
    moved: number,
    half: number,
    list: number,
  ): number;
  moveRows32: MoveRows;
  moveRows64: MoveRows;
  ownDistances32: OwnDistances;
  ownDistances64: OwnDistances;
  narrowRows(x: number, rows: number, columns: number, origins: number, out: number): void;
  shiftRows(x: number, rows: number, columns: number, origins: number): void;
  squaredDistances32: SquaredDistances;
  squaredDistances64: SquaredDistances;
  pairDistances(
    panels: number,
    columns: number,
    others: number,
    first: number,
    last: number,
    from: number,
    to: number,
    present: number,
    clusters: number,
    sums: number,
    sumsBytes: number,
  ): void;
}

type SquaredDistances = (
  x: number,
  rows: number,
  columns: number,
  panel: number,
  out: number,
  outBytes: number,
) => void;

type MoveRows = (
  x: number,
  rows: number,
  columns: number,
  from: number,
  to: number,
  weights: number,
  sums: number,
) => void;

type OwnDistances = (
  x: number,
  rows: number,
  columns: number,
  scales: number,
  centroids: number,
  labels: number,
  out: number,
) => void;
