import type { Table } from "apache-arrow";
import { joinBlocks } from "../engine/rows/index.js";
import { batchReader, RowSurvey, type SurveyFacts } from "../estimator/index.js";
import {
  type Block,
  type ColumnPlan,
  type ColumnStore,
  conformStore,
  FeatureMatrix,
  newStore,
  storageOf,
  wider,
  withMissing,
} from "../matrix/index.js";
import { planFrom, Schema } from "../table/index.js";
import { pack } from "./packet.js";
import { pieceOf, type RowLabels } from "./pieces.js";
import { RowKeys } from "./row-keys.js";
import { KEY_COLUMN, STORED_ROWS, type Work, type WorkResult } from "./work.js";

/** Rows are held until they take so much memory, packed: the more, the fewer pieces there are of a block. */
const HELD_BYTES = 2 ** 25;

const NOTHING = new Uint8Array(0);

/**
 * Reads rows in any order, and gives them as pieces of the blocks that they belong to, by their keys; at last what the columns hold. Each batch is stored as
 * narrowly as what was seen so far allows, so that one pass over the rows does.
 */
export async function* packRows(
  work: Extract<Work, { mode: "pack" }>,
  batches: AsyncIterable<Table>,
): AsyncGenerator<WorkResult> {
  const { parts, where } = work;
  const schema = Schema.fromJSON(work.schema);
  const found = new RowSurvey(work, schema);
  const bounds = new RowKeys(work.bounds);
  let plan: readonly ColumnPlan[] = work.plan ?? [];
  let held: Block[] = [];
  let keys: RowKeys[] = [];
  let bytes = 0;
  const labels = (): RowLabels => ({ classes: Array.from(found.facts.target), groups: Array.from(found.facts.groups) });
  const pieces = function* (): Generator<WorkResult> {
    if (held.length === 0) return;
    const block = joinBlocks(
      held.map((one) => ({ ...one, x: alike(one.x, plan) })),
      0,
    );
    const all = RowKeys.join(keys);
    const places = Int32Array.from({ length: all.length }, (_, i) => bounds.countUpTo(all, i));
    for (const chosen of togetherBy(places))
      yield {
        row: places[chosen[0]!]! * STORED_ROWS,
        rows: chosen.length,
        data: pieceOf(block, all, chosen, labels()),
      };
    [held, keys, bytes] = [[], [], 0];
  };
  for await (const batch of batches) {
    if (batch.numRows === 0) continue;
    const { rows } = found.facts;
    found.add(batch);
    if (work.plan === undefined) plan = planSoFar(found.facts, plan);
    const input = { plan, provenance: plan.map(({ name }) => ({ sources: [name] })), schema };
    const block = batchReader({ input, parts, ...labels(), where })(batch, rows);
    plan = plan.map((column, j) => widened(column, block.x.stores[j]!));
    held.push(block);
    keys.push(RowKeys.of(batch.getChild(KEY_COLUMN)!));
    bytes += block.x.stores.reduce((sum, { data }) => sum + data.BYTES_PER_ELEMENT * batch.numRows, 0);
    if (bytes >= HELD_BYTES) yield* pieces();
  }
  yield* pieces();
  const { facts } = found;
  if (facts.columns !== undefined) yield { row: 0, rows: facts.rows, data: NOTHING, state: pack(facts) };
}

/** The columns in the storages that hold what was seen so far; words keep the codes that they have. */
function planSoFar({ columns = new Map() }: SurveyFacts, before: readonly ColumnPlan[]): readonly ColumnPlan[] {
  return Array.from(columns, ([name, survey], j): ColumnPlan => {
    if (survey.kind !== "text") return planFrom(name, survey);
    const { storage, labels = [] } = before[j] ?? { storage: "int8" };
    return { name, storage, labels };
  });
}

/** What a column needs after some rows of it were read. */
function widened(column: ColumnPlan, { data, labels }: ColumnStore): ColumnPlan {
  const storage = labels === undefined ? wider(column.storage, storageOf(data)) : storageOf(data);
  return { ...column, storage, ...(labels === undefined ? {} : { labels }) };
}

/** All columns in the storages of a plan that is as wide as any of them, or wider. */
function alike(x: FeatureMatrix, plan: readonly ColumnPlan[]): FeatureMatrix {
  const stores = x.stores.map((store, j) => {
    const { storage, labels } = plan[j]!;
    if (labels === undefined) return conformStore(store, x.rows, storage);
    if (storageOf(store.data) === storage) return withMissing(store.data, { labels });
    const data = newStore(storage, x.rows);
    const { missing } = withMissing(data);
    for (let i = 0; i < x.rows; i++) data[i] = store.data[i] === store.missing ? missing! : store.data[i]!;
    return withMissing(data, { labels });
  });
  return new FeatureMatrix(x.rows, x.columns, stores);
}

/** Positions of equal numbers, number by number as they rise. */
function togetherBy(numbers: Int32Array): Int32Array[] {
  const first = numbers.reduce((lowest, one) => Math.min(lowest, one), numbers[0]!);
  const last = numbers.reduce((highest, one) => Math.max(highest, one), 0);
  const counts = new Int32Array(last - first + 1);
  for (const one of numbers) counts[one - first]!++;
  const lists = Array.from(counts, (n) => new Int32Array(n));
  counts.fill(0);
  for (let i = 0; i < numbers.length; i++) {
    const at = numbers[i]! - first;
    lists[at]![counts[at]!++] = i;
  }
  return lists.filter(({ length }) => length > 0);
}
