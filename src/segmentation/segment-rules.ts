import { type FeatureMatrix, readValues } from "../matrix/index.js";
import { meaningOf, type Schema } from "../table/index.js";
import { type BinnedColumn, binColumns, NO_BIN, sampledRows } from "./binned-columns.js";
import type { RuleCondition, SegmentRule } from "./segment-profile.js";

const MAX_CONDITIONS = 3;
/** A rule is worth saying where it finds a segment's rows this much oftener than chance. */
const MIN_LIFT = 1.2;

/** A condition on a column's bins. */
interface BinCondition {
  readonly column: BinnedColumn;
  readonly comparison: RuleCondition["comparison"];
  readonly bin: number;
}

interface Node {
  readonly conditions: readonly BinCondition[];
  readonly rows: Int32Array;
}

/**
 * A rule for each segment: a tree of three levels tells the segment from all other rows (by Gini's impurity, on sampled rows), and of its nodes the one with
 * the best balance of coverage and precision speaks. Both shares are of the rows of which the rule's columns are known, to whole per cent.
 *
 * @param places - The segment of each row.
 * @param minimum - Fewer people are not described.
 */
export function segmentRules(
  x: FeatureMatrix,
  places: Int32Array,
  segments: number,
  schema: Schema,
  minimum: number,
): (SegmentRule | undefined)[] {
  if (x.rows === 0 || segments < 2) return new Array<undefined>(segments).fill(undefined);
  const rows = sampledRows(x.rows, "segmentRules");
  const columns = binColumns(x, rows, schema);
  const own = Int32Array.from(rows, (i) => places[i]!);
  return Array.from({ length: segments }, (_, s) => {
    const isIn = Uint8Array.from(own, (place) => (place === s ? 1 : 0));
    const total = isIn.reduce((sum, hit) => sum + hit, 0);
    if (total === 0) return undefined;
    let [best, balance] = [undefined as Node | undefined, 0];
    for (const node of nodesOf({ conditions: [], rows: Int32Array.from(own, (_, i) => i) }, columns, isIn)) {
      const hits = count(node.rows, isIn);
      const found = (2 * hits) / (total + node.rows.length);
      // A longer rule has to be clearly better.
      if (node.conditions.length > 0 && found > balance + 0.01) [best, balance] = [node, found];
    }
    return best && ruleOf(best.conditions, x, places, s, schema, minimum);
  });
}

/** The nodes of the tree, those of fewer conditions first. */
function nodesOf(root: Node, columns: readonly BinnedColumn[], isIn: Uint8Array): Node[] {
  const all: Node[] = [];
  let level = [root];
  for (let depth = 0; depth < MAX_CONDITIONS; depth++) {
    level = level.flatMap((node) => childrenOf(node, columns, isIn));
    all.push(...level);
  }
  return all;
}

function childrenOf({ conditions, rows }: Node, columns: readonly BinnedColumn[], isIn: Uint8Array): Node[] {
  const hits = count(rows, isIn);
  if (hits === 0 || hits === rows.length) return [];
  let [gain, split] = [1e-9, undefined as { column: BinnedColumn; bin: number } | undefined];
  const held = new Int32Array(NO_BIN + 1);
  const found = new Int32Array(NO_BIN + 1);
  for (const column of columns) {
    held.fill(0);
    found.fill(0);
    for (const i of rows) {
      const bin = column.bins[i]!;
      held[bin]! += 1;
      found[bin]! += isIn[i]!;
    }
    const known = rows.length - held[NO_BIN]!;
    const mine = hits - found[NO_BIN]!;
    let [n, m] = [0, 0];
    for (let bin = 0; bin < column.edges.length; bin++) {
      [n, m] = column.named ? [held[bin]!, found[bin]!] : [n + held[bin]!, m + found[bin]!];
      if (n === 0 || n === known) continue;
      const better = impurity(mine, known) - impurity(m, n) - impurity(mine - m, known - n);
      if (better > gain) [gain, split] = [better, { column, bin }];
    }
  }
  if (split === undefined) return [];
  const { column, bin } = split;
  const [yes, no] = column.named ? (["is", "is not"] as const) : (["at most", "more than"] as const);
  return [yes, no].map((comparison) => {
    const condition = { column, comparison, bin };
    return { conditions: [...conditions, condition], rows: rows.filter((i) => holds(condition, column.bins[i]!)) };
  });
}

/** Gini's impurity times the rows. */
function impurity(hits: number, rows: number): number {
  return (hits * (rows - hits)) / rows;
}

function count(rows: Int32Array, isIn: Uint8Array): number {
  let hits = 0;
  for (const i of rows) hits += isIn[i]!;
  return hits;
}

function holds({ comparison, bin }: BinCondition, own: number): boolean {
  if (own === NO_BIN) return false;
  if (comparison === "is") return own === bin;
  if (comparison === "is not") return own !== bin;
  return comparison === "at most" ? own <= bin : own > bin;
}

/** The rule over all rows. */
function ruleOf(
  conditions: readonly BinCondition[],
  x: FeatureMatrix,
  places: Int32Array,
  s: number,
  schema: Schema,
  minimum: number,
): SegmentRule | undefined {
  const short = shortened(conditions);
  const isHeld = new Uint8Array(x.rows).fill(1);
  const isKnown = new Uint8Array(x.rows).fill(1);
  const values = new Float64Array(x.rows);
  for (const { column, comparison, bin } of short) {
    readValues(x.stores[column.position]!, x.rows, values);
    const edge = column.edges[bin]!;
    for (let i = 0; i < x.rows; i++) {
      const value = values[i]!;
      const ok =
        comparison === "at most"
          ? value <= edge
          : comparison === "more than"
            ? value > edge
            : (value === edge) === (comparison === "is");
      if (Number.isNaN(value)) isKnown[i] = 0;
      if (!ok || Number.isNaN(value)) isHeld[i] = 0;
    }
  }
  let [all, known, own, held, hits] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.rows; i++) {
    const isIn = places[i] === s ? 1 : 0;
    all += isIn;
    known += isKnown[i]!;
    own += isIn * isKnown[i]!;
    held += isHeld[i]!;
    hits += isIn * isHeld[i]!;
  }
  if (hits < minimum || hits / held < MIN_LIFT * (own / known)) return undefined;
  const named = short.map(({ column, comparison, bin }): RuleCondition => {
    const { labels } = x.stores[column.position]!;
    const edge = column.edges[bin]!;
    return { column: x.columns[column.position]!, comparison, value: labels?.[edge] ?? String(edge) };
  });
  return {
    conditions: named,
    coverage: Math.round((100 * hits) / own) / 100,
    precision: Math.round((100 * hits) / held) / 100,
    known: Math.round((100 * own) / all) / 100,
    text: named.map((condition) => conditionText(condition, schema)).join(" and "),
  };
}

/** Of two bounds on one side of a column the closer one. */
function shortened(conditions: readonly BinCondition[]): BinCondition[] {
  return conditions.filter(
    (one, k) =>
      !conditions.some(
        (other, later) =>
          later > k &&
          other.column === one.column &&
          other.comparison === one.comparison &&
          one.comparison !== "is not",
      ),
  );
}

function conditionText({ column, comparison, value }: RuleCondition, schema: Schema): string {
  const meaning = meaningOf(schema.column(column).codes, value);
  return `${column} ${comparison} ${value}${meaning === undefined ? "" : ` ("${meaning}")`}`;
}
