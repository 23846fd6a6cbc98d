export type { CodeCount, DictionaryAudit, NamesAlike } from "./audit.js";
export { DataDictionary, type DictionaryDocument, type DictionaryNames } from "./data-dictionary.js";
export {
  type ColumnDescriptions,
  canonical,
  columnsFromRows,
  type DictionaryColumn,
  type DictionaryRow,
  type DictionaryValue,
  MEANING_RULES,
  type MeaningRules,
  namesIn,
} from "./dictionary-column.js";
