/**
 * Reading and writing files: CSV, Parquet, Arrow, XLSX, data dictionaries, and queries of DuckDB.
 *
 * @module kindred/io
 */

export { type FormatCsvOptions, formatCsv } from "../table/index.js";
export { type ReadArrowOptions, readArrow } from "./arrow/read.js";
export { type ArrowSourceOptions, arrowSource } from "./arrow/source.js";
export { type WriteArrowOptions, writeArrow } from "./arrow/write.js";
export type { ByteInput, ByteStream } from "./byte-stream.js";
export type { ColumnType } from "./csv/column-type.js";
export type {
  ParseCsvOptions,
  ReadCsvOptions,
  ReadProgress,
  SampleOptions,
  SchemaField,
  SchemaFields,
} from "./csv/options.js";
export { parseCsv } from "./csv/parse.js";
export { readCsv } from "./csv/read.js";
export { type CsvSourceOptions, csvSource } from "./csv/source.js";
export { type WriteCsvOptions, writeCsv } from "./csv/write.js";
export { type ReadDictionaryOptions, readDictionary } from "./dictionary/read.js";
export { type DuckdbConnection, type DuckdbSourceOptions, type DuckdbValue, duckdbSource } from "./duckdb/source.js";
export type { Limits } from "./limits.js";
export type { ParquetInput } from "./parquet/file.js";
export { type ReadParquetOptions, readParquet } from "./parquet/read.js";
export { type ParquetSourceOptions, parquetSource } from "./parquet/source.js";
export type { ParquetRange } from "./parquet/where.js";
export { type WriteParquetOptions, writeParquet } from "./parquet/write.js";
export type { Source, Tables } from "./source.js";
export { type ReadXlsxOptions, readXlsx } from "./xlsx/read.js";
