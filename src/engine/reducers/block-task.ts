import { fromTransfer, type TransferBlock } from "../rows/index.js";
import type { Task } from "../threads/index.js";
import type { NamedArrays, Reducer } from "./reducer.js";
import { addBlock, type ReducerContext } from "./reducer-context.js";

/**
 * A pass over rows that are read piece by piece: the part of one block.
 *
 * @param find - The reducer of a name: workers look it up, the calling thread has it.
 */
export function reduceBlock(find: (name: string) => Reducer): Task<ReducerContext, TransferBlock, NamedArrays> {
  return {
    name: "reduceBlock",
    open(pass) {
      const reducer = find(pass.reducer);
      return (transfer) => {
        const part = reducer.init(pass.shape, pass.params);
        addBlock(reducer, part, fromTransfer(transfer, pass.columns), pass);
        return part;
      };
    },
  };
}
