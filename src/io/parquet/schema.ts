import type { ColumnMetaData, FileMetaData, RowGroup } from "hyparquet";
import { KindredError, listed } from "../../errors/index.js";
import { isWider, type Kind, narrowest } from "../csv/kind.js";
import type { NamedForm } from "./arrow-columns.js";
import type { Chunk } from "./read-column.js";
import { parquetType, type SchemaElement } from "./type.js";

/** A column of the file that is read. */
export interface Chosen extends NamedForm {
  readonly element: SchemaElement;
}

/** The columns of these names, or all. @throws KindredError where the file lacks one, has two of a name, or one cannot be read. */
export function choose(metadata: FileMetaData, wanted: readonly string[] | undefined, where: string): Chosen[] {
  const elements = topColumns(metadata.schema as readonly SchemaElement[]);
  const names = wanted ?? elements.map(({ name }) => name);
  return names.map((name) => {
    const found = elements.filter((one) => one.name === name);
    const [element] = found;
    if (element === undefined)
      throw new KindredError({
        code: "MISSING_COLUMN",
        where,
        problem: `the file has no column "${name}"`,
        fix: `Its columns are ${listed(elements.map((one) => one.name))}`,
        column: name,
      });
    if (found.length > 1)
      throw new KindredError({
        code: "DUPLICATE_COLUMN",
        where,
        problem: `the file has ${found.length} columns "${name}"`,
        fix: "Leave them out with `columns`, or give every column its own name",
        column: name,
      });
    return { name, form: parquetType(element, where), element };
  });
}

/** The columns of the first level: the schema lists a tree, depth first, its root first. */
function topColumns(schema: readonly SchemaElement[]): SchemaElement[] {
  const top: SchemaElement[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at++]!.num_children ?? 0;
    for (let child = 0; child < children; child++) skip();
  };
  while (at < schema.length) {
    top.push(schema[at]!);
    skip();
  }
  return top;
}

/**
 * The storage that holds every value of all row groups, by their least and largest: text where numbers do not hold all of them digit by digit.
 */
export function promisedKind(metadata: FileMetaData, { name, form, element }: Chosen): Kind {
  const { type, scale = 0, unsigned = false } = form;
  if (type === "boolean") return "int8";
  if (type !== "number") return "float64";
  const isDecimal = scale > 0 || element.converted_type === "DECIMAL";
  let kind: Kind = isDecimal || unsigned ? "float64" : "int8";
  for (const group of metadata.row_groups) {
    const meta = metaOf(group, name);
    const { min_value: least, max_value: most } = meta?.statistics ?? {};
    const isInteger = meta?.type === "INT32" || meta?.type === "INT64";
    if (least === undefined || most === undefined) {
      if (!isInteger || isDecimal || unsigned) return "float64";
      kind = wider(kind, narrowest(meta.type === "INT32" ? 2 ** 31 - 1 : 2 ** 53 - 1));
      continue;
    }
    if (!isInteger && !isDecimal) return "float64";
    for (const value of [least, most].map(Number)) {
      if (isDecimal ? Math.abs(value) * 10 ** scale >= MOST_DECIMAL : !Number.isSafeInteger(value)) return "text";
      if (!isDecimal) kind = wider(kind, narrowest(value));
    }
  }
  return kind;
}

/** Digits up to which decimals in statistics, which were multiplied, are surely held by a number. */
const MOST_DECIMAL = 2 ** 53 * (1 - 1e-9);

function wider(a: Kind, b: Kind): Kind {
  return isWider(b, a) ? b : a;
}

/** The columns of row groups by name: there may be thousands of either. */
const byName = new WeakMap<RowGroup, ReadonlyMap<string, ColumnMetaData>>();

/** What a row group says of a column of the first level. */
export function metaOf(group: RowGroup, name: string): ColumnMetaData | undefined {
  let found = byName.get(group);
  if (found === undefined) {
    found = new Map(group.columns.flatMap(({ meta_data: meta }) => (meta ? [[meta.path_in_schema[0]!, meta]] : [])));
    byName.set(group, found);
  }
  return found.get(name);
}

/** A column's part of a row group. @throws RangeError where the file has none, or it lies outside of the file. */
export function chunkOf(metadata: FileMetaData, group: number, name: string, size: number): Omit<Chunk, "places"> {
  const { [group]: rowGroup } = metadata.row_groups;
  const { num_rows: rows } = rowGroup!;
  const meta = metaOf(rowGroup!, name);
  if (meta === undefined) throw new RangeError(`row group ${group} has no column "${name}"`);
  // From its dictionary, where it has one, or its first page on.
  const data = Number(meta.data_page_offset);
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const from = dictionary > 0 && dictionary < data ? dictionary : data;
  const to = from + Number(meta.total_compressed_size);
  if (!(from >= 4 && to >= from && to <= size)) throw new RangeError("a column lies outside of the file");
  return { rows: Number(rows), from, to, type: meta.type, codec: meta.codec };
}
