import { referenceTreeKernels } from "../../../../src/engine/wasm/reference/trees.js";
import { FACTS } from "../../../../src/engine/wasm/tree-kernels.js";
import { type Property, same } from "./arena.js";

export const trees: Record<string, Property> = {
  "makes histograms, takes one from another, finds divisions and parts rows": {
    kernels: ["treeHistogram", "treeSubtract", "treeScan", "treePartition"],
    check(arena, random) {
      const rows = arena.rows();
      const stride = 4 * arena.width();
      const counts = Int32Array.from({ length: stride }, () => 1 + random.below(255));
      const total = counts.reduce((sum, count) => sum + count + 1, 0);
      const bins = arena.place(
        Uint8Array.from({ length: rows * stride }, (_, at) => random.below(counts[at % stride]! + 1)),
      );
      const used = 1 + random.below(rows);
      const index = arena.place(random.sample(rows, used));
      const countBits = 9;
      const gradients = arena.place(new Int32Array(4 * rows));
      let [sumG, sumH] = [0, 0];
      for (let i = 0; i < rows; i++) {
        const g = random.below(2_000_001) - 1_000_000;
        const h = 1 + random.below(1_000_000);
        gradients.set([g, g < 0 ? -1 : 0, h * 2 ** countBits + 1, Math.floor((h * 2 ** countBits) / 2 ** 32)], 4 * i);
        if (index.includes(i)) [sumG, sumH] = [sumG + g, sumH + h];
      }
      const [histogram, other] = [0, 1].map(() => arena.place(new Int32Array(4 * total)));
      const firsts = Array.from(counts, (_, f) => counts.slice(0, f).reduce((sum, count) => sum + count + 1, 0));
      const bases = arena.place(Int32Array.from(firsts, (first) => histogram!.byteOffset + 16 * first));
      const { buffer } = histogram!;
      const from = 4 * random.below(stride / 4);
      const to = from + 4 * (1 + random.below((stride - from) / 4));
      const plain = referenceTreeKernels(buffer);
      const facts = arena.place(new Float64Array(Object.keys(FACTS).length));
      const set = (name: keyof typeof FACTS, value: number): void => {
        facts[FACTS[name]] = value;
      };
      set("unitG", 1e-6);
      set("unitH", 1e-7);
      set("g", sumG);
      set("h", sumH);
      set("l2", random.below(2));
      set("minHessian", random.below(2) * 1e-3);
      set("minRows", 1 + random.below(8));
      set("rows", used);
      set("countBits", countBits);
      const usable = arena.place(Uint8Array.from({ length: stride }, () => (random.below(5) === 0 ? 0 : 1)));
      const ofCounts = arena.place(counts).byteOffset;
      const out = arena.place(new Float64Array(2 * stride));
      const spare = arena.noise(new Int32Array(rows + 1)).byteOffset;
      const goes = arena.place(Uint8Array.from({ length: 256 }, () => random.below(2)));
      const feature = random.below(stride);
      const order = index.slice();
      const steps = (kernels: typeof plain): unknown[] => {
        histogram!.fill(0);
        other!.fill(7);
        out.fill(0);
        index.set(order);
        const { byteOffset } = index;
        kernels.treeHistogram(
          bins.byteOffset,
          stride,
          from,
          to,
          byteOffset,
          used,
          gradients.byteOffset,
          bases.byteOffset,
        );
        kernels.treeSubtract(other!.byteOffset, histogram!.byteOffset, total);
        const { byteOffset: may } = usable;
        kernels.treeScan(bases.byteOffset, ofCounts, may, from, to, facts.byteOffset, out.byteOffset);
        const left = kernels.treePartition(bins.byteOffset, stride, feature, byteOffset, used, spare, goes.byteOffset);
        const words = new Int32Array(out.buffer, out.byteOffset, 4 * stride);
        return [histogram!, other!, out, words, index]
          .map((array) => array.slice())
          .concat(Int32Array.of(left) as never);
      };
      const got = steps(arena.run as unknown as typeof plain);
      const expected = steps(plain);
      const names = ["histogram", "difference", "scores", "divisions", "order of rows", "rows on the left"];
      names.forEach((name, k) => {
        same(got[k] as Int32Array, expected[k] as Int32Array, name);
      });
      // And the histogram against a plain count.
      for (let f = from; f < to; f++) {
        const expectedRows = new Int32Array(counts[f]! + 1);
        for (const row of order) expectedRows[bins[row * stride + f]!]!++;
        const words = got[0] as Int32Array;
        same(
          Int32Array.from(expectedRows, (_, bin) => words[4 * (firsts[f]! + bin) + 2]! & (2 ** countBits - 1)),
          expectedRows,
          `rows by bin of feature ${f}`,
        );
      }
    },
  },
};
