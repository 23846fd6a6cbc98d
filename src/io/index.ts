export { arrowSource } from "./arrow-source.js";
export type { ByteStream } from "./byte-input.js";
export type { ColumnType } from "./csv/column-type.js";
export type {
  ParseCsvOptions,
  ReadCsvOptions,
  ReadProgress,
  SampleOptions,
  SchemaField,
  SchemaFields,
} from "./csv/options.js";
export { type CsvSourceOptions, csvSource } from "./csv-source.js";
export type { ParquetInput } from "./parquet/parquet-file.js";
export { type ParquetSourceOptions, parquetSource } from "./parquet-source.js";
export { parseCsv } from "./parse-csv.js";
export { readArrow } from "./read-arrow.js";
export { readCsv } from "./read-csv.js";
export { type ReadDictionaryOptions, readDictionary } from "./read-dictionary.js";
export { type ReadParquetOptions, readParquet } from "./read-parquet.js";
export type { Source, Tables } from "./source.js";
export { type WriteArrowOptions, writeArrow } from "./write-arrow.js";
export { type WriteCsvOptions, writeCsv } from "./write-csv.js";
