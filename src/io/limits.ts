import type * as z from "zod";
import { counted, KindredError } from "../errors/index.js";
import { check } from "../options/index.js";

/** How much a file may hold. What is not named has no limit of its own. */
export interface Limits {
  /** Rows. */
  readonly rows?: number;
  /** Columns. */
  readonly columns?: number;
  /** Rows times columns. */
  readonly cells?: number;
  /** Bytes once it is unpacked. */
  readonly bytes?: number;
}

const NAMES: readonly (keyof Limits)[] = ["rows", "columns", "cells", "bytes"];

const bound = check.expected((value) => typeof value === "number" && value >= 0, "a number of 0 or more");
/** What `limits` must be. */
export const limitsCheck: z.ZodType = check.object<Limits>({ rows: bound, columns: bound, cells: bound, bytes: bound });

/** Refuses a file that holds more than is allowed. @throws KindredError LIMIT_EXCEEDED. */
export function checkLimits(where: string, file: string, limits: Limits, found: Limits): void {
  const { rows, columns } = found;
  const cells = found.cells ?? (rows === undefined || columns === undefined ? undefined : rows * columns);
  for (const name of NAMES) {
    const most = limits[name];
    const is = name === "cells" ? cells : found[name];
    if (most === undefined || is === undefined || is <= most) continue;
    throw new KindredError({
      code: "LIMIT_EXCEEDED",
      where,
      problem: `${file}: ${counted(is, name.slice(0, -1))} or more, where limits.${name} allows ${most.toLocaleString("en-US")}`,
      fix: `Read a part of it, or raise limits.${name} if the file is to be trusted`,
      expected: most,
      got: is,
    });
  }
}

/** Bytes, or cells, that a packed file may become where nothing else is said: more than sound files do, and no bomb. */
export function unpackedLimit(fileBytes: number): number {
  return 2 ** 26 + 10_000 * fileBytes;
}
