export { connectArrow, matrixFromTable } from "./arrow-bridge.js";
export { arrowSchema } from "./arrow-schema.js";
export type { ColumnSchema, GuessedFact, Level, Role } from "./column-schema.js";
export {
  type CodeCount,
  type ColumnDescriptions,
  canonical,
  columnsFromRows,
  DataDictionary,
  type DictionaryAudit,
  type DictionaryColumn,
  type DictionaryDocument,
  type DictionaryNames,
  type DictionaryRow,
  type DictionaryValue,
  MEANING_RULES,
  type MeaningRules,
  type NamesAlike,
  namesIn,
} from "./dictionary/index.js";
export { plainData } from "./plain-data.js";
export {
  childOf,
  columnNames,
  missingColumns,
  planOfTable,
  readingTable,
  readTable,
  surveyTable,
} from "./read-table.js";
export { knowReservedNulls } from "./reserved-nulls.js";
export { Schema } from "./schema.js";
export { isSource, type Source } from "./source.js";
export { byCodePoint, type ColumnSurvey, planFrom, startSurvey } from "./survey.js";
export { tableFromRows } from "./table-from-rows.js";
export { type RowsOfTable, rowsOfTable, rowTaker, tableOfRows } from "./take-rows.js";
export { tableOf, writeTable } from "./write-table.js";
