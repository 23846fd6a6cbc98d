import { type LearningKernels, learningKernels } from "../wasm/index.js";
import { addArrays, listed, type NamedArrays, type Reducer } from "./reducer.js";

/** Rows of a group: all of one cluster, so that kernels need not look where each belongs. */
export const GROUP_ROWS = 4;
/** Groups that are copied into the kernels' memory at once. */
const TILE_GROUPS = 64;

/**
 * What every row is away from the rows of each cluster, in sum (clusters x rows), for all pairs of which the first is in a block: a pair is measured
 * once and counts on both sides. The rows of the source are groups of four: `given.panels` has their values (column by column), `given.present`
 * 1 for a row and 0 for what only fills a group up, `given.clusters` the cluster of each group, `given.count` how many clusters there are.
 */
export const pairSums: Reducer = /* @__PURE__ */ listed({
  name: "pairSums",
  blockRows: 32,
  init: (_, params) => ({ sums: new Float64Array(params.count![0]! * params.present!.length) }),
  merge: addArrays,
  add(parts, block, params) {
    const wasm = learningKernels();
    const last = block.row + block.x.rows;
    if (wasm === undefined) plainly(parts, params, block.row, last);
    else byKernel(wasm, parts, params, block.row, last);
  },
});

function plainly({ sums }: NamedArrays, params: NamedArrays, first: number, last: number): void {
  const { panels, present, clusters } = params as { panels: Float64Array; present: Float64Array; clusters: Int32Array };
  const rows = present.length;
  const width = panels.length / rows;
  const valueAt = (row: number): number => (row - (row % GROUP_ROWS)) * width + (row % GROUP_ROWS);
  for (let i = GROUP_ROWS * first; i < GROUP_ROWS * last; i++)
    for (let k = i + 1; k < rows; k++) {
      if (present[i] === 0 || present[k] === 0) continue;
      let sum = 0;
      const [a, b] = [valueAt(i), valueAt(k)];
      for (let j = 0; j < width; j++) {
        const d = panels[a + GROUP_ROWS * j]! - panels[b + GROUP_ROWS * j]!;
        sum += d * d;
      }
      const distance = Math.sqrt(sum);
      sums![clusters[Math.floor(k / GROUP_ROWS)]! * rows + i]! += distance;
      sums![clusters[Math.floor(i / GROUP_ROWS)]! * rows + k]! += distance;
    }
}

function byKernel(
  { run, scratch }: LearningKernels,
  parts: NamedArrays,
  params: NamedArrays,
  first: number,
  last: number,
): void {
  const { panels, present, clusters } = params as { panels: Float64Array; present: Float64Array; clusters: Int32Array };
  const rows = present.length;
  const groups = clusters.length;
  const width = panels.length / rows;
  const panel = GROUP_ROWS * width;
  const size = last - first;
  scratch.open(8 * (panel * (size + TILE_GROUPS) + rows + parts.sums!.length) + 4 * groups, 5);
  const mine = scratch.float64(panel * size);
  const others = scratch.float64(panel * TILE_GROUPS);
  const here = scratch.float64(rows);
  const sums = scratch.float64(parts.sums!.length).fill(0);
  const owners = scratch.int32(groups);
  mine.set(panels.subarray(panel * first, panel * last));
  here.set(present);
  owners.set(clusters);
  for (let from = first; from < groups; from += TILE_GROUPS) {
    const to = Math.min(groups, from + TILE_GROUPS);
    others.set(panels.subarray(panel * from, panel * to));
    run.pairDistances(
      mine.byteOffset,
      width,
      others.byteOffset,
      first,
      last,
      from,
      to,
      here.byteOffset,
      owners.byteOffset,
      sums.byteOffset,
      8 * rows,
    );
  }
  parts.sums!.set(sums);
}
