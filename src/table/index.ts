export { Table } from "apache-arrow/table";
export { AbsentKeys, warnOfAbsentKeys } from "./absent-keys.js";
export { connectArrow, matrixFromTable } from "./arrow-bridge.js";
export { arrowSchema } from "./arrow-schema.js";
export { Type } from "./arrow-type.js";
export { asData } from "./as-data.js";
export { areRecords, asTable, isColumns } from "./as-table.js";
export { batchesOf, type ReadBatch } from "./batches-of.js";
export { type ColumnSchema, type GuessedFact, type Level, meaningOf, type Role } from "./column-schema.js";
export type { CellStyle } from "./csv/cell-text.js";
export { cellStyle, type FormatCsvOptions, formatChecks, formatCsv, headerLine, linesOf } from "./csv/format.js";
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
export { foundIds, type Id, idAt, idOf } from "./ids.js";
export { type JoinLabelsOptions, joinLabels, type LabelsById } from "./join-labels.js";
export { directionOfMeanings } from "./meanings.js";
export { ownTable } from "./own-table.js";
export { BINARY_VIEW, isUtf8View, plainData } from "./plain-data.js";
export { refuseRetyped } from "./read-column.js";
export {
  childOf,
  columnNames,
  missingColumns,
  planOfTable,
  readingTable,
  readTable,
  surveyTable,
} from "./read-table.js";
export { inMemory, readWhole, tableInMemory } from "./read-whole.js";
export { knowReservedNulls } from "./reserved-nulls.js";
export { Schema } from "./schema.js";
export { selectRows } from "./select-rows.js";
export { isSource, needsMemory, noSource, type Source, type SourceBatch } from "./source.js";
export { byCodePoint, type ColumnSurvey, joinSurveys, planFrom, startSurvey } from "./survey.js";
export { tableFrom } from "./table-from.js";
export { tableFromRows } from "./table-from-rows.js";
export type { ColumnArrays, ColumnValues, ReadOnce, RecordLike, Records, TableLike } from "./table-like.js";
export { type RowsOfTable, rowsOfTable, rowTaker, tableOfRows } from "./take-rows.js";
export { takeTable } from "./take-table.js";
export { withColumn, withMissingColumns } from "./with-column.js";
export { tableOf, writeTable } from "./write-table.js";
