import { listen } from "../../engine/threads/index.js";
import { readParquetColumn } from "./read-column.js";

/** A worker that reads columns of Parquet files. */
listen({ tasks: new Map([[readParquetColumn.name, readParquetColumn]]), groupTasks: new Map() });
