import { collect } from "../../engine/rows/index.js";
import { KindredError } from "../../errors/index.js";
import { isSource, needsMemory, writeTable } from "../../table/index.js";
import { refuseSingleClass } from "../classes/classes.js";
import type { Fitted } from "../fitted/fitted.js";
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
import { isRemoteSource } from "../training/remote-source.js";
import { afterStep, isRemote, type Training, type TrainingData } from "../training/training.js";
import { warnOfAnswers } from "../training/warn-of-answers.js";
import type { AnyDefinition } from "./any-definition.js";
import type { Learned, LearnedModel, Role } from "./definition.js";
import { fittedClasses } from "./fitted-classes.js";
import { fitInMemory, resampled } from "./in-memory.js";
import type { FitOptions } from "./options.js";
import { refuseInMemory } from "./refuse-in-memory.js";

/** Of an estimator what fitting needs. */
export interface FittingEstimator {
  readonly kind: string;
  readonly role: Role;
  readonly definition: AnyDefinition;
  readonly params: Readonly<object>;
  readonly accepts: Accepts;
  readonly fixedInput: KnownInput | undefined;
  inMemoryKind(underAll?: boolean): string | undefined;
  learnFrom(training: Training): Promise<LearnedModel<Fitted>>;
}

/** Learns from the rows of a training. */
export async function learnFrom(estimator: FittingEstimator, training: Training): Promise<LearnedModel<Fitted>> {
  const { definition, params, role } = estimator;
  requireTarget(
    estimator,
    training,
    "it learns from a target and got none",
    'Pass { target: labels } or { target: "COLUMN" }',
  );
  if (role === "classifier") refuseSingleClass(training.classes!, training.classes!, training.where);
  training.signal?.throwIfAborted();
  const learned: Learned<unknown> =
    definition.learn === undefined
      ? { state: await fitInMemory(definition, training, params, role) }
      : await definition.learn(training, params);
  // Learning that was stopped may hold what it had learned by then: that is no model.
  training.signal?.throwIfAborted();
  const { classes } = training;
  const FittedModel = definition.fitted ?? fittedClasses[role];
  const fitted = new FittedModel({
    definition,
    params,
    state: learned.state,
    input: estimator.fixedInput?.input ?? inputOfSource(training),
    ...(classes === undefined ? {} : { classes }),
  });
  const { training: differing, rows } = learned;
  return {
    fitted,
    ...(differing === undefined ? {} : { training: differing }),
    ...(rows === undefined ? {} : { rows }),
  };
}

/** Other rows to learn from. */
export async function resampleFrom(estimator: FittingEstimator, training: Training): Promise<TrainingData> {
  requireTarget(estimator, training, "it chooses rows by their target and got none", "Fit the Pipeline with a target");
  if (isRemote(training.source)) throw needsMemory(training.where);
  return { ...training, source: await resampled(estimator.definition, training, estimator.params) };
}

function requireTarget(
  { role, definition }: FittingEstimator,
  { where, classes }: Training,
  problem: string,
  fix: string,
): void {
  const needsTarget = role === "classifier" || definition.traits?.target === "required";
  if (needsTarget && classes === undefined) throw new KindredError({ code: "MISSING_TARGET", where, problem, fix });
}

/** Are the rows on other machines? */
function isRemoteData(data: FitInput): boolean {
  return isSource(data) && isRemoteSource(data);
}

/** Learns from data as the caller has them. */
export async function fit(estimator: FittingEstimator, data: FitInput, options: FitOptions): Promise<Fitted> {
  if (isRemoteData(data)) refuseInMemory(estimator);
  const training = await readTraining(
    data,
    options,
    estimator.accepts,
    estimator.kind,
    pipelineOf(estimator),
    estimator.fixedInput,
  );
  if (estimator.role === "classifier") await warnOfAnswers(training);
  return withProfiles(estimator, await estimator.learnFrom(training), training);
}

/** A Pipeline that takes a Table and ends in this step, as code. */
function pipelineOf({ definition, kind, role }: FittingEstimator): string {
  const steps = [
    ...(definition.traits?.missing === "refused" ? [["impute", "Imputer"]] : []),
    ["encode", "FeatureEncoder"],
    [role === "transformer" ? "step" : "model", kind.split("/").pop()!],
  ];
  return `new Pipeline([${steps.map(([name, kind]) => `["${name}", new ${kind}()]`).join(", ")}])`;
}

/** Learns, and transforms the rows that it learned from. */
export async function fitTransform(
  estimator: FittingEstimator,
  data: FitInput,
  options: FitOptions,
): Promise<{ fitted: Fitted; output: unknown }> {
  if (isRemoteData(data)) throw needsMemory(`${estimator.kind}.fitTransform`);
  const training = await readTraining(data, options, estimator.accepts, estimator.kind, pipelineOf(estimator));
  const learned = await estimator.learnFrom(training);
  if (!learned.fitted.has("transform")) throw lackingVerb(estimator.kind, learned.fitted.verbs, "transform");
  const output = await collect(afterStep(training, learned.fitted.program, learned.training).source, options);
  const fitted = await withProfiles(estimator, learned, training);
  return {
    fitted,
    output:
      isTableLike(data as DataInput, estimator.accepts) && fitted.givesSame
        ? fitted.outputSchema.attach(writeTable(output.x))
        : output.x,
  };
}

/**
 * The model with how the columns of its training rows were distributed, where their values were counted, and of a clusterer how they are
 * distributed in each segment.
 */
async function withProfiles(
  { role }: FittingEstimator,
  { fitted, rows }: LearnedModel<Fitted>,
  training: Training,
): Promise<Fitted> {
  const { source, schema, options } = training;
  // A model that was there before knows the rows that it learned from.
  const profile = fitted.spec.input.profile === undefined ? profileOf(source) : undefined;
  const profiled = profile === undefined ? fitted : fitted.withProfile(profile);
  if (role !== "clusterer" || options.describeSegments === false) return profiled;
  const { threads, signal, onProgress } = options;
  const segments = await learnSegments(rows ?? source, fitted.predictor, {
    schema,
    ...(threads === undefined ? {} : { threads }),
    ...(signal === undefined ? {} : { signal }),
    onRows: (done) => onProgress?.({ step: "segments", done, total: (rows ?? source).rows }),
  });
  return profiled.withSegments(segments);
}
