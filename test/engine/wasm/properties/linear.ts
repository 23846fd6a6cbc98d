import { addProducts, addProductTile } from "../../../../src/engine/wasm/reference/gram.js";
import { codeMoments, valueMoments } from "../../../../src/engine/wasm/reference/moments.js";
import { type ColumnStore, readValues } from "../../../../src/matrix/index.js";
import { type Arena, normals, type Property, same, someColumns } from "./arena.js";

const ALL = ["int8", "uint8", "int16", "float32", "float64"];
const CODES = ["int8", "uint8", "int16"];

/** The values of columns less a shift each and times the roots of the rows' weights. */
function valuesOf(stores: readonly ColumnStore[], rows: number, shifts: Float64Array, roots?: Float64Array) {
  return stores.map((store, j) => {
    const out = new Float64Array(rows);
    readValues(store, rows, out);
    return out.map((value, i) => {
      const root = roots === undefined ? 1 : roots[i]!;
      return root === 0 ? 0 : (value - shifts[j]!) * root;
    });
  });
}

/** Columns without a missing code, as products need them. */
function known(stores: readonly ColumnStore[]): ColumnStore[] {
  return stores.map(({ missing: _, ...store }) => store);
}

function padded(count: number, to: number): number {
  return to * Math.ceil(count / to);
}

/** The lower triangle of sums, without what tiles write above it. */
function lower(sums: Float64Array, count: number, width: number, first = 0): number[] {
  return Array.from({ length: count - first }, (_, k) =>
    Array.from(sums.subarray((k + first) * width, (k + first) * width + k + first + 1)),
  ).flat();
}

/** Values in panels, as `packValues` writes them: four columns, of each as many rows as a vector has lanes. */
function packed(arena: Arena, columns: readonly Float64Array[], rows: number, single: boolean) {
  const lanes = single ? 4 : 2;
  const steps = Math.ceil(rows / lanes);
  const length = padded(columns.length, 4) * steps * lanes;
  const out = single ? new Float32Array(length) : new Float64Array(length);
  columns.forEach((values, j) => {
    values.forEach((value, i) => {
      out[(j >> 2) * steps * 4 * lanes + Math.floor(i / lanes) * 4 * lanes + (j & 3) * lanes + (i % lanes)] = value;
    });
  });
  return { at: arena.place(out).byteOffset, steps };
}

export const linear: Record<string, Property> = {
  "sums products of codes as whole numbers": {
    kernels: ["packCodes", "packPairs", "gramCodes"],
    check(arena, random) {
      const [rows, count] = [arena.rows(), arena.width()];
      const stores = known(someColumns(random, count, rows, CODES));
      const shifts = Int32Array.from(stores, () => random.below(5));
      const panels = padded(count, 4) / 4;
      const steps = Math.ceil(rows / 8);
      const width = 4 * panels;
      const codes = arena.noise(new Int16Array(panels * steps * 32));
      const pairs = arena.noise(new Int16Array(panels * steps * 16));
      const ranges = arena.noise(new Int32Array(panels));
      const sums = arena.place(new Float64Array(width * width));
      const from = random.below(rows);
      const columns = arena.columns(stores, rows, "codes");
      const { byteOffset } = arena.place(shifts);
      arena.run.packCodes(columns, byteOffset, count, from, rows - from, codes.byteOffset);
      const used = Math.ceil((rows - from) / 8);
      arena.run.packPairs(codes.byteOffset, count, used, pairs.byteOffset, ranges.byteOffset);
      arena.run.gramCodes(codes.byteOffset, pairs.byteOffset, ranges.byteOffset, count, used, sums.byteOffset, width);
      const plain = stores.map(({ data, start, stride }, j) =>
        Array.from({ length: rows - from }, (_, i) => data[start + (from + i) * stride]! - shifts[j]!),
      );
      const expected = plain.flatMap((b, k) =>
        plain.slice(0, k + 1).map((a) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)),
      );
      same(lower(sums, count, width), expected, "products");
      const largest = Array.from(ranges, (_, p) =>
        Math.max(0, ...plain.slice(4 * p, 4 * p + 4).map((one) => Math.max(...one.map(Math.abs)))),
      );
      same(ranges, largest, "ranges");
    },
  },
  "sums products of values in the order of the reference": {
    kernels: ["packValues", "gramSingles", "gramDoubles"],
    check(arena, random) {
      const [rows, count] = [arena.rows(), arena.width()];
      const single = random.below(2) === 1;
      const stores = known(someColumns(random, count, rows, ALL));
      const shifts = normals(random, count);
      const weighted = random.below(2) === 1;
      const roots = Float64Array.from({ length: rows }, () => random.below(3) / 2);
      const lanes = single ? 4 : 2;
      const from = lanes * random.below(Math.ceil(rows / lanes));
      const tile = rows - from;
      const steps = Math.ceil(tile / lanes);
      const length = padded(count, 4) * steps * lanes;
      const panels = single ? arena.noise(new Float32Array(length)) : arena.noise(new Float64Array(length));
      const values = arena.noise(new Float64Array(tile + 4)).byteOffset;
      const width = padded(count, 4);
      const first = random.below(count + 1);
      const sums = arena.place(new Float64Array(width * width));
      const at = arena.columns(stores, rows, "values");
      // One 0 more, which a last pair of rows reads.
      const by = weighted ? arena.place(Float64Array.of(...roots, 0)).byteOffset : 0;
      const { byteOffset } = arena.place(shifts);
      arena.run.packValues(at, byteOffset, by, count, from, tile, single ? 1 : 0, values, panels.byteOffset);
      if (single) arena.run.gramSingles(panels.byteOffset, first, count, steps, sums.byteOffset, width);
      else arena.run.gramDoubles(panels.byteOffset, panels.byteOffset, first, count, steps, sums.byteOffset, width);
      const plain = valuesOf(stores, rows, shifts, weighted ? roots : undefined).map((one) => one.subarray(from));
      const expected = new Float64Array(width * width);
      addProductTile({ columns: plain, rows: tile, first, single }, expected, width);
      same(lower(sums, count, width, first), lower(expected, count, width, first), "products");
    },
  },
  "sums products of two sides in the order of the reference": {
    kernels: ["timesSingles", "timesDoubles"],
    check(arena, random) {
      const [rows, columns, outputs] = [arena.rows(), arena.width(), arena.width()];
      const single = random.below(2) === 1;
      const make = (count: number): Float64Array[] => Array.from({ length: count }, () => normals(random, rows));
      const [a, b] = [make(columns), make(outputs)];
      const left = packed(arena, a, rows, single);
      const right = packed(arena, b, rows, single);
      const width = padded(columns, 4);
      const sums = arena.place(new Float64Array(width * padded(outputs, 4)));
      const kernel = single ? arena.run.timesSingles : arena.run.timesDoubles;
      kernel(left.at, columns, right.at, outputs, left.steps, sums.byteOffset, width);
      const expected = new Float64Array(outputs * columns);
      addProducts(a, b, single, expected);
      const got = Array.from({ length: outputs }, (_, c) => [...sums.subarray(c * width, c * width + columns)]).flat();
      same(got, expected, "products");
    },
  },
  "scores and sums panels": {
    kernels: ["panelScores", "panelSums", "panelRows"],
    check(arena, random) {
      const [rows, count] = [arena.rows(), arena.width()];
      const columns = Array.from({ length: count }, () => normals(random, rows));
      const { at, steps } = packed(arena, columns, rows, false);
      const filled = padded(count, 4);
      const coefficients = arena.place(normals(random, filled));
      const scores = arena.noise(new Float64Array(2 * steps));
      arena.run.panelScores(at, coefficients.byteOffset, count, steps, scores.byteOffset);
      const expected = Array.from({ length: rows }, (_, i) =>
        columns.reduce((sum, values, j) => sum + values[i]! * coefficients[j]!, 0),
      );
      same(scores.subarray(0, rows), expected, "scores");
      const weights = arena.place(Float64Array.from({ length: 2 * steps }, (_, i) => (i < rows ? random.normal() : 0)));
      for (const square of [0, 1]) {
        const sums = arena.place(new Float64Array(filled).fill(1));
        arena.run.panelSums(at, weights.byteOffset, count, steps, square, sums.byteOffset);
        const plain = columns.map((values) => {
          const lanes = [0, 0];
          values.forEach((value, i) => {
            lanes[i & 1]! += (square === 1 ? weights[i]! * value : weights[i]!) * value;
          });
          return 1 + (lanes[0]! + lanes[1]!);
        });
        same(sums.subarray(0, count), plain, "sums");
      }
      const used = 1 + random.below(rows);
      const chosen = arena.place(random.sample(rows, used));
      const by = arena.place(normals(random, used));
      const half = Math.ceil(used / 2);
      const [plain, weighted] = [0, 1].map(() => arena.noise(new Float64Array(filled * half * 2)));
      const { byteOffset } = chosen;
      arena.run.panelRows(at, count, steps, byteOffset, by.byteOffset, used, plain!.byteOffset, weighted!.byteOffset);
      columns.forEach((values, j) => {
        for (let i = 0; i < 2 * half; i++) {
          const place = (j >> 2) * half * 8 + (i >> 1) * 8 + (j & 3) * 2 + (i & 1);
          const value = i < used ? values[chosen[i]!]! : 0;
          same([plain![place]!, weighted![place]!], [value, i < used ? by[i]! * value : 0], `row ${i}, column ${j}`);
        }
      });
    },
  },
  "takes moments of codes": {
    kernels: ["momentsOfCodes"],
    check(arena, random) {
      const [rows, count] = [arena.rows() * (random.below(8) === 0 ? 70 : 1), arena.width()];
      const stores = someColumns(random, count, rows, CODES);
      const out = arena.noise(new Float64Array(5 * count));
      arena.run.momentsOfCodes(arena.columns(stores, rows, "codes"), count, rows, out.byteOffset);
      const expected = codeMoments(stores, rows);
      for (let j = 0; j < count; j++) {
        // Of no known code at all smallest and largest say nothing.
        const length = expected[5 * j] === 0 ? 3 : 5;
        same(out.subarray(5 * j, 5 * j + length), expected.subarray(5 * j, 5 * j + length), `column ${j}`);
      }
    },
  },
  "takes moments of values": {
    kernels: ["momentsOfValues"],
    check(arena, random) {
      const [rows, count] = [arena.rows(), arena.width()];
      const stores = someColumns(random, count, rows, ALL);
      for (const { data, start, stride } of stores)
        if (data instanceof Float64Array && random.below(2) === 0)
          data[start + stride * random.below(rows)] = [Number.NaN, Number.POSITIVE_INFINITY][random.below(2)]!;
      const shifts = normals(random, count);
      const weights = Float64Array.from({ length: rows + 1 }, (_, i) => (i < rows ? random.below(3) / 2 : 0));
      const weighted = random.below(2) === 1;
      const lanes = new Float64Array(14 * count);
      for (let j = 0; j < count; j++) {
        lanes.fill(Number.POSITIVE_INFINITY, 14 * j + 6, 14 * j + 8);
        lanes.fill(Number.NEGATIVE_INFINITY, 14 * j + 8, 14 * j + 10);
      }
      const sums = arena.place(lanes);
      const by = weighted ? arena.place(weights).byteOffset : 0;
      const values = arena.noise(new Float64Array(rows + 1)).byteOffset;
      const at = arena.columns(stores, rows, "values");
      arena.run.momentsOfValues(at, arena.place(shifts).byteOffset, by, count, rows, values, sums.byteOffset);
      const got = Float64Array.from({ length: 7 * count }, (_, k) => {
        const [even, odd] = [sums[2 * k]!, sums[2 * k + 1]!];
        return k % 7 === 3 ? Math.min(even, odd) : k % 7 === 4 ? Math.max(even, odd) : even + odd;
      });
      const expected = valueMoments(stores, rows, shifts, weighted ? weights.subarray(0, rows) : undefined);
      for (let j = 0; j < count; j++) {
        // Where a value is infinite its sums are no numbers, and are not looked at.
        const infinite = expected[7 * j + 6] !== 0;
        for (const k of infinite ? [0, 5, 6] : [0, 1, 2, 3, 4, 5, 6])
          same([got[7 * j + k]!], [expected[7 * j + k]!], `column ${j}, moment ${k}`);
      }
    },
  },
  "projects rows": {
    kernels: ["packRows", "projectSingles", "projectDoubles"],
    check(arena, random) {
      const [rows, count, outputs] = [arena.rows(), arena.width(), arena.width()];
      const single = random.below(2) === 1;
      const stores = known(someColumns(random, count, rows, ALL));
      const from = random.below(rows);
      const used = rows - from;
      const lanes = single ? 8 : 4;
      const make = (length: number): Float32Array | Float64Array =>
        single ? new Float32Array(length) : new Float64Array(length);
      const weights = make(padded(outputs, lanes) * count);
      const bias = make(padded(outputs, lanes));
      const by = make(count * outputs).map(() => random.normal());
      for (let c = 0; c < outputs; c++) {
        bias[c] = random.normal();
        for (let j = 0; j < count; j++)
          weights[(c - (c % lanes)) * count + j * lanes + (c % lanes)] = by[j * outputs + c]!;
      }
      const centers = normals(random, count);
      const values = arena.noise(new Float64Array(padded(used, 4))).byteOffset;
      const x = arena.noise(make(padded(used, 4) * count)).byteOffset;
      const out = arena.noise(make(used * outputs));
      const spare = arena.noise(new Float64Array(16)).byteOffset;
      const at = arena.columns(stores, rows, "values");
      arena.run.packRows(at, arena.place(centers).byteOffset, count, from, used, single ? 1 : 0, values, x);
      const kernel = single ? arena.run.projectSingles : arena.run.projectDoubles;
      const [w, b] = [arena.place(weights).byteOffset, arena.place(bias).byteOffset];
      kernel(x, w, b, used, count, outputs, spare, out.byteOffset);
      const round = single ? Math.fround : (value: number) => value;
      const plain = valuesOf(stores, rows, centers);
      const expected = make(used * outputs);
      for (let i = 0; i < used; i++)
        for (let c = 0; c < outputs; c++) {
          let sum = bias[c]!;
          for (let j = 0; j < count; j++) sum = round(sum + round(round(plain[j]![from + i]!) * by[j * outputs + c]!));
          expected[i * outputs + c] = sum;
        }
      same(out, expected, "outputs");
    },
  },
  "turns rows into each other": {
    kernels: ["rotateRows"],
    check(arena, random) {
      const rows = 1 + arena.rows();
      const width = 4 * arena.width();
      const first = random.below(rows - 1);
      const last = first + 1 + random.below(rows - 1 - first);
      const values = arena.place(normals(random, rows * width));
      const turns = arena.place(normals(random, 2 * rows));
      const plain = values.slice();
      arena.run.rotateRows(values.byteOffset, width, first, last, turns.byteOffset);
      for (let i = last - 1; i >= first; i--)
        for (let j = i * width; j < (i + 1) * width; j++) {
          const [above, below] = [plain[j]!, plain[j + width]!];
          const [cosine, sine] = [turns[2 * i]!, turns[2 * i + 1]!];
          plain[j + width] = sine * above + cosine * below;
          plain[j] = cosine * above - sine * below;
        }
      same(values, plain, "rows");
    },
  },
};
