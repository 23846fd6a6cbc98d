import type { Table } from "apache-arrow";
import { log } from "../engine/numeric/math/index.js";
import { stabilityByChance } from "../engine/numeric/statistics/index.js";
import { counted, KindredError, listed, printed } from "../errors/index.js";
import {
  alignInput,
  type ColumnProfile,
  type InputProfile,
  type InputSchema,
  inputOf,
  isRemoteSource,
  type RemoteSource,
  remoteRows,
} from "../estimator/index.js";
import { type ColumnPlan, FeatureMatrix, isTable, type MatrixLike } from "../matrix/index.js";
import { check, checkArguments } from "../options/index.js";
import {
  asData,
  columnNames,
  isSource,
  readWhole,
  type Source,
  type TableLike,
  tableFromRows,
} from "../table/index.js";
import { countedHere, countedThere, type DriftCounts, type NewValue } from "./drift-counts.js";
import { type StopOptions, stopCheck } from "./stop-options.js";

/** How one column of a later table lies against what the model saw at fit. */
export interface ColumnDrift {
  /** The column. */
  readonly column: string;
  /**
   * The population stability index: the sum over values (or tenths of the values at fit) of the difference of the two shares times the
   * logarithm of their ratio. 0 is no change; by custom 0.1 is some and 0.25 much.
   */
  readonly stabilityIndex: number;
  /** What the index would be on average if both were samples of the same people. */
  readonly byChance: number;
  /**
   * Did the column change? `"some"` from an index of 0.1 on, `"much"` from 0.25, where it is more than chance: above three times `byChance`, and rarer than
   * three in a hundred by chance.
   */
  readonly change: "none" | "some" | "much";
  /** The share of rows that miss it, at fit and now. */
  readonly missing: readonly [fit: number, now: number];
  /** The share of known values that did not occur at fit. */
  readonly newShare: number;
  /** Those of them that most rows hold, most first, at most ten. On a cluster `rows` may be too few where there are more than 256: by a 257th of all rows with new values at most. */
  readonly newValues: readonly NewValue[];
}

/** How a later table lies against what a model saw at fit. */
export interface DriftReport {
  /** Rows of the table. */
  readonly rows: number;
  /** Columns that the model needs and the table lacks. */
  readonly absent: readonly string[];
  /** The others, the largest stability index first. */
  readonly columns: readonly ColumnDrift[];
  /** The report as text: the worst cases by name. */
  toText(): string;
  /** The report as a Table: one row a column. */
  toTable(): Table;
}

/** A fitted model or Pipeline. */
export interface ProfiledModel {
  /** Its kind. */
  readonly kind: string;
  /** The columns that it was fitted on. */
  readonly inputColumns: readonly string[];
}

const WHERE = "driftReport";
const checkOptions = stopCheck(WHERE);
/** Customary limits of the stability index (N. Siddiqi, "Credit Risk Scorecards", 2006). */
const SOME_DRIFT_PSI = 0.1;
const MUCH_DRIFT_PSI = 0.25;
/** Points by which a missing share has to move to be named. */
const MOVED_MISSING_POINTS = 0.05;

/**
 * How a new table lies against the rows that a model was fitted on: population stability index, values that were not there, missing shares. It
 * needs nothing but the model, which keeps how its columns lay wherever a step has counted their values: UnknownCodes, ColumnFilter, Recoder,
 * Imputer and FeatureEncoder do, as the first step of a Pipeline or alone. A model that begins with another step keeps none: one that was fitted on a
 * matrix, or whose first step leaves rows out, as DropSparseRows does. Put one of those steps before it. A classifier around such a Pipeline keeps them
 * too: CalibratedClassifier, ThresholdClassifier, searches, ensembles.
 *
 * @param fitted - A fitted model or Pipeline, loaded or just fitted.
 * @param table - Rows with its columns.
 * @throws KindredError where the model keeps no such statistics, or a column is of another type.
 *
 * @example
 * ```ts
 * import { driftReport, Imputer } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const fitted = await new Imputer().fit(parseCsv("AGE,ZONE\n1,a\n1,b\n2,a\n2,b\n"));
 * const report = driftReport(fitted, parseCsv("AGE,ZONE\n2,a\n2,c\n,c\n2,b\n"));
 * report.columns[0]!.column; // "ZONE"
 * report.columns[0]!.newValues; // [{ value: "c", rows: 2 }]
 * report.columns[1]!.missing; // [0, 0.25]
 * console.log(report.toText());
 * ```
 */
export function driftReport(fitted: ProfiledModel, table: TableLike | MatrixLike, options?: StopOptions): DriftReport;
/** The same of a Source, whose rows are read into memory; those on a cluster are counted by its executors. */
export function driftReport(fitted: ProfiledModel, source: Source, options?: StopOptions): Promise<DriftReport>;
export function driftReport(
  fitted: ProfiledModel,
  data: TableLike | MatrixLike | Source,
  options: StopOptions = {},
): DriftReport | Promise<DriftReport> {
  checkArguments(WHERE, { fitted: [fitted, check.fitted], table: [data, check.data] });
  checkOptions(options);
  const { signal } = options;
  if (isSource(data))
    return isRemoteSource(data)
      ? remoteReport(fitted, data, options)
      : readWhole(data, WHERE, signal).then((table) => reportOf(fitted, table));
  signal?.throwIfAborted();
  return reportOf(fitted, asData(data, WHERE));
}

function reportOf(fitted: ProfiledModel, table: Table | MatrixLike): DriftReport {
  const { input, profile } = profiledInput(fitted);
  const names = isTable(table) ? columnNames(table as Table) : FeatureMatrix.from(table as MatrixLike).columns;
  const { positions, plan, absent } = presentColumns(input, names);
  const present: InputSchema = { ...input, plan, provenance: positions.map((j) => input.provenance[j]!) };
  const x = alignInput(table, present, "either", WHERE);
  const counts = plan.map(({ labels }, k) =>
    countedHere(profile.columns[positions[k]!]!, x.stores[k]!, x.rows, labels),
  );
  return reportOn({ plan, positions, absent, profile, rows: x.rows, counts });
}

async function remoteReport(fitted: ProfiledModel, data: RemoteSource, options: StopOptions): Promise<DriftReport> {
  const { input, profile } = profiledInput(fitted);
  const { source } = await remoteRows(data, WHERE, options);
  const { positions, plan, absent } = presentColumns(
    input,
    source.plan.map(({ name }) => name),
  );
  const counts = await countedThere(
    positions.map((j) => ({ fit: input.plan[j]!, profile: profile.columns[j]! })),
    source,
    { where: WHERE, ...options },
  );
  return reportOn({ plan, positions, absent, profile, rows: source.rows, counts });
}

function profiledInput(fitted: ProfiledModel): { readonly input: InputSchema; readonly profile: InputProfile } {
  const input = inputOf(fitted);
  if (input.profile === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: WHERE,
      problem: `the fitted ${fitted.kind} keeps no statistics of its training rows`,
      fix: "Begin its Pipeline with a step that counts values: UnknownCodes, ColumnFilter, Recoder, Imputer or FeatureEncoder",
    });
  return { input, profile: input.profile };
}

/** Which columns of a model others have. */
interface PresentColumns {
  /** Where they stand in the model. */
  readonly positions: readonly number[];
  readonly plan: readonly ColumnPlan[];
  readonly absent: readonly string[];
}

function presentColumns({ plan }: InputSchema, names: readonly string[]): PresentColumns {
  const present = new Set(names);
  const positions = plan.flatMap(({ name }, j) => (present.has(name) ? [j] : []));
  const absent = plan.filter(({ name }) => !present.has(name)).map(({ name }) => name);
  return { positions, plan: positions.map((j) => plan[j]!), absent };
}

/** What a report is made of. */
interface CountedDrift extends PresentColumns {
  readonly profile: InputProfile;
  readonly rows: number;
  readonly counts: readonly DriftCounts[];
}

function reportOn({ plan, positions, absent, profile, rows, counts }: CountedDrift): DriftReport {
  const columns = plan
    .map(({ name }, k) => columnDrift(name, profile.columns[positions[k]!]!, profile.rows, rows, counts[k]!))
    .sort((a, b) => b.stabilityIndex - a.stabilityIndex);
  return printed({
    rows,
    absent,
    columns,
    toText: () => driftText(rows, absent, columns),
    toTable: () => driftTable(absent, columns),
  });
}

function columnDrift(
  column: string,
  profile: ColumnProfile,
  fitRows: number,
  rows: number,
  now: DriftCounts,
): ColumnDrift {
  const { shares } = profile;
  const { counts, known, newRows } = now;
  const others = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  const expected = [...shares, others];
  const knownAtFit = fitRows * (1 - profile.missing);
  const used = expected.flatMap((share, k) => (share > 1e-12 || counts[k]! > 0 ? [k] : []));
  const smoothed = (count: number, total: number): number => (count + 0.5) / (total + 0.5 * used.length);
  let stabilityIndex = 0;
  for (const k of known === 0 || knownAtFit === 0 ? [] : used) {
    const before = smoothed(expected[k]! * knownAtFit, knownAtFit);
    const after = smoothed(counts[k]!, known);
    stabilityIndex += (after - before) * log(after / before);
  }
  const { byChance, isReal } =
    known === 0 || knownAtFit === 0
      ? { byChance: 0, isReal: false }
      : stabilityByChance(stabilityIndex, used.length, [known, knownAtFit]);
  return {
    column,
    stabilityIndex,
    byChance,
    change: !isReal || stabilityIndex < SOME_DRIFT_PSI ? "none" : stabilityIndex < MUCH_DRIFT_PSI ? "some" : "much",
    missing: [profile.missing, rows === 0 ? 0 : 1 - known / rows],
    newShare: known === 0 ? 0 : newRows / known,
    newValues: now.newValues,
  };
}

function driftText(rows: number, absent: readonly string[], columns: readonly ColumnDrift[]): string {
  const much = columns.filter(({ change }) => change === "much");
  const some = columns.filter(({ change }) => change === "some");
  const moved = columns
    .filter(({ missing: [fit, now] }) => Math.abs(now - fit) >= MOVED_MISSING_POINTS)
    .sort((a, b) => Math.abs(b.missing[1] - b.missing[0]) - Math.abs(a.missing[1] - a.missing[0]));
  const fresh = columns.filter(({ newShare }) => newShare > 0).sort((a, b) => b.newShare - a.newShare);
  const indices = (list: readonly ColumnDrift[]): string =>
    list
      .slice(0, 5)
      .map(({ column, stabilityIndex }) => `${column} ${stabilityIndex.toFixed(2)}`)
      .join(", ");
  const lines = [
    absent.length > 0 && `Missing altogether: ${listed(absent)}.`,
    `Of ${counted(columns.length, "column")} in ${counted(rows, "row")}, ${much.length} changed much (stability index from ${MUCH_DRIFT_PSI})${much.length > 0 ? `: ${indices(much)}` : ""}, and ${some.length} somewhat (from ${SOME_DRIFT_PSI})${some.length > 0 ? `: ${indices(some)}` : ""}.`,
    moved.length > 0 &&
      `Missing shares moved by ${100 * MOVED_MISSING_POINTS} points or more in ${counted(moved.length, "column")}: ${moved
        .slice(0, 5)
        .map(({ column, missing: [fit, now] }) => `${column} ${percent(fit)} to ${percent(now)}`)
        .join(", ")}.`,
    fresh.length > 0 &&
      `Values that were not there at fit in ${counted(fresh.length, "column")}: ${fresh
        .slice(0, 5)
        .map(
          ({ column, newValues, newShare }) =>
            `${column} ${String(newValues[0]!.value)} (${percent(newShare)} of known values new)`,
        )
        .join(", ")}.`,
  ];
  return lines.filter((line): line is string => typeof line === "string").join("\n");
}

function driftTable(absent: readonly string[], columns: readonly ColumnDrift[]): Table {
  return tableFromRows(
    ["column", "stabilityIndex", "byChance", "missingAtFit", "missingNow", "newShare", "newValues"],
    [
      ...absent.map((name) => [name, null, null, null, 1, null, null]),
      ...columns.map((one) => [
        one.column,
        one.stabilityIndex,
        one.byChance,
        one.missing[0],
        one.missing[1],
        one.newShare,
        one.newValues.map(({ value }) => String(value)).join(", ") || null,
      ]),
    ],
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
