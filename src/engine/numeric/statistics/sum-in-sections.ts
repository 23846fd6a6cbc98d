/**
 * Rows of a section: parts of its blocks are merged in order, and then the sections in order. Wherever a section is summed the bits are the same, and an error of
 * rounding grows with the blocks of a section and the number of sections instead of with all blocks.
 */
export const SECTION_ROWS = 262_144;

/**
 * The sum of the values of some rows, as a pass over blocks of this many takes it: rows in order within a block, blocks within a section, and the sections.
 *
 * @param rows - Their numbers, rising.
 */
export function sumInSections(values: Float64Array, rows: Int32Array, blockRows: number): number {
  let [total, section, block] = [0, 0, 0];
  let [sectionEnd, blockEnd] = [0, 0];
  for (const row of rows) {
    if (row >= blockEnd) {
      section += block;
      block = 0;
      blockEnd = blockRows * (Math.floor(row / blockRows) + 1);
    }
    if (row >= sectionEnd) {
      total += section;
      section = 0;
      sectionEnd = SECTION_ROWS * (Math.floor(row / SECTION_ROWS) + 1);
    }
    block += values[row]!;
  }
  return total + (section + block);
}
