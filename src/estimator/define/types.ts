import type { Table } from "apache-arrow";
import type { FeatureMatrix, MatrixLike } from "../../matrix/index.js";
import type { TableLike } from "../../table/index.js";

/** What a step takes and what it gives for that; a union of pairs where there are several. */
export type IO = readonly [input: unknown, output: unknown];
/** Numbers in, numbers out. */
export type MatrixToMatrix = readonly [MatrixLike, FeatureMatrix];
/** A Table in, a Table out. */
export type TableToTable = readonly [TableLike, Table];
/** A Table in, numbers out: the border. */
export type TableToMatrix = readonly [TableLike, FeatureMatrix];
/** A Table or numbers in, the same out. */
export type SameToSame = TableToTable | MatrixToMatrix;

/** What a step gives for a certain input. */
export type OutputFor<T extends IO, X> = T extends readonly [infer A, infer B] ? (X extends A ? B : never) : never;
