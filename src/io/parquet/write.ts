import type { Data, Field, Table } from "apache-arrow";
import { DataType } from "apache-arrow/type";
import { Vector } from "apache-arrow/vector";
import type { SchemaElement } from "hyparquet";
import { KindredError } from "../../errors/index.js";
import { check, checkArguments, optionsCheck } from "../../options/index.js";
import { isUtf8View, plainData } from "../../table/index.js";
import type { ReadProgress } from "../csv/options.js";
import { rowsIn, type Tables, tablesOf } from "../source.js";
import { writeWhole } from "../whole-file.js";

/** Options of `writeParquet`. */
export interface WriteParquetOptions {
  /** Rows of each row group at most. Default 100,000. */
  readonly groupRows?: number;
  /** Pack pages with Snappy? Default `true`. */
  readonly snappy?: boolean;
  /** Ends the writing with the signal's reason; no file is left behind. */
  readonly signal?: AbortSignal;
  /** Called after each row group, in rows. The total is not a number where batches come one by one. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

const WHERE = "writeParquet";

const checkWrite = optionsCheck<WriteParquetOptions>("writeParquet", {
  groupRows: check.whole(1),
  snappy: check.flag,
  signal: check.signal,
  onProgress: check.callable,
});

/**
 * Writes a table, or batches of one, as a Parquet file: whole or not at all, as `writeCsv` does. Integers, decimals, text, truth values, dates and
 * timestamps keep their types; `readParquet` reads the same values back. Needs the package hyparquet-writer.
 *
 * @param path - Where to write (Node only). A file that is there already is replaced.
 * @param tables - A Table, Tables of the same columns, or a Source.
 * @throws KindredError INVALID_PARAMETER; INVALID_INPUT where batches differ or the file cannot be written; UNSUPPORTED for a column of nested values, and
 * where the package is not installed.
 *
 * @example
 * ```ts
 * import { parseCsv, readParquet, writeParquet } from "kindred/io";
 *
 * await writeParquet("people.parquet", parseCsv("AGE,ZONE\n34,north\n,south\n"));
 * (await readParquet("people.parquet")).getChild("AGE")!.toJSON(); // [34, null]
 * ```
 */
export async function writeParquet(path: string, tables: Tables, options: WriteParquetOptions = {}): Promise<void> {
  checkArguments("writeParquet", { path: [path, check.path] });
  checkWrite(options);
  const { signal } = options;
  await writeWhole(WHERE, path, piecesOf(tables, options), signal);
}

async function* piecesOf(tables: Tables, options: WriteParquetOptions): AsyncGenerator<Uint8Array> {
  const { groupRows = 100_000, snappy = true, signal, onProgress } = options;
  const { ByteWriter, ParquetWriter } = await loadWriter();
  const bytes = new ByteWriter();
  const total = rowsIn(tables);
  let writer: InstanceType<typeof ParquetWriter> | undefined;
  let done = 0;
  // What was written is taken out, and the offset goes on.
  const take = (): Uint8Array => {
    const taken = bytes.getBytes().slice();
    bytes.index = 0;
    return taken;
  };
  for await (const table of tablesOf(WHERE, tables, signal)) {
    writer ??= new ParquetWriter({
      writer: bytes,
      schema: schemaOf(table),
      codec: snappy ? "SNAPPY" : "UNCOMPRESSED",
      createdBy: "kindred",
    });
    for (let from = 0; from < table.numRows; from += groupRows) {
      signal?.throwIfAborted();
      const rows = table.slice(from, Math.min(table.numRows, from + groupRows));
      const columnData = table.schema.fields.map((field, j) => ({
        name: field.name,
        data: valuesOf(field, rows.getChildAt(j)!),
      }));
      await writer.write({ columnData, rowGroupSize: groupRows });
      yield take();
      done += rows.numRows;
      onProgress?.({ step: "write", done, total });
      // Encoding a group takes its time; others want theirs.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  await writer!.finish();
  yield take();
}

function schemaOf(table: Table): SchemaElement[] {
  const { fields } = table.schema;
  return [
    { name: "root", num_children: fields.length },
    ...fields.map((field): SchemaElement => ({ name: field.name, repetition_type: "OPTIONAL", ...storedAs(field) })),
  ];
}

type Stored = Pick<SchemaElement, "type" | "converted_type" | "logical_type">;

/** How a column is stored. @throws KindredError for nested values and others that have no form. */
function storedAs(field: Field): Stored {
  const { type } = field;
  if (DataType.isDictionary(type)) return storedAs({ ...field, name: field.name, type: type.dictionary } as Field);
  if (DataType.isInt(type)) {
    if (type.bitWidth === 64 || (type.bitWidth === 32 && !type.isSigned)) return { type: "INT64" };
    return {
      type: "INT32",
      converted_type: type.isSigned ? (`INT_${type.bitWidth}` as "INT_8") : (`UINT_${type.bitWidth}` as "UINT_8"),
    };
  }
  if (DataType.isFloat(type)) return { type: type.precision === 2 ? "DOUBLE" : "FLOAT" };
  if (DataType.isBool(type)) return { type: "BOOLEAN" };
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || isUtf8View(type))
    return { type: "BYTE_ARRAY", converted_type: "UTF8" };
  if (DataType.isDate(type)) return { type: "INT32", converted_type: "DATE" };
  if (DataType.isTimestamp(type)) {
    const isAdjustedToUTC = type.timezone != null && type.timezone !== "";
    return {
      type: "INT64",
      logical_type: {
        type: "TIMESTAMP",
        isAdjustedToUTC,
        unit: type.unit === 3 ? "NANOS" : type.unit === 2 ? "MICROS" : "MILLIS",
      },
    };
  }
  if (DataType.isNull(type)) return { type: "INT32" };
  throw new KindredError({
    code: "UNSUPPORTED",
    where: WHERE,
    problem: `column "${field.name}" is of type ${String(type)}, which is not written as Parquet`,
    fix: "Drop the column, or write Arrow with writeArrow",
    column: field.name,
  });
}

/** The values of a column as they are stored; null where they are missing. */
function valuesOf(field: Field, vector: Vector): unknown[] {
  return vector.data.flatMap((data) => chunkValues(field.type, plainData(data)));
}

function chunkValues(type: DataType, data: Data): unknown[] {
  const { length } = data;
  const all = (read: (row: number) => unknown): unknown[] =>
    Array.from({ length }, (_, row) => (data.getValid(row) ? read(row) : null));
  const values = data.values as ArrayLike<number | bigint>;
  if (DataType.isNull(type)) return Array.from({ length }, () => null);
  if (DataType.isInt(type) && (type.bitWidth === 64 || (type.bitWidth === 32 && !type.isSigned)))
    return all((row) => BigInt(values[row]!));
  // A day, wherever the moment lies in it: Parquet's dates have no time.
  if (DataType.isDate(type))
    return all((row) => (type.unit === 0 ? Number(values[row]) : Math.floor(Number(values[row]) / 86_400_000)));
  if (DataType.isTimestamp(type)) return all((row) => BigInt(values[row]!) * (type.unit === 0 ? 1000n : 1n));
  const vector = new Vector([data]);
  return all((row) => vector.get(row));
}

async function loadWriter(): Promise<typeof import("hyparquet-writer")> {
  try {
    return await import("hyparquet-writer");
  } catch (cause) {
    throw new KindredError({
      code: "UNSUPPORTED",
      where: WHERE,
      problem: "Parquet files are written with the package hyparquet-writer, which is not installed",
      fix: "Install it: npm install hyparquet-writer",
      cause,
    });
  }
}
