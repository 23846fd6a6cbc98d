import { fromTransfer, type TransferBlock } from "../rows/index.js";
import type { Task } from "../threads/index.js";
import type { NamedArrays } from "./reducer.js";
import { addBlock, type ReducerContext, reducerNamed } from "./reducer-context.js";

/** A pass over rows that are read piece by piece: the part of one block. */
export const reduceBlock: Task<ReducerContext, TransferBlock, NamedArrays> = {
  name: "reduceBlock",
  open(pass) {
    const reducer = reducerNamed(pass.reducer);
    return (transfer) => {
      const part = reducer.init(pass.shape, pass.params);
      addBlock(reducer, part, fromTransfer(transfer, pass.columns), pass);
      return part;
    };
  },
};
