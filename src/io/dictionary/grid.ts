import { columnNames } from "../../table/index.js";
import { readCsv } from "../csv/read.js";
import { readSheetCells } from "../xlsx/sheet.js";

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
  const rows = await readSheetCells(where, path, { sheet, limits: {} });
  return rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
}
