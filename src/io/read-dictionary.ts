import { KindredError, listed } from "../errors/index.js";
import {
  columnNames,
  columnsFromRows,
  DataDictionary,
  type DictionaryDocument,
  type DictionaryNames,
  type DictionaryRow,
  MEANING_RULES,
  type MeaningRules,
  namesIn,
} from "../table/index.js";
import { nodeModule } from "./node.js";
import { readCsv } from "./read-csv.js";

/** What `readDictionary` may be told. */
export interface ReadDictionaryOptions extends DictionaryNames {
  /** A file that says which level each attribute belongs to: the level's name on its first row, attributes in the next column. */
  readonly levels?: string;
  /** One character between cells; found out where nothing is said. */
  readonly separator?: string;
  /** Which meanings say "unknown", and which "there was nothing". */
  readonly meanings?: Partial<MeaningRules>;
}

const WHERE = "readDictionary";

/**
 * A data dictionary from a file: CSV with the columns Attribute, Description, Value and Meaning (in any case; other columns are
 * ignored), where attribute and description may stand on the first row of each group alone; or JSON that `DataDictionary.toJSON` wrote.
 *
 * @param path - The file, `.json` or CSV (Node only).
 * @throws KindredError where the file is not there or lacks a column.
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
  const { aliases, suffixes, levels, separator, meanings } = options;
  const names: DictionaryNames = {
    ...(aliases === undefined ? {} : { aliases }),
    ...(suffixes === undefined ? {} : { suffixes }),
  };
  if (path.endsWith(".json")) return DataDictionary.fromJSON(await readJson(path)).with(names);
  const cells = await readCells(path, ["attribute", "description", "value", "meaning"], separator);
  const rows = cells.map(
    ([attribute, description, value, meaning]): DictionaryRow => ({
      attribute: attribute!,
      description: description!,
      value: value!,
      meaning: meaning!,
    }),
  );
  const known = levels === undefined ? undefined : await readLevels(levels, separator);
  return new DataDictionary(columnsFromRows(rows, known, { ...MEANING_RULES, ...meanings }), names);
}

async function readJson(path: string): Promise<DictionaryDocument> {
  const { promises } = nodeModule(WHERE, "node:fs");
  try {
    return JSON.parse(await promises.readFile(path, "utf8")) as DictionaryDocument;
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

/** The named columns of a CSV file as text, empty where a cell is. */
async function readCells(path: string, wanted: readonly string[], separator: string | undefined): Promise<string[][]> {
  const common = { nullWords: [], quote: '"', ...(separator === undefined ? {} : { separator }) };
  const header = await readCsv(path, { ...common, rows: 1 });
  const present = columnNames(header);
  const columns = wanted.map((name) => present.find((other) => other.trim().toLowerCase() === name));
  const missing = wanted.filter((_, j) => columns[j] === undefined);
  if (missing.length > 0)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where: WHERE,
      problem: `${path} has no column ${listed(missing)}`,
      fix: `Its columns are ${listed(present)}; name the separator if they look joined`,
      column: missing[0]!,
    });
  const types = Object.fromEntries(columns.map((name) => [name!, "text" as const]));
  const table = await readCsv(path, { ...common, columns: columns as string[], types });
  return Array.from({ length: table.numRows }, (_, i) =>
    columns.map((name) => String((table.getChild(name!)!.get(i) as string | null) ?? "")),
  );
}

/** The level of every attribute: the first column filled down, names from the second. */
async function readLevels(path: string, separator: string | undefined): Promise<Map<string, string>> {
  const common = { nullWords: [], ...(separator === undefined ? {} : { separator }) };
  const [first, second] = columnNames(await readCsv(path, { ...common, rows: 1 }));
  if (first === undefined || second === undefined)
    throw new KindredError({
      code: "MISSING_COLUMN",
      where: WHERE,
      problem: `${path} has fewer than two columns`,
      fix: "Give levels in the first column and attributes in the second, or name the separator",
    });
  const table = await readCsv(path, {
    ...common,
    columns: [first, second],
    types: { [first]: "text", [second]: "text" },
  });
  const levels = new Map<string, string>();
  let level = "";
  for (let i = 0; i < table.numRows; i++) {
    const own = String((table.getChild(first)!.get(i) as string | null) ?? "").trim();
    if (own !== "") level = own;
    for (const name of namesIn(String((table.getChild(second)!.get(i) as string | null) ?? "")))
      levels.set(name, level);
  }
  return levels;
}
