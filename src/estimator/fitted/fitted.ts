import { encode, envelope, type JsonObject } from "../../document/index.js";
import { type Program, runProgram } from "../../engine/program/index.js";
import { type KindredError, printed } from "../../errors/index.js";
import { allFinite, emptyMatrix, FeatureMatrix, type Label } from "../../matrix/index.js";
import { connectArrow, isSource, type Schema, writeTable } from "../../table/index.js";
import { acceptedBy } from "../define/definition.js";
import type { JobOptions } from "../define/options.js";
import { idProgram, type SegmentIds, type SegmentStatistics } from "../segments/index.js";
import { type Accepts, alignInput, type FitInput, type InputSchema, isTableLike } from "../training/input.js";
import type { InputProfile } from "../training/profile.js";
import { isRemoteSource } from "../training/remote-source.js";
import { Bulk, RemoteBulk } from "./bulk.js";
import { fittedText } from "./fitted-text.js";
import { describeInput } from "./input-document.js";
import { labelVerb } from "./label-verb.js";
import { lackingVerb } from "./lacking-verb.js";
import { firstNoResult, firstNotFinite, isNoResult, type NotFinite, noResult } from "./not-finite.js";
import { opaquePredictor } from "./opaque-predictor.js";
import { opaqueStep } from "./opaque-step.js";
import { type RowRecord, rowReader } from "./row.js";
import { type RowSchema, rowSchema } from "./row-schema.js";
import { rowVerb } from "./row-verb.js";
import { type CompiledVerb, type FittedSpec, VERBS, type Verb } from "./spec.js";

/** What every fitted model has. Verbs are synchronous, pure and row-wise; `bulk` and `row` give the same bits. */
export class Fitted<P extends object = object, S = unknown> {
  static {
    printed(Fitted.prototype);
  }

  /** @internal */
  readonly spec: FittedSpec<P, S>;
  #program: Program | undefined;
  #predictor: Program | undefined;
  #outputs: FeatureMatrix | undefined;

  /** @internal */
  constructor(spec: FittedSpec<P, S>) {
    connectArrow();
    this.spec = spec;
  }

  /** The kind of estimator that was fitted. */
  get kind(): string {
    return this.spec.definition.kind;
  }

  /** The hyper-parameters that it was fitted with. */
  get params(): Readonly<P> {
    return this.spec.params;
  }

  /** What was learned. */
  get state(): S {
    return this.spec.state;
  }

  /** The columns that it was fitted on. Others are ignored later, missing ones are an error. */
  get inputColumns(): readonly string[] {
    return this.spec.input.plan.map((column) => column.name);
  }

  /** Roles, levels, directions and meanings of its input columns, where they were known. */
  get schema(): Schema {
    return this.spec.input.schema;
  }

  /** A JSON Schema (2020-12) of one row that it takes: every column by name, null where a value is not known; other properties are ignored. */
  get inputSchema(): RowSchema {
    return rowSchema(this.spec.input);
  }

  /** What it can be asked. */
  get verbs(): readonly Verb[] {
    return VERBS.filter((verb) => this.has(verb));
  }

  /** Roles, levels, directions and meanings of the columns that `transform` gives. @internal */
  get outputSchema(): Schema {
    const { definition, state, params, input } = this.spec;
    return definition.outputSchema?.(state, params, input) ?? input.schema;
  }

  /** The same model, which knows how the columns of its training rows lay. @internal */
  withProfile(profile: InputProfile): this {
    return this.#withInput({ profile });
  }

  /** The same model, which knows how columns lie in its segments. @internal */
  withSegments(segments: SegmentStatistics): this {
    return this.#withInput({ segments });
  }

  /** The ids of its segments, where they are not their positions. @internal */
  get segmentIds(): SegmentIds | undefined {
    return this.spec.input.segmentIds;
  }

  /** How many segments it has, where it knows. @internal */
  get segmentCount(): number | undefined {
    return this.segmentIds?.ids.length ?? this.spec.input.segments?.people.length;
  }

  /** The same model, whose segments have other ids. @internal */
  withSegmentIds(segmentIds: SegmentIds): this {
    return this.#withInput({ segmentIds });
  }

  #withInput(known: Partial<InputSchema>): this {
    const Same = this.constructor as new (spec: FittedSpec<P, S>) => this;
    return new Same({ ...this.spec, input: { ...this.spec.input, ...known } });
  }

  /** What `transform` does to a row. @internal */
  get program(): Program {
    this.#program ??= this.makeProgram();
    return this.#program;
  }

  /** What `predict` and `predictProbabilities` do to a row. @internal */
  get predictor(): Program {
    this.#predictor ??= [...this.makePredictor(), ...idProgram(this.spec.input, this.kind)];
    return this.#predictor;
  }

  /** What `predictProbabilities` does to a row. @internal */
  get probabilities(): Program {
    return this.predictor;
  }

  /** @internal */
  protected makeProgram(): Program {
    const { definition, state, params, input } = this.spec;
    if (definition.program !== undefined) return definition.program(state, params, input);
    const { transform } = definition;
    if (transform === undefined) throw this.lacks("transform");
    const { kind, inputColumns, refusesMissing } = this;
    const names = definition.outputColumns?.(inputColumns, state, params) ?? inputColumns;
    const promised = { kind, verb: "transform", names, refusesMissing } as const;
    return opaqueStep(inputColumns, promised, (x) => transform.call(definition, x, state, params));
  }

  /** @internal */
  protected makePredictor(): Program {
    const { definition, state, params, input, classes = [] } = this.spec;
    if (definition.predictor !== undefined) return definition.predictor(state, params, input, classes);
    const opaque = opaquePredictor(this.spec, this);
    if (opaque !== undefined) return opaque;
    throw this.lacks("predict");
  }

  /** A result without rows: the names, storages and origins of what `transform` gives. @internal */
  get outputs(): FeatureMatrix {
    const { plan, provenance } = this.spec.input;
    this.#outputs ??= runProgram(this.program, { x: emptyMatrix(plan, provenance), row: 0 });
    return this.#outputs;
  }

  /** What data it takes. @internal */
  get accepts(): Accepts {
    return acceptedBy(this.spec.definition, this.spec.params);
  }

  /** Does a Table go out where a Table came in? @internal */
  get givesSame(): boolean {
    return this.spec.definition.gives === "same";
  }

  /** Does it have this verb? @internal */
  has(_verb: Verb): boolean {
    return false;
  }

  /** The label that a row of the predictor's result stands for. @internal */
  labelOf(values: ArrayLike<number>): Label {
    return values[0]!;
  }

  /** Labels in the form that `predict` gives. @internal */
  labels(positions: Label[]): ArrayLike<Label> {
    return positions;
  }

  /** What a verb does. @internal */
  compiled(verb: Verb): CompiledVerb {
    if (!VERBS.includes(verb) || !this.has(verb)) throw this.lacks(verb);
    if (verb === "transform") {
      const { program } = this;
      return {
        program,
        finish: (result, table) => (table && this.givesSame ? this.outputSchema.attach(writeTable(result)) : result),
        finishRow: (values) => values.slice(),
      };
    }
    if (verb === "predictProbabilities")
      return { program: this.probabilities, finish: (result) => result, finishRow: (values) => values.slice() };
    return labelVerb(
      this.predictor,
      (values) => this.labelOf(values),
      (found) => this.labels(found),
    );
  }

  /** A verb on data in memory, or block by block on a Source. @internal */
  apply(verb: Verb, data: FitInput): unknown {
    if (isSource(data)) return this.bulk(verb, data);
    const { program, finish } = this.compiled(verb);
    const where = `${this.kind}.${verb}`;
    const x = alignInput(data, this.spec.input, this.accepts, where);
    const result = runProgram(program, { x, row: 0 });
    this.checkResult(result, x, verb, where);
    return finish(result, isTableLike(data, this.accepts));
  }

  /**
   * A verb on data of any size: a Source, or data in memory. Gives the results block by block, in the order of the rows.
   *
   * @param verb - Which verb.
   * @param source - A Source of batches, or data in memory.
   * @param options - Threads, progress and an AbortSignal.
   * @returns An async iterable of blocks, whose `collect()` joins them; over rows on a cluster its `writeTable` has them written there.
   */
  bulk(verb: Verb, source: FitInput, options: JobOptions = {}): Bulk<unknown> {
    return isSource(source) && isRemoteSource(source)
      ? new RemoteBulk(this, verb, source, options)
      : new Bulk(this, verb, source, options);
  }

  /**
   * A verb compiled to a function of one record (or of one array of values in the order of `inputColumns`): for scoring one person at a time.
   *
   * @returns For `predict` a label; for the others the values in the order of the output columns.
   */
  row<V extends Verb>(verb: V): (record: RowRecord) => V extends "predict" ? Label : Float64Array {
    const where = `${this.kind}.row`;
    const { refusesMissing } = this;
    const read = rowReader(this.spec.input.plan, where);
    return rowVerb(this.compiled(verb), read, (values, record) => {
      if (!values.some((value) => isNoResult(value, verb, refusesMissing))) return;
      const x = FeatureMatrix.dense(1, this.inputColumns, read(record).slice());
      this.checkResult(FeatureMatrix.from([[...values]]), x, verb, where);
    }) as (record: RowRecord) => V extends "predict" ? Label : Float64Array;
  }

  /** Must every value that goes in be a finite number? @internal */
  get refusesMissing(): boolean {
    return this.spec.definition.traits?.missing === "refused";
  }

  /** Looks at the result of a verb, which is small, and only where it holds no number for the column that is to blame. @internal */
  checkResult(result: FeatureMatrix, x: FeatureMatrix, verb: Verb, where: string): void {
    const { refusesMissing } = this;
    const found = allFinite(result) ? undefined : firstNoResult(result, verb, refusesMissing);
    if (found !== undefined) throw noResult(refusesMissing ? this.locate(x) : undefined, found, this.kind, where);
  }

  /** The first value of a block that is no finite number to the step that needs one. @internal */
  locate(x: FeatureMatrix): NotFinite | undefined {
    return firstNotFinite(x, this.kind);
  }

  private lacks(verb: Verb): KindredError {
    return lackingVerb(this.kind, this.verbs, verb);
  }

  /** The model without an envelope. @internal */
  describe(): JsonObject {
    const { definition, params, state, input, classes } = this.spec;
    const where = `${this.kind}.toJSON`;
    return {
      kind: this.kind,
      version: definition.version,
      inputSchema: describeInput(input, classes, where),
      params: encode(params, where),
      state: encode(state, where),
    };
  }

  /** What it is, in a few lines: the estimator with the options that are not the defaults, its columns, what was learned, and what it gives. */
  toText(): string {
    const { classes = [] } = this as { readonly classes?: readonly Label[] };
    return fittedText({
      ...this.spec,
      inputColumns: this.inputColumns,
      classes,
      people: this.spec.input.segments?.people,
      ids: this.segmentIds?.ids,
      outputColumns: this.has("transform") ? () => this.outputs.columns : undefined,
    });
  }

  /** One JSON document that `load` reads back bit for bit. */
  toJSON(): object {
    return envelope(this.describe());
  }
}

// Every verb exists on every model, so that a program that loaded one it does not know gets a sentence and not a TypeError.
for (const verb of VERBS)
  Object.defineProperty(Fitted.prototype, verb, {
    value(this: Fitted, data: FitInput) {
      return this.apply(verb, data);
    },
    configurable: true,
    writable: true,
  });
