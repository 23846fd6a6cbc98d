import { compileRow, type Program, type RowFunction, runProgram } from "../../engine/program/index.js";
import { yieldToEventLoop } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { type Fitted, VERBS, type Verb } from "../../estimator/index.js";
import {
  type ColumnPlan,
  type ColumnStore,
  FeatureMatrix,
  type Label,
  newStore,
  valueAt,
  withMissing,
} from "../../matrix/index.js";
import type { RowFailure, Rows } from "../read/rows.js";
import type { Scored } from "./scored.js";

/** Rows at most that are scored one by one; more go through as a block. Both give the same bits. */
const ROWS_ONE_BY_ONE = 8;
/** Rows between two looks at timers and input. */
const BLOCK_ROWS = 1024;

/** A fitted model, as far as a service looks at one. */
export interface ServableModel {
  /** The class's name. */
  readonly kind: string;
  /** The names of the columns that it takes. */
  readonly inputColumns: readonly string[];
  /** One JSON document that `load` reads back. */
  toJSON(): object;
}

/** Scores rows of numbers with a fitted model; a row that cannot be scored fails alone. */
export class Scorer {
  /** The model. */
  readonly fitted: Fitted;
  /** What the model is asked. */
  readonly verb: Verb;
  /** The names of its scores. */
  readonly names: readonly string[];
  /** The classes of a classifier. */
  readonly classes: readonly Label[] | undefined;
  readonly #program: Program;
  readonly #row: RowFunction;

  constructor(model: ServableModel, verb?: Verb) {
    this.fitted = model as unknown as Fitted;
    this.verb = verb ?? defaultVerb(this.fitted);
    const { program } = this.fitted.compiled(this.verb);
    this.#program = program;
    this.#row = compileRow(program);
    const classes = (model as { readonly classes?: readonly Label[] }).classes;
    this.classes = classes !== undefined && classes.length > 0 ? classes : undefined;
    this.names = this.#namesOf();
  }

  /** The columns that it reads. */
  get plan(): readonly ColumnPlan[] {
    return this.fitted.spec.input.plan;
  }

  #namesOf(): readonly string[] {
    if (this.verb === "transform") return this.fitted.outputs.columns;
    return this.classes === undefined ? ["cluster"] : this.classes.map(String);
  }

  /** Scores of all rows that can be scored. Timers and input get their turn between blocks. */
  async score(rows: Rows, signal?: AbortSignal): Promise<Scored> {
    const count = rows.good.length;
    const width = this.names.length;
    const values = new Float64Array(count * width);
    const failures: RowFailure[] = [...rows.failures];
    const failed = new Set<number>();
    const fail = (at: number, failure: Omit<RowFailure, "row">): void => {
      failed.add(at);
      failures.push({ row: rows.good[at]!, ...failure });
    };
    const yieldNow = yieldToEventLoop(signal);
    for (let from = 0; from < count; from += BLOCK_ROWS) {
      if (from > 0) await yieldNow();
      this.#scoreRange(rows, from, Math.min(count, from + BLOCK_ROWS), values, fail);
    }
    const left =
      failed.size === 0 ? undefined : Array.from({ length: count }, (_, i) => i).filter((i) => !failed.has(i));
    const kept =
      left === undefined
        ? values
        : Float64Array.from(left.flatMap((i) => [...values.subarray(i * width, (i + 1) * width)]));
    return {
      rows,
      good: left === undefined ? rows.good : Int32Array.from(left, (i) => rows.good[i]!),
      scores: { names: this.names, values: kept, ...this.#labelsOf(kept) },
      failures: failures.sort((a, b) => a.row - b.row),
    };
  }

  #labelsOf(values: Float64Array): { readonly labels?: readonly Label[] } {
    if (this.verb !== "predictProbabilities") return {};
    const width = this.names.length;
    const labels = Array.from({ length: values.length / width }, (_, i) =>
      this.fitted.labelOf(values.subarray(i * width, (i + 1) * width)),
    );
    return { labels };
  }

  /** Scores rows from `from` to `to`; where they cannot be scored together, halves of them, down to the row that is to blame. */
  #scoreRange(
    rows: Rows,
    from: number,
    to: number,
    values: Float64Array,
    fail: (at: number, failure: Omit<RowFailure, "row">) => void,
  ): void {
    try {
      if (to - from <= ROWS_ONE_BY_ONE) this.#scoreOneByOne(rows, from, to, values);
      else this.#scoreBlock(rows, from, to, values);
    } catch (error) {
      if (!(error instanceof KindredError)) throw error;
      if (to - from === 1) {
        fail(from, described(error));
        return;
      }
      const middle = (from + to) >> 1;
      this.#scoreRange(rows, from, middle, values, fail);
      this.#scoreRange(rows, middle, to, values, fail);
      return;
    }
    if (!this.fitted.refusesMissing) return;
    const width = this.names.length;
    for (let i = from; i < to; i++)
      for (let k = 0; k < width; k++)
        if (!Number.isFinite(values[i * width + k])) {
          const found = this.fitted.locate(this.#block(rows, i, i + 1));
          if (found === undefined)
            fail(i, { code: "INVALID_RESULT", message: "the model gave no number for this row" });
          else fail(i, { code: "MISSING_VALUE", column: found.column, message: "the model needs a value here" });
          break;
        }
  }

  #scoreOneByOne({ values }: Rows, from: number, to: number, out: Float64Array): void {
    const columns = this.plan.length;
    const width = this.names.length;
    for (let i = from; i < to; i++) out.set(this.#row(values.slice(i * columns, (i + 1) * columns)), i * width);
  }

  #scoreBlock(rows: Rows, from: number, to: number, out: Float64Array): void {
    const result = runProgram(this.#program, { x: this.#block(rows, from, to), row: 0 });
    const width = this.names.length;
    for (let k = 0; k < width; k++) {
      const store = result.stores[k]!;
      for (let i = from; i < to; i++) out[i * width + k] = valueAt(store, i - from);
    }
  }

  /** Rows in the storage that the model's plan promises. */
  #block({ values }: Rows, from: number, to: number): FeatureMatrix {
    const columns = this.plan.length;
    const stores = this.plan.map((column, j) => storeOf(values, from, to, j, columns, column));
    const names = this.plan.map((column) => column.name);
    return new FeatureMatrix(to - from, names, stores, this.fitted.spec.input.provenance);
  }
}

/** What a model is asked where the caller does not say: scores before labels. */
function defaultVerb(fitted: Fitted): Verb {
  const found = (["predictProbabilities", "predict", "transform"] as const).find((verb) => fitted.has(verb));
  if (found !== undefined) return found;
  throw new KindredError({
    code: "UNSUPPORTED",
    where: "createHandler",
    problem: `a fitted ${fitted.kind} has none of ${VERBS.join(", ")}`,
    fix: "Serve a pipeline that ends in a model",
  });
}

/** One column of some rows; integers stay codes where the plan has codes and they fit. */
function storeOf(
  values: Float64Array,
  from: number,
  to: number,
  j: number,
  columns: number,
  plan: ColumnPlan,
): ColumnStore {
  const rows = to - from;
  const storage = plan.labels === undefined ? fitting(values, from, to, j, columns, plan.storage) : plan.storage;
  const data = newStore(storage, rows);
  const store = withMissing(data, plan);
  const missing = store.missing ?? Number.NaN;
  for (let i = 0; i < rows; i++) {
    const value = values[(from + i) * columns + j]!;
    data[i] = Number.isNaN(value) ? missing : value;
  }
  return store;
}

/** The storage promised, or float64 where a value does not fit. */
function fitting(
  values: Float64Array,
  from: number,
  to: number,
  j: number,
  columns: number,
  storage: ColumnPlan["storage"],
): ColumnPlan["storage"] {
  if (storage === "float64") return storage;
  const most = { int8: 127, uint8: 254, int16: 32_767, int32: 2_147_483_647 }[storage as string];
  const least = storage === "uint8" ? 0 : -(most ?? 0);
  for (let i = from; i < to; i++) {
    const value = values[i * columns + j]!;
    if (Number.isNaN(value)) continue;
    const fits =
      most === undefined ? Math.fround(value) === value : Number.isInteger(value) && value >= least && value <= most;
    if (!fits || Object.is(value, -0)) return "float64";
  }
  return storage;
}

/** A failure in words that hold nothing of the row. */
function described({ code, column }: KindredError): Omit<RowFailure, "row"> {
  const at = column === undefined ? {} : { column };
  if (code === "UNSEEN_CATEGORY") return { code, ...at, message: "the value was not there at fit" };
  if (code === "MISSING_VALUE") return { code, ...at, message: "the model needs a value here" };
  return { code, ...at, message: "the row could not be scored" };
}
