import type { Operation, Program } from "../../program.js";
import type { Column } from "../column.js";
import type { SqlContext } from "../context.js";

/** How an operation becomes SQL: columns in, columns out. */
export type Translate<O> = (operation: O, columns: readonly Column[], context: SqlContext) => readonly Column[];

/** How whole programs become SQL, for operations that hold some. */
export type TranslateProgram = (program: Program, columns: readonly Column[], context: SqlContext) => readonly Column[];

/** The operation of a name. */
export type OperationOf<K extends Operation["op"]> = Extract<Operation, { readonly op: K }>;
