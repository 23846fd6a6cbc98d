/** A relation or a command of Spark Connect, as its messages have it. */
export type Relation = Readonly<Record<string, unknown>>;
export type Command = Readonly<Record<string, unknown>>;

/** The evaluation type of functions from Arrow batches to Arrow batches. */
const MAP_ARROW_ITER = 207;
const SAVE_AS_TABLE = 1;
/** How a write treats what is there. */
const MODES = { append: 1, replace: 2, error: 3 } as const;

/** The rows of a query. */
export function queried(query: string): Relation {
  return { sql: { query } };
}

/** The rows of Parquet files whose columns are known: of `parquet.\`folder\`` in a query Spark reads first, by a job of its own, what its columns are. */
export function parquetRows(path: string, columns: readonly SparkColumn[]): Relation {
  return { read: { dataSource: { format: "parquet", schema: columnsText(columns), paths: [path] } } };
}

/** A column by its name and its type as Spark's SQL writes it: `"bigint"`. */
export interface SparkColumn {
  readonly name: string;
  readonly type: string;
}

/** A name as Spark's SQL takes any. */
export function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function columnsText(columns: readonly SparkColumn[]): string {
  return columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(", ");
}

/** The function that executors run over the batches of each partition, in Python, and the columns that it gives. */
export interface ArrowFunction {
  /** Python that defines `make(*args)`, which gives a function from batches to batches. */
  readonly source: string;
  /** The arguments of `make`, as Python. */
  readonly args: string;
  /** The columns that it gives. */
  readonly columns: readonly SparkColumn[];
  /** The executors' Python: `"3.11"`. */
  readonly python: string;
}

/** The rows that a function makes of a relation's, partition by partition. */
export function mappedInArrow(input: Relation, { source, args, columns, python }: ArrowFunction): Relation {
  const pythonUdf = {
    outputType: { unparsed: { dataTypeString: columnsText(columns) } },
    evalType: MAP_ARROW_ITER,
    command: pickledCall(source, args, columns),
    pythonVer: python,
  };
  return { mapPartitions: { input, func: { functionName: "kindred", deterministic: true, pythonUdf } } };
}

/**
 * What executors unpickle: a call of `eval` that makes the function and its type. Written here, since pickles of functions hold the byte code of
 * one version of Python.
 */
function pickledCall(source: string, args: string, columns: readonly SparkColumn[]): Buffer {
  const fields = columns.map(({ name, type }) => ({ name, type: jsonType(type), nullable: true, metadata: {} }));
  const type = JSON.stringify(JSON.stringify({ type: "struct", fields }));
  const text = Buffer.from(
    `(lambda ns: (exec(${JSON.stringify(source)}, ns), (ns['make'](${args}), ` +
      `__import__('pyspark.sql.types', fromlist=['x'])._parse_datatype_json_string(${type})))[1])({})`,
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([
    Buffer.from("\x80\x03cbuiltins\neval\nX", "latin1"),
    length,
    text,
    Buffer.from("\x85R.", "latin1"),
  ]);
}

/** Types whose names in Spark's JSON are others than in its SQL. */
const JSON_TYPES: Readonly<Record<string, string>> = {
  tinyint: "byte",
  smallint: "short",
  int: "integer",
  bigint: "long",
};

function jsonType(type: string): string {
  return JSON_TYPES[type] ?? type;
}

/** Writes a relation as Parquet files into a folder that must not be there, or beside those that are in it. */
export function parquetWrite(input: Relation, path: string, mode: "append" | "error" = "error"): Command {
  return { writeOperation: { input, source: "parquet", path, mode: MODES[mode] } };
}

/** How a write treats a table that is there. */
export type TableMode = keyof typeof MODES;

/** Writes a relation as a table. */
export function tableWrite(input: Relation, tableName: string, mode: TableMode): Command {
  return { writeOperation: { input, table: { tableName, saveMethod: SAVE_AS_TABLE }, mode: MODES[mode] } };
}

/** Runs a statement. */
export function statement(query: string): Command {
  return { sqlCommand: { input: queried(query) } };
}
