import { fromWire, type WireBlock } from "../rows/index.js";
import type { Task } from "../threads/task.js";
import type { Parts } from "./reducer.js";
import { addBlock, type FoldWork, foldNamed } from "./reducer-context.js";

/** A pass over rows that are read piece by piece: the part of one block. */
export const foldBlock: Task<FoldWork, WireBlock, Parts> = {
  name: "foldBlock",
  open(pass) {
    const fold = foldNamed(pass.fold);
    return (wire) => {
      const part = fold.start(pass.shape, pass.given);
      addBlock(fold, part, fromWire(wire, pass.columns), pass);
      return part;
    };
  },
};
