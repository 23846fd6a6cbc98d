import type { Table } from "apache-arrow";
import { FEWEST_SHOWN } from "../disclosure/index.js";
import { summarize } from "../engine/reducers/index.js";
import { pickRows } from "../engine/rows/index.js";
import { KindredError, printed } from "../errors/index.js";
import {
  classSummary,
  isRemoteSource,
  type RemoteSource,
  remoteRows,
  SegmentCounter,
  type SegmentStatistics,
} from "../estimator/index.js";
import { type Block, concatRows } from "../matrix/index.js";
import { check, checkArguments, optionsCheck } from "../options/index.js";
import {
  asTable,
  columnNames,
  isSource,
  planOfTable,
  type Role,
  readTable,
  Schema,
  type Source,
  type TableLike,
  tableInMemory,
} from "../table/index.js";
import { sampledRows } from "./binned-columns.js";
import { columnProfiles } from "./column-profiles.js";
import { profileTable } from "./profile-table.js";
import { type SegmentLabels, segmentAt, segmentOrder } from "./segment-labels.js";
import type { ColumnProfile, SegmentProfile } from "./segment-profile.js";
import { segmentRules } from "./segment-rules.js";
import { columnWords, guessedNames, NEARLY_NONE } from "./segment-words.js";
import type { StopOptions } from "./stop-options.js";

/** Options of `profileSegments`. */
export interface ProfileOptions extends StopOptions {
  /** Levels, directions and meanings; by default those that travel with the table. */
  readonly schema?: Schema;
  /** Groups of fewer people are not shown, nor columns that fewer people of a segment know; 30 by default. */
  readonly minimum?: number;
}

/** Profiles that print themselves. */
export interface SegmentProfiles {
  /** One profile a segment, rows set aside last. */
  readonly segments: readonly SegmentProfile[];
  /** The profiles as text, this many columns each; 5 by default. Of columns that say much the same one is named. */
  toText(top?: number): string;
  /** One row a segment and column. */
  toTable(): Table;
}

const WHERE = "profileSegments";
/** Where no role is known, a guess at what is an id looks at this many rows. */
const GUESSED_ROWS = 10_000;
const BLOCK_ROWS = 65_536;

const checkProfile = optionsCheck<ProfileOptions>("profileSegments", {
  schema: check.schema,
  minimum: check.whole(1),
  signal: check.signal,
});

/**
 * Every segment in the table's own units, against all rows: means, medians, missing shares, the values that it holds more often, and a rule that says who is
 * in it. Ids are left out, and so is whatever fewer than `minimum` people share or know.
 *
 * @param table - The table as it was read: codes, words, nulls.
 * @param labels - The segment of each row; null for rows set aside.
 * @throws KindredError where there is not one label a row.
 *
 * @example
 * ```ts
 * import { profileSegments } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const table = parseCsv("AGE,ZONE\n30,a\n32,a\n60,b\n62,b\n");
 * const { segments } = profileSegments(table, [0, 0, 1, 1], { minimum: 1 });
 * segments[1]!.columns.find((column) => column.column === "AGE")!.mean; // 61
 * segments[1]!.rule!.text; // "AGE more than 32"
 * ```
 */
export function profileSegments(table: TableLike, labels: SegmentLabels, options?: ProfileOptions): SegmentProfiles;
/**
 * The same of rows on a cluster, which its executors count. Columns that are features by the source's schema are described, and rules are of at most
 * 20,000 rows that are drawn: their shares are of those, and `minimum` counts among them.
 *
 * @param segment - The column that holds the segment of each row; none may be missing: `coalesce(cluster, 'set aside')`.
 */
export function profileSegments(
  source: RemoteSource,
  segment: string,
  options?: ProfileOptions,
): Promise<SegmentProfiles>;
/** The same of a Source, whose rows are read into memory. */
export function profileSegments(
  source: Source,
  labels: SegmentLabels,
  options?: ProfileOptions,
): Promise<SegmentProfiles>;
export function profileSegments(
  data: TableLike | Source,
  labels: SegmentLabels | string,
  options: ProfileOptions = {},
): SegmentProfiles | Promise<SegmentProfiles> {
  checkArguments(WHERE, { table: [data, check.data] });
  checkProfile(options);
  if (isSource(data) && isRemoteSource(data)) return remoteProfiles(data, labels, options);
  checkArguments(WHERE, { labels: [labels, check.labels] });
  return isSource(data)
    ? tableInMemory(data, WHERE, options.signal).then((table) => profilesOf(table, labels as SegmentLabels, options))
    : profilesOf(asTable(data, WHERE), labels as SegmentLabels, options);
}

function profilesOf(table: Table, labels: SegmentLabels, options: ProfileOptions): SegmentProfiles {
  const { schema = Schema.of(table), minimum = FEWEST_SHOWN, signal } = options;
  signal?.throwIfAborted();
  const rows = table.numRows;
  if (labels.length !== rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where: WHERE,
      problem: `there are ${labels.length} labels for ${rows} rows`,
      fix: "Give one label a row, null for rows set aside",
      expected: rows,
      got: labels.length,
    });
  const every = Array.from({ length: rows }, (_, i) => segmentAt(labels, i));
  const segments = [...new Set(every)].sort(segmentOrder);
  const positions = new Map(segments.map((segment, s) => [segment, s]));
  const places = Int32Array.from(every, (segment) => positions.get(segment)!);
  const guessed = Schema.infer(table.slice(0, GUESSED_ROWS));
  const roleOf = (name: string): Role => schema.column(name).role ?? guessed.column(name).role ?? "feature";
  const names = columnNames(table).filter((name) => roleOf(name) === "feature");
  const plan = planOfTable(table, names, WHERE);
  const x = readTable(table, plan, WHERE);
  const counter = new SegmentCounter(
    plan,
    names.map((name) => schema.column(name).level === "nominal"),
    rows,
  );
  for (let row = 0; row < rows; row += BLOCK_ROWS) {
    const to = Math.min(rows, row + BLOCK_ROWS);
    counter.add({ x: x.slice(row, to), row }, places.subarray(row, to));
  }
  const statistics = counter.result(segments.length);
  const columns = columnProfiles(statistics, schema, minimum);
  const rules = segmentRules(x, places, segments.length, schema, minimum);
  return profilesFrom({ segments, rows, statistics, columns, rules });
}

/** What profiles are made of, by segment. */
interface ProfileParts {
  readonly segments: readonly SegmentProfile["segment"][];
  readonly rows: number;
  readonly statistics: Pick<SegmentStatistics, "people">;
  readonly columns: readonly (readonly ColumnProfile[])[];
  readonly rules: readonly (SegmentProfile["rule"] | undefined)[];
}

function profilesFrom({ segments, rows, statistics, columns, rules }: ProfileParts): SegmentProfiles {
  const profiles = segments.map((segment, s): SegmentProfile => {
    const size = statistics.people[s]!;
    const rule = rules[s];
    return {
      segment,
      rows: size,
      share: size / rows,
      columns: columns[s]!,
      ...(rule === undefined ? {} : { rule }),
    };
  });
  return printed({
    segments: profiles,
    toText: (top = 5) => profiles.map((profile) => profileText(profile, top)).join("\n\n"),
    toTable: () => profileTable(profiles),
  });
}

async function remoteProfiles(data: RemoteSource, labels: unknown, options: ProfileOptions): Promise<SegmentProfiles> {
  checkArguments(WHERE, { segment: [labels, check.text] });
  const {
    source,
    schema: known,
    classes,
  } = await remoteRows(data, WHERE, {
    parts: { target: labels as string },
    signal: options.signal,
  });
  const { schema = known, minimum = FEWEST_SHOWN, signal } = options;
  const segments = classes!.map((label) => (typeof label === "number" ? label : String(label)));
  const { rows, plan } = source;
  const params = {
    named: Int32Array.from(plan, ({ name }) => (schema.column(name).level === "nominal" ? 1 : 0)),
    settings: Float64Array.of(rows),
  };
  const { counter } = await summarize(source, classSummary, params, { signal });
  const statistics = counter.result(segments.length);
  const drawn: Block[] = [];
  const chosen = Float64Array.from(sampledRows(rows, "segmentRules")).sort();
  for await (const block of pickRows(source, chosen, signal)) drawn.push(block);
  const places = Int32Array.from(drawn.flatMap(({ y }) => Array.from(y!)));
  const x = concatRows(drawn.map((block) => block.x));
  const rules = segmentRules(x, places, segments.length, schema, minimum);
  return profilesFrom({ segments, rows, statistics, columns: columnProfiles(statistics, schema, minimum), rules });
}

/** A segment's profile as text: one line a column. */
function profileText({ segment, rows, share, columns, rule }: SegmentProfile, top: number): string {
  const name = segment === null ? "Rows set aside" : `Segment ${segment}`;
  const head = `${name}: ${rows.toLocaleString("en-US")} rows, ${(100 * share).toFixed(1)} %`;
  const telling = columns.filter(({ sameAs, effect }) => sameAs === undefined && Math.abs(effect) >= NEARLY_NONE);
  const leading = telling.slice(0, top);
  const shown = leading.map((column) => `  ${columnWords(column)}`);
  const guessed = leading.filter(({ levelGuessed }) => levelGuessed).map(({ column }) => column);
  const nothing = columns.length === 0 ? "  nothing to show" : "  much like all others";
  const ruled =
    rule === undefined
      ? []
      : [
          `  rule: ${rule.text} (holds for ${percent(rule.coverage)} of ${rule.known < 1 ? `the ${percent(rule.known)} of it that are known` : "it"}; ${percent(rule.precision)} of whom it holds for)`,
        ];
  const note = guessed.length === 0 ? [] : [`  ${guessedNames(guessed)}`];
  return [head, ...(shown.length === 0 ? [nothing] : shown), ...note, ...ruled].join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
