import { SECTION_ROWS } from "../numeric/statistics/index.js";
import type { NamedArrays, Reducer } from "./reducer.js";

export { SECTION_ROWS };

/** The sums of a pass: of all sections so far, and of the section whose blocks are being added. */
export interface SectionSums {
  readonly total: NamedArrays;
  /** Not there where all rows are one section. */
  readonly section?: NamedArrays;
  /** How many blocks there are. */
  readonly pieces: number;
}

/** How many blocks of a reducer are a section. */
function blocksOf({ blockRows }: Reducer): number {
  return Math.max(1, Math.floor(SECTION_ROWS / blockRows));
}

/** Sums of no block yet. `init` is what the reducer knows before the first. */
export function sectionSums(reducer: Reducer, pieces: number, init: () => NamedArrays): SectionSums {
  return { total: init(), pieces, ...(pieces > blocksOf(reducer) ? { section: init() } : {}) };
}

/** Merges the part of a block, behind those of all blocks before it. */
export function mergePart(
  reducer: Reducer,
  { total, section, pieces }: SectionSums,
  piece: number,
  part: NamedArrays,
  init: () => NamedArrays,
): void {
  reducer.merge(section ?? total, part);
  if (section === undefined || ((piece + 1) % blocksOf(reducer) !== 0 && piece + 1 !== pieces)) return;
  reducer.merge(total, section);
  for (const [key, array] of Object.entries(init())) section[key]!.set(array);
}
