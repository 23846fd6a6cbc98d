import type { Table } from "apache-arrow";
import { KindredError, listed, warn } from "../errors/index.js";
import { isTable, type Label, type Labels, labelAt } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import { asTable, isColumns } from "./as-table.js";
import { foundIds, type Id, idAt, idOf } from "./ids.js";
import { childOf, columnNames } from "./read-table.js";
import { Schema } from "./schema.js";
import type { TableLike } from "./table-like.js";
import { withColumn } from "./with-column.js";

/** Options of `joinLabels`. */
export interface JoinLabelsOptions {
  /** The column of ids, in the table and in a table of labels. */
  readonly id: string;
  /** What the column of labels is called: by default as in the table of labels, or `"label"`. */
  readonly name?: string;
  /** Are ids of one spelling but for case, spaces and zeros before them different people (`"ignore"`), or a mistake (`"refuse"`, by default)? */
  readonly spelling?: "refuse" | "ignore";
}

/** Labels with ids: a Map from id to label, or a table (records, columns) of ids and labels. */
export type LabelsById = ReadonlyMap<Id, Label | null> | TableLike;

const WHERE = "joinLabels";
const checkJoin = optionsCheck<JoinLabelsOptions>(
  WHERE,
  { id: check.text, name: check.text, spelling: check.oneOf("refuse", "ignore") },
  ["id"],
);

/**
 * A table with a column of labels: those of another file or query by id, or one a row in the order of the rows (what `predict` gives). Rows without a
 * label have null. In the Schema of the result the ids are ids and the labels a target, so that neither becomes a feature.
 *
 * @param table - A Table, records or columns.
 * @param labels - Labels by id, or one a row.
 * @param options - The column of ids, and a name for that of the labels.
 * @throws KindredError INVALID_INPUT where ids are of different types or spellings, an id has two labels, or none of them is in the table;
 * WRONG_LENGTH where there is not one label a row.
 *
 * @example
 * ```ts
 * import { joinLabels } from "kindred";
 *
 * const people = [{ LNR: 7, AGE: 34 }, { LNR: 8, AGE: 51 }];
 * const labeled = joinLabels(people, [{ LNR: 8, BOUGHT: true }], { id: "LNR" });
 * labeled.getChild("BOUGHT")!.toJSON(); // [null, true]
 * joinLabels(people, Int32Array.of(3, 0), { id: "LNR", name: "segment" }).getChild("segment")!.get(0); // 3
 * ```
 */
export function joinLabels(table: TableLike, labels: Labels | LabelsById, options: JoinLabelsOptions): Table {
  checkArguments(WHERE, { labels: [labels, check.data] });
  checkJoin(options);
  const { id } = options;
  const own = asTable(table, WHERE);
  const ids = childOf(own, id, WHERE);
  const found = labelsById(labels, options);
  const name = options.name ?? found?.name ?? "label";
  const values = found === undefined ? inOrder(labels as Labels) : matched(ids, found.labels, options);
  const schema = Schema.of(own);
  return schema
    .with({ [id]: { role: "id" }, ...(schema.column(name).role === undefined ? { [name]: { role: "target" } } : {}) })
    .attach(withColumn(own, name, values));
}

function inOrder(labels: Labels): (Label | null)[] {
  return Array.from({ length: labels.length }, (_, row) => (labelAt(labels, row) ?? null) as Label | null);
}

interface FoundLabels {
  readonly name?: string;
  readonly labels: ReadonlyMap<Label, Label | null>;
}

/** Labels by id; nothing where they are a list in the order of the rows. */
function labelsById(labels: Labels | LabelsById, { id, name }: JoinLabelsOptions): FoundLabels | undefined {
  if (labels instanceof Map) {
    const pairs = [...(labels as ReadonlyMap<Id, Label | null>)];
    return { labels: mapOf(pairs.map(([key, label]) => [idOf(key), label])) };
  }
  const records = Array.isArray(labels) && typeof labels[0] === "object" && labels[0] !== null;
  if (!records && !isTable(labels) && !isColumns(labels)) return undefined;
  const keyed = asTable(labels as TableLike, WHERE);
  const ids = childOf(keyed, id, WHERE);
  const others = columnNames(keyed).filter((column) => column !== id);
  const column = name !== undefined && others.includes(name) ? name : others.length === 1 ? others[0]! : undefined;
  if (column === undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: WHERE,
      problem: `the labels have the columns ${listed(others)} beside "${id}"`,
      fix: "Say which one holds the labels: { name }",
    });
  const values = childOf(keyed, column, WHERE);
  const rows = Array.from({ length: keyed.numRows }, (_, row): [Label | null, Label | null] => [
    idAt(ids, row),
    (labelAt(values, row) ?? null) as Label | null,
  ]);
  return { name: column, labels: mapOf(rows) };
}

function mapOf(pairs: readonly (readonly [Label | null, Label | null])[]): Map<Label, Label | null> {
  const labels = new Map<Label, Label | null>();
  pairs.forEach(([id, label], row) => {
    const twice = id !== null && labels.has(id);
    if (id === null || twice)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: WHERE,
        problem: twice ? `the id ${JSON.stringify(id)} has more than one label` : `label ${row} has no id`,
        fix: "Give one label an id",
        got: id,
      });
    labels.set(id, label);
  });
  return labels;
}

function matched(
  ids: Labels,
  labels: FoundLabels["labels"],
  { id, spelling = "refuse" }: JoinLabelsOptions,
): (Label | null)[] {
  const keys = Array.from({ length: ids.length }, (_, row) => idAt(ids, row));
  const among = { name: `ids of column "${id}"`, ids: new Set(keys.filter((key) => key !== null)) };
  const found = foundIds(among, { name: "the labels", ids: labels.keys() }, WHERE, spelling);
  if (labels.size > 0 && found.size === 0)
    throw new KindredError({
      code: "INVALID_INPUT",
      where: WHERE,
      problem: `none of the ${labels.size} labels has an id of column "${id}"`,
      fix: "Join files of the same people",
      column: id,
    });
  if (found.size < labels.size)
    warn({
      code: "UNMATCHED_LABELS",
      where: WHERE,
      message: `${labels.size - found.size} of ${labels.size} labels have an id that is in no row of column "${id}"`,
      column: id,
    });
  return keys.map((key) => (key === null ? null : (labels.get(key) ?? null)));
}
