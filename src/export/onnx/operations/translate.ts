import type { Operation } from "../../program.js";
import type { Columns, OnnxContext } from "../context.js";

/** An operation of one kind. */
export type OperationOf<K extends Operation["op"]> = Extract<Operation, { readonly op: K }>;

/** What an operation makes of columns, as nodes of a graph. */
export type Translate<O> = (operation: O, columns: Columns, context: OnnxContext) => Columns;
