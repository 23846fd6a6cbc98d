// The entry of the module that cuts CSV into cells. Its memory holds the bytes and what is made of them.
export { columnCells, narrowColumns } from "./csv-columns";
export { dialect, heapBase } from "./csv-format";
export { cutRows, nextLine, rowsDone, sideCells } from "./csv-rows";
