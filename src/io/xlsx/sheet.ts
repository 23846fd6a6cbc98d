import { KindredError } from "../../errors/index.js";
import { abortable } from "../abortable.js";
import { truncated, unreadable } from "../byte-input.js";
import type { Limits } from "../limits.js";
import { nodeModule } from "../node.js";
import { checkWorkbook } from "./check-workbook.js";

/** A cell as a workbook has it. */
export type SheetCell = string | number | boolean | Date | null;

/** Which sheet, and how much it may hold. */
export interface SheetOptions {
  readonly sheet?: string | number | undefined;
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
}

/** The cells of a sheet, row by row. @throws KindredError. */
export async function readSheetCells(
  where: string,
  input: string | Uint8Array,
  options: SheetOptions,
): Promise<readonly (readonly SheetCell[])[]> {
  const { sheet, limits, signal } = options;
  const file = typeof input === "string" ? input : "the bytes";
  const bytes = typeof input === "string" ? await bytesOf(where, input) : input;
  const reader = await excelReader(where);
  signal?.throwIfAborted();
  try {
    checkWorkbook(where, file, bytes, limits);
    const copy = nodeModule(where, "node:buffer").Buffer.from(bytes);
    const rows = await abortable(sheet === undefined ? reader.readSheet(copy) : reader.readSheet(copy, sheet), signal);
    return rows as unknown as readonly (readonly SheetCell[])[];
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof KindredError) throw cause;
    throw new KindredError({
      code: "MALFORMED_FILE",
      where,
      problem: `${file} cannot be read as a workbook${sheet === undefined ? "" : ` with a sheet "${sheet}"`} (${cause instanceof Error ? cause.message : String(cause)})`,
      fix: "Check that it is an XLSX file and the name of the sheet, or save it as CSV",
      cause,
    });
  }
}

async function bytesOf(where: string, path: string): Promise<Uint8Array> {
  const { promises } = nodeModule(where, "node:fs");
  const failed = (cause: unknown): never => {
    throw unreadable(where, path, cause);
  };
  const { size } = await promises.stat(path).catch(failed);
  const bytes = await promises.readFile(path).catch(failed);
  if (bytes.length < size) throw truncated(where, path, size, bytes.length);
  return bytes;
}

async function excelReader(where: string): Promise<typeof import("read-excel-file/node")> {
  try {
    return await import("read-excel-file/node");
  } catch (cause) {
    throw new KindredError({
      code: "UNSUPPORTED",
      where,
      problem: "XLSX files are read with the package read-excel-file, which is not installed",
      fix: "Install it (npm install read-excel-file), or save the sheet as CSV",
      cause,
    });
  }
}
