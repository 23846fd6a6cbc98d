import { KindredError } from "../../errors/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import {
  columnsFromRows,
  DataDictionary,
  type DictionaryColumn,
  type DictionaryDocument,
  type DictionaryNames,
  MEANING_RULES,
  type MeaningRules,
} from "../../table/index.js";
import { nodeModule } from "../node.js";
import { codeBookFromText, columnsFromCodeBook, isCodeBook } from "./code-book.js";
import { readGrid } from "./grid.js";
import { attributeLevels, dictionaryRows } from "./layout.js";

/** Options of `readDictionary`. */
export interface ReadDictionaryOptions extends DictionaryNames {
  /** A file that says which level each attribute belongs to: the level's name on its first row, attributes in the next column. */
  readonly levels?: string;
  /** One character between the cells of a CSV file; detected by default. */
  readonly separator?: string;
  /** The sheet of an XLSX file; the first by default. */
  readonly sheet?: string;
  /** Which meanings say "unknown", and which "there was nothing". */
  readonly meanings?: Partial<MeaningRules>;
}

const WHERE = "readDictionary";

const pattern = check.expected((value) => value instanceof RegExp, "a regular expression");
const checkRead = optionsCheck<ReadDictionaryOptions>("readDictionary", {
  levels: check.text,
  separator: check.text,
  sheet: check.text,
  meanings: check.object<MeaningRules>({ unknown: pattern, noActivity: pattern }),
  aliases: check.record(check.text),
  suffixes: check.texts,
});

/**
 * A data dictionary from a file:
 *
 * - CSV or XLSX (with the package read-excel-file) with the columns Attribute, Description, Value and Meaning, in any case and below any
 *   titles, where attribute and description may stand on the first row of each group alone;
 * - JSON that `DataDictionary.toJSON` wrote, or a code book of `attributes` and `codeTables`;
 * - `.txt`: a code book as COIL 2000 has it.
 *
 * @param path - The file: `.csv`, `.xlsx`, `.json` or `.txt` (Node only).
 * @throws KindredError where the file is not there, cannot be read, or lacks a column.
 *
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { readDictionary } from "kindred/io";
 *
 * writeFileSync("values.csv", 'Attribute;Description;Value;Meaning\nAGE_RZ;age class;"-1, 9";unknown\n;;1;young\n;;2;old\n');
 * const dictionary = await readDictionary("values.csv", { suffixes: ["_RZ"] });
 * dictionary.unknownCodes("AGE"); // ["-1", "9"]
 * ```
 */
export async function readDictionary(path: string, options: ReadDictionaryOptions = {}): Promise<DataDictionary> {
  checkArguments("readDictionary", { path: [path, check.path] });
  checkRead(options);
  const { aliases, suffixes, levels } = options;
  const read = await readColumns(path, options);
  const known = levels === undefined ? undefined : await readLevels(levels, options);
  const columns = read.columns.map((column) =>
    known?.has(column.name) ? { ...column, level: known.get(column.name)! } : column,
  );
  return new DataDictionary(columns, read.names).with({
    ...(aliases === undefined ? {} : { aliases }),
    ...(suffixes === undefined ? {} : { suffixes }),
  });
}

async function readLevels(path: string, options: ReadDictionaryOptions): Promise<ReadonlyMap<string, string>> {
  return attributeLevels(await readGrid(path, WHERE, { separator: options.separator }), path, WHERE);
}

/** The columns that a file describes, and the names that it declares. */
interface Described {
  readonly columns: readonly DictionaryColumn[];
  readonly names?: DictionaryNames;
}

async function readColumns(path: string, options: ReadDictionaryOptions): Promise<Described> {
  if (/\.json$/i.test(path)) {
    const document = await readJson(path);
    if (isCodeBook(document)) return { columns: columnsFromCodeBook(document) };
    return DataDictionary.fromJSON(document as DictionaryDocument);
  }
  if (/\.txt$/i.test(path))
    return { columns: columnsFromCodeBook(codeBookFromText(await readText(path), path, WHERE)) };
  const rows = dictionaryRows(await readGrid(path, WHERE, options), path, WHERE);
  return { columns: columnsFromRows(rows, { ...MEANING_RULES, ...options.meanings }) };
}

async function readText(path: string): Promise<string> {
  const { promises } = nodeModule(WHERE, "node:fs");
  return promises.readFile(path, "utf8").catch((cause: unknown) => {
    throw new KindredError({
      code: "INVALID_INPUT",
      where: WHERE,
      problem: `${path}: it cannot be read (${String((cause as { code?: unknown }).code ?? cause)})`,
      fix: "Check the path",
      cause,
    });
  });
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new KindredError({
      code: "INVALID_INPUT",
      where: WHERE,
      problem: `${path} cannot be read as JSON`,
      fix: "Check the path and the file",
      cause,
    });
  }
}
