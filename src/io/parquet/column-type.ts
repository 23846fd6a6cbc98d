/** What a Parquet column is read as. */
export type ParquetType = "number" | "text" | "uuid" | "boolean" | "date" | "timestamp" | "utcTimestamp";
