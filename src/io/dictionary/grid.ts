import { KindredError } from "../../errors/index.js";
import { columnNames } from "../../table/index.js";
import { readCsv } from "../csv/read.js";
import { nodeModule } from "../node.js";

/** The cells of a file as text, row by row, empty where a cell is; the header is the first row of a CSV file. */
export async function readGrid(path: string, where: string, options: GridOptions): Promise<string[][]> {
  return /\.xlsx$/i.test(path) ? readSheet(path, where, options.sheet) : readText(path, options.separator);
}

/** Where cells lie in a file. */
export interface GridOptions {
  /** One character between the cells of a CSV file. */
  readonly separator?: string | undefined;
  /** The sheet of a workbook. */
  readonly sheet?: string | undefined;
}

async function readText(path: string, separator: string | undefined): Promise<string[][]> {
  const common = { nullWords: [], quote: '"', ...(separator === undefined ? {} : { separator }) };
  const names = columnNames(await readCsv(path, { ...common, rows: 1 }));
  const types = Object.fromEntries(names.map((name) => [name, "text" as const]));
  const table = await readCsv(path, { ...common, types });
  const columns = names.map((name) => table.getChild(name)!);
  const rows = Array.from({ length: table.numRows }, (_, i) =>
    columns.map((column) => String((column.get(i) as string | null) ?? "")),
  );
  return [names, ...rows];
}

async function readSheet(path: string, where: string, sheet: string | undefined): Promise<string[][]> {
  const { existsSync } = nodeModule(where, "node:fs");
  if (!existsSync(path))
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `${path}: there is no such file`,
      fix: "Check the path",
    });
  const reader = await excelReader(where);
  try {
    const rows = sheet === undefined ? await reader.readSheet(path) : await reader.readSheet(path, sheet);
    return rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
  } catch (cause) {
    throw new KindredError({
      code: "MALFORMED_FILE",
      where,
      problem: `${path} cannot be read as a workbook${sheet === undefined ? "" : ` with a sheet "${sheet}"`} (${cause instanceof Error ? cause.message : String(cause)})`,
      fix: "Check that it is an XLSX file and the name of the sheet, or save it as CSV",
      cause,
    });
  }
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
