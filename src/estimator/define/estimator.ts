import { encode, envelope, type JsonObject } from "../../document/index.js";
import type { Program } from "../../engine/program/index.js";
import { type Block, collect, memorySource, type RowSource, repeatRows, takeRows } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import type { FeatureMatrix, Labels } from "../../matrix/index.js";
import { isTable } from "../../matrix/index.js";
import { connectArrow, writeTable } from "../../table/index.js";
import { Fitted } from "../fitted/fitted.js";
import { FittedClassifier } from "../fitted/fitted-classifier.js";
import { FittedClusterer, FittedTransformer } from "../fitted/fitted-transformer.js";
import { learnSegments } from "../segments/index.js";
import type { Accepts, FitInput, InputSchema } from "../training/input.js";
import { profileOf } from "../training/profile.js";
import { afterStep, type Training, type TrainingContext, trainingOver } from "../training/training.js";
import { trainingSource } from "../training/training-source.js";
import type { AnyDefinition } from "./any-definition.js";
import type { FitContext, Role } from "./definition.js";
import { checkJob, currentOptions, type FitOptions } from "./options.js";
import { checkParams } from "./standard-schema.js";

/** A model, and what the training rows go through on their way to the next step where that differs. */
export interface LearnedModel {
  readonly fitted: Fitted;
  readonly training?: Program;
  /** The rows that were learned from, as they came in, where resamplers changed them. */
  readonly rows?: RowSource;
}

/** The fitted class of each role, where a definition names none of its own. */
export const fittedClasses: { readonly [R in Role]: NonNullable<AnyDefinition["fitted"]> } = {
  transformer: FittedTransformer,
  clusterer: FittedClusterer,
  classifier: FittedClassifier,
  resampler: Fitted,
};

/** What every estimator is: hyper-parameters and a way to learn. Immutable. */
export class BaseEstimator {
  readonly definition: AnyDefinition;
  readonly role: Role;
  readonly params: Readonly<object>;

  constructor(definition: AnyDefinition, role: Role, params: object = {}) {
    connectArrow();
    this.definition = definition;
    this.role = role;
    this.params = Object.freeze(
      checkParams(definition.kind, definition.params, renamed(params, definition.formerOptions)),
    );
  }

  get kind(): string {
    return this.definition.kind;
  }

  /** What data it takes. @internal */
  get accepts(): Accepts {
    return this.definition.accepts ?? "matrix";
  }

  with(partial: object): this {
    const Same = this.constructor as new (params: object) => this;
    return new Same({ ...this.params, ...partial });
  }

  /** Learns from rows that are already a source. @internal */
  async learnOver(context: TrainingContext, step: string = this.kind): Promise<LearnedModel> {
    const { definition, params } = this;
    const training = trainingOver(context, this.kind, step);
    const needsTarget = this.role === "classifier" || definition.traits?.target === "required";
    if (needsTarget && context.classes === undefined)
      throw new KindredError({
        code: "MISSING_TARGET",
        where: training.where,
        problem: "it learns from a target and got none",
        fix: 'Pass { target: labels } or { target: "COLUMN" }',
      });
    training.signal?.throwIfAborted();
    const learned =
      definition.learn === undefined
        ? { state: await fitInMemory(definition, training, params) }
        : await definition.learn(training, params);
    const { source, schema, classes } = context;
    const input: InputSchema = { plan: source.plan, provenance: source.provenance, schema };
    const FittedModel = definition.fitted ?? fittedClasses[this.role];
    const fitted = new FittedModel({
      definition,
      params,
      state: learned.state,
      input,
      ...(classes === undefined ? {} : { classes }),
    });
    return { fitted, ...(learned.training === undefined ? {} : { training: learned.training }) };
  }

  /** Other rows to learn from. @internal */
  async resampleOver(context: TrainingContext, step: string = this.kind): Promise<TrainingContext> {
    const { definition, params } = this;
    const training = trainingOver(context, this.kind, step);
    if (definition.traits?.target === "required" && context.classes === undefined)
      throw new KindredError({
        code: "MISSING_TARGET",
        where: training.where,
        problem: "it chooses rows by their target and got none",
        fix: "Fit the Pipeline with a target",
      });
    return { ...context, source: await resampled(definition, training, params) };
  }

  async fit(data: FitInput, ...rest: unknown[]): Promise<Fitted> {
    const context = await this.contextOf(data, this.optionsOf(rest));
    return this.withProfiles(await this.learnOver(context), context);
  }

  async fitTransform(data: FitInput, ...rest: unknown[]): Promise<{ fitted: Fitted; output: unknown }> {
    const context = await this.contextOf(data, this.optionsOf(rest));
    const learned = await this.learnOver(context);
    const { fitted, training } = learned;
    const output = await collect(afterStep(context, fitted.program, training).source, context.options);
    return {
      fitted: await this.withProfiles(learned, context),
      output: isTable(data) && fitted.givesSame ? fitted.outputSchema.attach(writeTable(output.x)) : output.x,
    };
  }

  /** The model with how the columns of its training rows lay, where their values were counted, and of a clusterer how they lie in each segment. */
  private async withProfiles({ fitted, rows }: LearnedModel, context: TrainingContext): Promise<Fitted> {
    const { source, schema, options } = context;
    const profile = profileOf(source);
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
  private optionsOf(rest: unknown[]): FitOptions {
    const [first, second] = rest;
    const isTarget = typeof first === "string" || (typeof first === "object" && first !== null && "length" in first);
    if (isTarget) return { ...(second as FitOptions | undefined), target: first as Labels | string };
    return { ...(first as FitOptions | undefined), ...(second as FitOptions | undefined) };
  }

  /** What is to be learned from, with its validation rows. */
  private async contextOf(data: FitInput, given: FitOptions): Promise<TrainingContext> {
    const where = `${this.kind}.fit`;
    const options = currentOptions(given);
    checkJob(options, where);
    const { accepts } = this;
    const main = await trainingSource(data, options, accepts, where);
    const held = options.validation;
    const validation =
      held === undefined
        ? undefined
        : await trainingSource(
            held.X,
            { target: held.y, ...(held.sampleWeight === undefined ? {} : { sampleWeight: held.sampleWeight }) },
            accepts,
            `${where} (validation)`,
            main,
          );
    return {
      source: main.source,
      schema: main.input.schema,
      options,
      ...(main.classes === undefined ? {} : { classes: main.classes }),
      ...(validation === undefined ? {} : { validation: validation.source }),
    };
  }

  /** The estimator without an envelope. @internal */
  describe(): JsonObject {
    return { kind: this.kind, version: this.definition.version, params: encode(this.params, `${this.kind}.toJSON`) };
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

async function fitInMemory(definition: AnyDefinition, training: Training, params: object): Promise<unknown> {
  if (definition.fit === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: training.where,
      problem: "its definition has neither fit nor learn",
    });
  const block = withoutWeightless(await training.collect());
  return definition.fit(block.x, params, fitContext(block, training));
}

/** Rows of weight zero teach nothing, also those who do not look at weights. */
function withoutWeightless(block: Block): Block {
  if (block.w === undefined || block.w.every((weight) => weight !== 0)) return block;
  const chosen: number[] = [];
  for (let i = 0; i < block.w.length; i++) if (block.w[i] !== 0) chosen.push(i);
  return takeRows(block, chosen);
}

function fitContext(
  block: { y?: Float64Array; w?: Float64Array; groups?: Int32Array },
  training: Training,
): FitContext {
  return {
    schema: training.schema,
    ...(block.y === undefined ? {} : { y: block.y }),
    ...(training.classes === undefined ? {} : { classes: training.classes }),
    ...(block.w === undefined ? {} : { sampleWeight: block.w }),
    ...(block.groups === undefined ? {} : { groups: block.groups }),
    ...(training.signal === undefined ? {} : { signal: training.signal }),
  };
}

async function resampled(definition: AnyDefinition, training: Training, params: object): Promise<RowSource> {
  if (definition.resample !== undefined) return definition.resample(training, params);
  const block = await training.collect();
  const counts = await definition.counts!(block.x as FeatureMatrix, params, fitContext(block, training));
  if (counts.length !== block.x.rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where: training.where,
      problem: `gave ${counts.length} counts for ${block.x.rows} rows`,
      fix: "Give one count a row",
    });
  const rows = repeatRows(training.source, Int32Array.from(counts));
  return training.source.memory === undefined ? rows : memorySource(await collect(rows, training));
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
