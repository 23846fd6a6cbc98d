import type { Table } from "apache-arrow";
import {
  type BaseEstimator,
  type FitOptions,
  type Fitted,
  newEstimator,
  type Traits,
  VERBS,
  type Verb,
} from "../estimator/index.js";
import { type FeatureMatrix, isFeatureMatrix, isTable } from "../matrix/index.js";
import type { Loadable } from "../persistence/index.js";
import { type Example, exampleMatrix, exampleTable, noise } from "./example-data.js";

/** Options of a check. */
export interface CheckOptions {
  /** Options to try the estimator under; those that its definition declares by default. */
  readonly params?: object;
  /** The classes that its documents name beside its own: those of estimators among its options. */
  readonly types?: readonly Loadable[];
  /** In what it differs from the usual under these options; what its definition declares by default. */
  readonly traits?: Traits;
}

/** An estimator class under test, and how to try it. */
export class Subject {
  readonly type: Loadable;
  readonly params: object;
  /** Every class that its documents name. */
  readonly types: readonly Loadable[];
  readonly traits: Traits;
  #model: Promise<{ readonly example: Example; readonly fitted: Fitted }> | undefined;

  constructor(type: Loadable, { params, types = [], traits = type.definition.traits ?? {} }: CheckOptions) {
    this.type = type;
    this.types = [type, ...types];
    this.traits = traits;
    this.params = params ?? traits.checkParams ?? {};
  }

  /** An estimator under the options of the check. */
  make(params: object = this.params): BaseEstimator {
    return newEstimator(this.type, params);
  }

  get needsTarget(): boolean {
    return this.traits.target === "required" || this.make().role === "classifier";
  }

  /** Rows of the kind that it takes, a Table or numbers; with missing values where it keeps them. */
  example(rows?: number, variant = 0): Example {
    const accepts = this.make().accepts;
    const gaps = this.traits.missing !== "refused";
    return accepts === "matrix" ? exampleMatrix(rows, variant) : exampleTable(rows, gaps, variant);
  }

  /** Rows in which seeds show. */
  noise(variant?: number): Example {
    const { data, labels } = noise(this.traits.missing !== "refused", variant);
    return this.make().accepts === "table" ? { data: (data as FeatureMatrix).toTable(), labels } : { data, labels };
  }

  /** A model of the example, fitted once: for laws that ask it and change nothing. */
  model(): Promise<{ readonly example: Example; readonly fitted: Fitted }> {
    const example = this.example();
    this.#model ??= this.fit(example).then((fitted) => ({ example, fitted }));
    return this.#model;
  }

  /** Fits on an example, with its labels where it needs a target. */
  async fit({ data, labels }: Example, options: FitOptions = {}, params: object = this.params): Promise<Fitted> {
    const target = this.needsTarget ? { target: labels } : {};
    return this.make(params).fit(data, { ...target, ...options });
  }

  /** What a fitted model can be asked. */
  verbs(fitted: Fitted): readonly Verb[] {
    return VERBS.filter((verb) => fitted.has(verb));
  }
}

/** Any result as plain values, one list a row, so that two can be compared. */
export function plainRows(result: unknown): unknown[][] {
  if (isTable(result)) {
    const table = result as Table;
    const names = table.schema.fields.map((field) => field.name);
    return Array.from({ length: table.numRows }, (_, i) =>
      names.map((name) => table.getChild(name)!.get(i) as unknown),
    );
  }
  if (isFeatureMatrix(result)) return (result as FeatureMatrix).toRows();
  return Array.from(result as ArrayLike<unknown>, (value) => [value]);
}

/** Are two results the same to the last bit? NaN equals NaN, 0 differs from -0. */
export function sameBits(a: unknown[][], b: unknown[][]): boolean {
  return (
    a.length === b.length &&
    a.every((row, i) => row.length === b[i]!.length && row.every((v, j) => Object.is(v, b[i]![j])))
  );
}

/** Are two results the same but for rounding? */
export function closeTo(a: unknown[][], b: unknown[][], tolerance: number): boolean {
  if (a.length !== b.length) return false;
  return a.every((row, i) =>
    row.every((v, j) => {
      const w = b[i]![j];
      if (typeof v !== "number" || typeof w !== "number" || Number.isNaN(v)) return Object.is(v, w);
      return Math.abs(v - w) <= tolerance * Math.max(1, Math.abs(v), Math.abs(w));
    }),
  );
}
