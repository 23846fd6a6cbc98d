export { FEWEST_SHOWN, hiddenNote, hideCells, hideTable, isSmall, NOT_SHOWN } from "./small-cells.js";
