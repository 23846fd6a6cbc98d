import type { Workspace } from "./workspace.js";

/** Histograms to make and look at: those of some rows, and where known by subtraction those of the rest of their parent. */
export interface Step {
  /** Where the rows stand in the index. */
  readonly from: number;
  readonly rows: number;
  /** The slot of their histograms. */
  readonly slot: number;
  /** The slot that holds the histograms of the parent and will hold those of the other rows; -1 where there is none. */
  readonly other: number;
}

/** Takes a step for features [first, last), both multiples of 4. The facts of both leaves are in the workspace; so will be the results. */
export function takeStep(space: Workspace, { from, rows, slot, other }: Step, first: number, last: number): void {
  const { kernels, at, stride } = space;
  const basesOf = (of: number): number => at.bases + 4 * stride * of;
  sumHistograms(space, { from, rows, slot }, first, last);
  kernels.treeScan(basesOf(slot), at.counts, at.usable, first, last, at.facts[0], at.results[0]);
  if (other < 0) return;
  const [start, end] = histogramsIn(space, slot, first, last);
  kernels.treeSubtract(4 * space.base(other, first), 4 * start, (end - start) / 4);
  kernels.treeScan(basesOf(other), at.counts, at.usable, first, last, at.facts[1], at.results[1]);
}

/** Makes the histograms of some rows of the index in a slot, for features [first, last). */
export function sumHistograms(
  space: Workspace,
  { from, rows, slot }: Omit<Step, "other">,
  first: number,
  last: number,
): void {
  const { kernels, at, stride, words } = space;
  words.fill(0, ...histogramsIn(space, slot, first, last));
  for (let f = first; f < last; ) {
    const part = space.part(f);
    const to = Math.min(part.last, last);
    const bases = at.bases + 4 * stride * slot;
    kernels.treeHistogram(at.bins + part.start, part.step, f, to, at.index + 4 * from, rows, at.gradients, bases);
    f = to;
  }
}

/** Where the histograms of features [first, last) lie in a slot, in words. */
export function histogramsIn(
  space: Workspace,
  slot: number,
  first: number,
  last: number,
): [start: number, end: number] {
  const { at, stride, slotBytes, histogramBytes } = space;
  const end = last === stride ? (at.histograms + slot * slotBytes + histogramBytes) / 4 : space.base(slot, last);
  return [space.base(slot, first), end];
}
