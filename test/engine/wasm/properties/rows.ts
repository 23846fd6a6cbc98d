import { type Arena, normals, type Property, same, someColumns } from "./arena.js";

const STORED = ["int8", "uint8", "int16", "float32"];

/** Rows of plain numbers in float32 or float64. */
function rowsOf(arena: Arena, values: Float64Array, single: boolean): Float32Array | Float64Array {
  return arena.place(single ? Float32Array.from(values) : values);
}

function full(rows: number, to = 4): number {
  return to * Math.ceil(rows / to);
}

export const rows: Record<string, Property> = {
  "lays columns down as rows": {
    kernels: ["rowsOfColumns"],
    check(arena, random) {
      const [rows, count] = [arena.rows(), arena.width()];
      const stores = someColumns(random, count, rows + 3, STORED);
      const from = random.below(rows);
      const origins = Float32Array.from(stores, () => random.below(9));
      const out = arena.noise(new Float32Array((rows - from + 3) * count));
      const at = arena.columns(stores, rows + 3, "codes");
      arena.run.rowsOfColumns(at, arena.place(origins).byteOffset, count, from, rows - from, out.byteOffset);
      for (let i = from; i < rows; i++)
        stores.forEach(({ data, start, stride, missing }, j) => {
          const code = data[start + i * stride]!;
          const value = code === missing ? Number.NaN : Math.fround(code - origins[j]!);
          same([out[(i - from) * count + j]!], [value], `row ${i}, column ${j}`);
        });
    },
  },
  "puts a code in the place of another": {
    kernels: ["fillBytes", "fillShorts"],
    check(arena, random) {
      const length = arena.rows();
      const [missing, value] = [-1 - random.below(3), random.below(100)];
      const codes = Int16Array.from({ length }, () => random.below(6) - 3);
      const expected = codes.map((code) => (code === missing ? value : code));
      const bytes = arena.place(Int8Array.from(codes));
      const shorts = arena.place(codes);
      arena.run.fillBytes(bytes.byteOffset, length, missing, value);
      arena.run.fillShorts(shorts.byteOffset, length, missing, value);
      same(bytes, expected, "bytes");
      same(shorts, expected, "shorts");
    },
  },
  "moves rows between sums": {
    kernels: ["moveRows32", "moveRows64"],
    check(arena, random) {
      const [rows, columns, clusters] = [arena.rows(), arena.width(), arena.width()];
      const single = random.below(2) === 1;
      const x = rowsOf(arena, normals(random, rows * columns), single);
      const label = (): Int32Array => arena.place(Int32Array.from({ length: rows }, () => random.below(clusters + 1)));
      const [from, to] = [label(), label()];
      const weights = arena.place(normals(random, rows));
      const sums = arena.place(normals(random, clusters * columns));
      const expected = sums.slice();
      const kernel = single ? arena.run.moveRows32 : arena.run.moveRows64;
      const [before, after, by] = [from.byteOffset, to.byteOffset, weights.byteOffset];
      kernel(x.byteOffset, rows, columns, before, after, by, sums.byteOffset);
      for (let i = 0; i < rows; i++) {
        if (from[i] === to[i]) continue;
        for (const [cluster, sign] of [[from[i]!, -1] as const, [to[i]!, 1] as const])
          for (let j = 0; cluster > 0 && j < columns; j++)
            expected[(cluster - 1) * columns + j]! += sign * weights[i]! * x[i * columns + j]!;
      }
      same(sums, expected, "sums");
    },
  },
  "measures rows from the centroid of their label": {
    kernels: ["ownDistances32", "ownDistances64"],
    check(arena, random) {
      const [rows, columns, clusters] = [arena.rows(), arena.width(), arena.width()];
      const single = random.below(2) === 1;
      const x = rowsOf(arena, normals(random, rows * columns), single);
      const scales = arena.place(normals(random, columns));
      const centroids = arena.place(normals(random, clusters * columns));
      const labels = arena.place(Int32Array.from({ length: rows }, () => 1 + random.below(clusters)));
      const out = arena.noise(new Float64Array(rows));
      const kernel = single ? arena.run.ownDistances32 : arena.run.ownDistances64;
      const [by, to, of] = [scales.byteOffset, centroids.byteOffset, labels.byteOffset];
      kernel(x.byteOffset, rows, columns, by, to, of, out.byteOffset);
      const expected = Array.from(labels, (label, i) => {
        const lanes = [0, 0];
        const squares = Array.from({ length: columns }, (_, j) => {
          const d = x[i * columns + j]! * scales[j]! - centroids[(label - 1) * columns + j]!;
          return d * d;
        });
        const paired = columns - (columns % 2);
        for (let j = 0; j < paired; j++) lanes[j & 1]! += squares[j]!;
        return lanes[0]! + lanes[1]! + (paired < columns ? squares[paired]! : 0);
      });
      same(out, expected, "distances");
    },
  },
  "takes origins off rows": {
    kernels: ["narrowRows", "shiftRows"],
    check(arena, random) {
      const [rows, columns] = [arena.rows(), arena.width()];
      const x = arena.place(normals(random, rows * columns));
      const origins = arena.place(normals(random, columns));
      const out = arena.noise(new Float32Array(rows * columns));
      arena.run.narrowRows(x.byteOffset, rows, columns, origins.byteOffset, out.byteOffset);
      same(
        out,
        Float32Array.from(x, (value, at) => value - origins[at % columns]!),
        "narrowed",
      );
      const single = arena.place(Float32Array.from(x));
      const by = arena.place(Float32Array.from(origins));
      const expected = single.map((value, at) => value - by[at % columns]!);
      arena.run.shiftRows(single.byteOffset, rows, columns, by.byteOffset);
      same(single, expected, "shifted");
    },
  },
  "measures rows from points": {
    kernels: ["squaredDistances32", "squaredDistances64"],
    check(arena, random) {
      const rows = full(arena.rows());
      const columns = arena.width();
      const single = random.below(2) === 1;
      const x = rowsOf(arena, normals(random, rows * columns), single);
      const panel = arena.place(normals(random, 4 * columns));
      const lanes = 4 * (1 + random.below(3));
      const out = arena.noise(new Float64Array(rows * lanes));
      const expected = out.slice();
      const kernel = single ? arena.run.squaredDistances32 : arena.run.squaredDistances64;
      const at = 4 * random.below(lanes / 4);
      kernel(x.byteOffset, rows, columns, panel.byteOffset, out.byteOffset + 8 * at, 8 * lanes);
      for (let i = 0; i < rows; i++)
        for (let p = 0; p < 4; p++) {
          let sum = 0;
          for (let j = 0; j < columns; j++) {
            const d = x[i * columns + j]! - panel[4 * j + p]!;
            sum += d * d;
          }
          expected[i * lanes + at + p] = sum;
        }
      same(out, expected, "distances");
    },
  },
  "sums distances between rows by cluster": {
    kernels: ["pairDistances"],
    check(arena, random) {
      const groups = arena.width();
      const [columns, clusters] = [arena.width(), 1 + random.below(4)];
      const rows = 4 * groups;
      const values = normals(random, rows * columns);
      const present = arena.place(Float64Array.from({ length: rows }, (_, i) => (i % 4 < 1 + (i % 3) ? 1 : 0)));
      const owners = arena.place(Int32Array.from({ length: groups }, () => random.below(clusters)));
      const sums = arena.place(new Float64Array(clusters * rows));
      const first = random.below(groups);
      const last = first + 1 + random.below(groups - first);
      const panel = 4 * columns;
      const panels = arena.place(values.slice(first * panel, last * panel));
      const others = arena.place(values.slice(first * panel));
      const [here, of] = [present.byteOffset, owners.byteOffset];
      arena.run.pairDistances(
        panels.byteOffset,
        columns,
        others.byteOffset,
        first,
        last,
        first,
        groups,
        here,
        of,
        sums.byteOffset,
        8 * rows,
      );
      const at = (row: number): number => (row - (row % 4)) * columns + (row % 4);
      const expected = new Float64Array(clusters * rows);
      for (let i = 4 * first; i < 4 * last; i++)
        for (let k = i + 1; k < rows; k++) {
          if (present[i] === 0 || present[k] === 0) continue;
          let sum = 0;
          for (let j = 0; j < columns; j++) sum += (values[at(i) + 4 * j]! - values[at(k) + 4 * j]!) ** 2;
          expected[owners[k >> 2]! * rows + i]! += Math.sqrt(sum);
          expected[owners[i >> 2]! * rows + k]! += Math.sqrt(sum);
        }
      // The kernel adds four at a time, and the plain loop one after the other; rows that are none get sums that nobody reads.
      for (let at = 0; at < sums.length; at++) {
        if (present[at % rows] === 0) continue;
        const difference = Math.abs(sums[at]! - expected[at]!);
        if (!(difference <= 1e-13 * (1 + expected[at]!)))
          throw new Error(`sum ${at} is ${sums[at]}, and by a plain loop ${expected[at]}`);
      }
    },
  },
  "finds the nearest centroid where rounding does not decide it, and bounds that hold": {
    kernels: ["nearestCentroids", "doubtfulRows"],
    check(arena, random) {
      const [rows, columns, clusters] = [arena.rows(), arena.width(), arena.width()];
      const lanes = full(clusters, 8);
      const padded = full(rows);
      const x = arena.place(
        Float32Array.from({ length: padded * columns }, (_, at) => (at < rows * columns ? random.normal() : 0)),
      );
      const centroids = Float32Array.from(normals(random, clusters * columns));
      const panels = new Float32Array(lanes * columns);
      const norms = new Float32Array(lanes).fill(Number.POSITIVE_INFINITY);
      const lengths = new Float32Array(lanes);
      for (let c = 0; c < clusters; c++) {
        let square = 0;
        for (let j = 0; j < columns; j++) {
          panels[(c & ~7) * columns + 8 * j + (c & 7)] = centroids[c * columns + j]!;
          square += centroids[c * columns + j]! ** 2;
        }
        norms[c] = square;
        lengths[c] = Math.sqrt(square) * (1 + 1e-6);
      }
      const scores = arena.noise(new Float32Array(4 * lanes)).byteOffset;
      const positions = Int32Array.from({ length: padded }, (_, i) => Math.min(i, rows));
      const rowNorms = arena.place(new Float32Array(rows + 1).fill(-1));
      const labels = arena.noise(new Int32Array(padded));
      const bounded = random.below(2) === 1;
      const upper = arena.noise(new Float32Array(rows + 1));
      const lower = arena.noise(new Float32Array((rows + 1) * lanes));
      arena.run.nearestCentroids(
        x.byteOffset,
        padded,
        columns,
        arena.place(new Float32Array(columns).fill(1)).byteOffset,
        arena.place(panels).byteOffset,
        arena.place(norms).byteOffset,
        arena.place(lengths).byteOffset,
        lanes,
        (columns + 10) * 2 ** -24,
        scores,
        arena.place(positions).byteOffset,
        rowNorms.byteOffset,
        labels.byteOffset,
        upper.byteOffset,
        bounded ? lower.byteOffset : 0,
      );
      const distance = (i: number, c: number): number =>
        Math.sqrt(
          Array.from({ length: columns }, (_, j) => (x[i * columns + j]! - centroids[c * columns + j]!) ** 2).reduce(
            (sum, square) => sum + square,
            0,
          ),
        );
      for (let i = 0; i < rows; i++) {
        const distances = Array.from({ length: clusters }, (_, c) => distance(i, c));
        const nearest = distances.indexOf(Math.min(...distances));
        if (labels[i] !== 0) same([labels[i]!], [nearest + 1], `label of row ${i}`);
        if (!bounded) continue;
        if (upper[i]! < distances[nearest]!) throw new Error(`row ${i} is farther than its upper bound`);
        distances.forEach((found, c) => {
          if (lower[i * lanes + c]! > found) throw new Error(`row ${i} is nearer to ${c} than its lower bound`);
        });
      }
      if (!bounded) return;
      // Nothing has moved: whoever is sure stays, and none whose label is unknown is left out.
      const none = arena.place(new Float32Array(lanes));
      const half = arena.place(new Float32Array(lanes));
      const list = arena.noise(new Int32Array(rows));
      const [before, after] = [upper.slice(), lower.slice()];
      const count = arena.run.doubtfulRows(
        rows,
        lanes,
        labels.byteOffset,
        upper.byteOffset,
        lower.byteOffset,
        none.byteOffset,
        half.byteOffset,
        list.byteOffset,
      );
      const [up, down] = [1.0000005, 0.9999995].map(Math.fround) as [number, number];
      const expected: number[] = [];
      for (let i = 0; i < rows; i++) {
        const own = labels[i]! - 1;
        if (own >= 0) {
          const most = Math.fround(before[i]! * up);
          const low = Array.from({ length: lanes }, (_, c) => Math.fround(after[i * lanes + c]! * down));
          const sure = low.every((bound, c) => bound > most || c === own);
          if (sure) continue;
        }
        expected.push(i);
      }
      same(list.subarray(0, count), expected, "doubtful rows");
    },
  },
};
