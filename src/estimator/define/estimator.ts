import { encode, envelope, type JsonObject } from "../../document/index.js";
import { collect } from "../../engine/rows/index.js";
import { KindredError, printed, readGiven } from "../../errors/index.js";
import type { Labels } from "../../matrix/index.js";
import { check, checkParams } from "../../options/index.js";
import { connectArrow, needsMemory, writeTable } from "../../table/index.js";
import { refuseSingleClass } from "../classes/classes.js";
import { Fitted } from "../fitted/fitted.js";
import { FittedClassifier } from "../fitted/fitted-classifier.js";
import { FittedClusterer, FittedTransformer } from "../fitted/fitted-transformer.js";
import { lackingVerb } from "../fitted/lacking-verb.js";
import { learnSegments } from "../segments/index.js";
import {
  type Accepts,
  type DataInput,
  type FitInput,
  inputOfSource,
  isTableLike,
  type KnownInput,
} from "../training/input.js";
import { profileOf } from "../training/profile.js";
import { readTraining } from "../training/read-training.js";
import { afterStep, isRemote, type Training, type TrainingData } from "../training/training.js";
import { warnOfAnswers } from "../training/warn-of-answers.js";
import type { AnyDefinition } from "./any-definition.js";
import { codeOf } from "./code.js";
import { acceptedBy, fixedInputOf, type Learned, type LearnedModel, type Role } from "./definition.js";
import { fitInMemory, resampled } from "./in-memory.js";
import { currentOptions, type FitOptions, fitOptionsCheck } from "./options.js";
import { changedParams } from "./parts.js";

/** The fitted class of each role, where a definition names none of its own. */
export const fittedClasses: { readonly [R in Role]: NonNullable<AnyDefinition["fitted"]> } = {
  transformer: FittedTransformer,
  clusterer: FittedClusterer,
  classifier: FittedClassifier,
  resampler: Fitted,
};

/** What every estimator is: hyper-parameters and a way to learn. Immutable. */
export class BaseEstimator {
  static {
    printed(BaseEstimator.prototype);
  }

  readonly definition: AnyDefinition;
  readonly role: Role;
  readonly params: Readonly<object>;

  constructor(definition: AnyDefinition, role: Role | ((params: never) => Role), params: object) {
    connectArrow();
    this.definition = definition;
    const current = readGiven(definition.kind, () => renamed(params, definition.formerOptions));
    this.params = Object.freeze(checkParams(definition.kind, definition.params, current));
    this.role = typeof role === "function" ? role(this.params as never) : role;
  }

  get kind(): string {
    return this.definition.kind;
  }

  /** What data it takes. @internal */
  get accepts(): Accepts {
    return acceptedBy(this.definition, this.params);
  }

  /** The columns and classes of a model within that is fitted already. @internal */
  get fixedInput(): KnownInput | undefined {
    return fixedInputOf(this.definition, this.params);
  }

  with(partial: object): this {
    const Same = this.constructor as new (params: object) => this;
    const changed = (): object => changedParams(this.params, this.definition.parts, partial, this.kind);
    return new Same(readGiven(`${this.kind}.with`, changed));
  }

  async learnFrom(training: Training): Promise<LearnedModel<Fitted>> {
    const { definition, params } = this;
    this.#requireTarget(
      training,
      "it learns from a target and got none",
      'Pass { target: labels } or { target: "COLUMN" }',
    );
    if (this.role === "classifier") refuseSingleClass(training.classes!, training.classes!, training.where);
    training.signal?.throwIfAborted();
    const learned: Learned<unknown> =
      definition.learn === undefined
        ? { state: await fitInMemory(definition, training, params, this.role) }
        : await definition.learn(training, params);
    // Learning that was stopped may hold what it had learned by then: that is no model.
    training.signal?.throwIfAborted();
    const { classes } = training;
    const FittedModel = definition.fitted ?? fittedClasses[this.role];
    const fitted = new FittedModel({
      definition,
      params,
      state: learned.state,
      input: this.fixedInput?.input ?? inputOfSource(training),
      ...(classes === undefined ? {} : { classes }),
    });
    const { training: differing, rows } = learned;
    return {
      fitted,
      ...(differing === undefined ? {} : { training: differing }),
      ...(rows === undefined ? {} : { rows }),
    };
  }

  /** Other rows to learn from. @internal */
  async resampleFrom(training: Training): Promise<TrainingData> {
    this.#requireTarget(training, "it chooses rows by their target and got none", "Fit the Pipeline with a target");
    if (isRemote(training.source)) throw needsMemory(training.where);
    return { ...training, source: await resampled(this.definition, training, this.params) };
  }

  #requireTarget({ where, classes }: Training, problem: string, fix: string): void {
    const needsTarget = this.role === "classifier" || this.definition.traits?.target === "required";
    if (needsTarget && classes === undefined) throw new KindredError({ code: "MISSING_TARGET", where, problem, fix });
  }

  async fit(data: FitInput, ...rest: unknown[]): Promise<Fitted> {
    const options = this.#optionsOf(rest);
    const training = await readTraining(data, options, this.accepts, this.kind, this.#pipeline(), this.fixedInput);
    if (this.role === "classifier") await warnOfAnswers(training);
    const learned = await this.learnFrom(training);
    return this.#withProfiles(learned, training);
  }

  /** A Pipeline that takes a Table and ends in this step, as code. */
  #pipeline(): string {
    const steps = [
      ...(this.definition.traits?.missing === "refused" ? [["impute", "Imputer"]] : []),
      ["encode", "FeatureEncoder"],
      [this.role === "transformer" ? "step" : "model", this.kind.split("/").pop()!],
    ];
    return `new Pipeline([${steps.map(([name, kind]) => `["${name}", new ${kind}()]`).join(", ")}])`;
  }

  async fitTransform(data: FitInput, ...rest: unknown[]): Promise<{ fitted: Fitted; output: unknown }> {
    const options = this.#optionsOf(rest);
    const training = await readTraining(data, options, this.accepts, this.kind, this.#pipeline());
    if (isRemote(training.source)) throw needsMemory(`${this.kind}.fitTransform`);
    const learned = await this.learnFrom(training);
    if (!learned.fitted.has("transform")) throw lackingVerb(this.kind, learned.fitted.verbs, "transform");
    const output = await collect(afterStep(training, learned.fitted.program, learned.training).source, options);
    const fitted = await this.#withProfiles(learned, training);
    return {
      fitted,
      output:
        isTableLike(data as DataInput, this.accepts) && fitted.givesSame
          ? fitted.outputSchema.attach(writeTable(output.x))
          : output.x,
    };
  }

  /**
   * The model with how the columns of its training rows were distributed, where their values were counted, and of a clusterer how they are
   * distributed in each segment.
   */
  async #withProfiles({ fitted, rows }: LearnedModel<Fitted>, training: Training): Promise<Fitted> {
    const { source, schema, options } = training;
    // A model that was there before knows the rows that it learned from.
    const profile = fitted.spec.input.profile === undefined ? profileOf(source) : undefined;
    const profiled = profile === undefined ? fitted : fitted.withProfile(profile);
    if (this.role !== "clusterer" || options.describeSegments === false) return profiled;
    const { threads, signal, onProgress } = options;
    const segments = await learnSegments(rows ?? source, fitted.predictor, {
      schema,
      ...(threads === undefined ? {} : { threads }),
      ...(signal === undefined ? {} : { signal }),
      onRows: (done) => onProgress?.({ step: "segments", done, total: (rows ?? source).rows }),
    });
    return profiled.withSegments(segments);
  }

  /** The options of `fit(X, y, options)` for classifiers and of `fit(X, options)` for others. */
  #optionsOf([first, second = {}]: readonly unknown[]): FitOptions {
    const where = `${this.kind}.fit`;
    const verify = fitOptionsCheck(where, this.definition.fitOptions);
    verify(second as FitOptions);
    if (readGiven(where, () => typeof first === "string" || check.isList(first)))
      return currentOptions({ ...(second as FitOptions), target: first as Labels | string });
    if (first !== undefined) verify(first as FitOptions);
    return currentOptions({ ...(first as FitOptions | undefined), ...(second as FitOptions) });
  }

  /** The estimator without an envelope. @internal */
  describe(): JsonObject {
    return { kind: this.kind, version: this.definition.version, params: encode(this.params, `${this.kind}.toJSON`) };
  }

  /** The code that makes it: of its options those that are not the defaults. */
  toText(): string {
    return codeOf(this.definition, this.params);
  }

  toJSON(): object {
    return envelope(this.describe());
  }

  private unfitted(verb: string): never {
    const name = this.kind.charAt(0).toLowerCase() + this.kind.slice(1);
    throw new KindredError({
      code: "NOT_FITTED",
      where: `${this.kind}.${verb}`,
      problem: "not fitted",
      fix: `Write \`const fitted = await ${name}.fit(table)\`, then \`fitted.${verb}(table)\``,
    });
  }

  transform(): never {
    return this.unfitted("transform");
  }

  predict(): never {
    return this.unfitted("predict");
  }

  predictProbabilities(): never {
    return this.unfitted("predictProbabilities");
  }
}

/** Options with their present names, where a former name was given. */
function renamed(options: object, former: Readonly<Record<string, string>> = {}): object {
  const entries = Object.entries(options);
  const known = entries.filter(([name, value]) => !(Object.hasOwn(former, name) && value !== undefined));
  const old = entries.filter(([name, value]) => Object.hasOwn(former, name) && value !== undefined);
  return old.length === 0
    ? options
    : Object.fromEntries([...known, ...old.map(([name, value]) => [former[name]!, value])]);
}
