import { KindredError } from "../../errors/index.js";
import { type AnyDefinition, checkState, type Fitted } from "../../estimator/index.js";
import { type ColumnPlan, type Label, type Origin, planOf } from "../../matrix/index.js";
import { ColumnTransformer, Pipeline } from "../../pipeline/index.js";
import { Schema } from "../../table/index.js";
import { boosterOf } from "../lightgbm/booster.js";
import { parseText } from "../lightgbm/parse.js";
import { boosting } from "./boosting.js";
import type { BoostingFeature, SklearnModel } from "./document.js";
import { featuresOf } from "./encoders.js";
import { malformed } from "./malformed.js";
import { takenStep } from "./steps.js";

/** The columns that a model is given. */
export interface InputColumns {
  readonly plan: readonly ColumnPlan[];
  readonly provenance: readonly Origin[];
}

/** A fitted model, and the estimator that would have fitted it. */
export interface TakenModel {
  readonly estimator: object;
  readonly fitted: Fitted;
}

/** As much of an estimator as making a fitted model of it needs. */
interface Made {
  readonly params: object;
  readonly constructor: { readonly definition: AnyDefinition };
}

/** A model of scikit-learn as one of ours. @throws KindredError where its parts do not fit each other. */
export function takenModel(model: SklearnModel, input: InputColumns): TakenModel {
  switch (model.kind) {
    case "Pipeline":
      return inRow(
        model.steps.map(([name, step]) => [name, (given) => takenModel(step, given)]),
        input,
      );
    case "ColumnTransformer":
      return sideBySide(model.branches, input);
    case "HistGradientBoostingClassifier":
      return onFeatures(model.features, model.classes, (names) => boosting(model, names), input);
    case "LGBMClassifier": {
      const booster = boosterOf(parseText(model.text));
      if (booster.features.length !== input.plan.length || booster.classes !== model.classes.length)
        throw malformed(`LightGBM's text of ${booster.features.length} features and ${booster.classes} classes`);
      return onFeatures(booster.listed, model.classes, (names) => booster.taken(names), input);
    }
    default: {
      const { estimator, state, classes } = takenStep(model, input.plan);
      return made(estimator, state, input, classes);
    }
  }
}

type Take = (given: InputColumns) => TakenModel;

/** Models one behind the other, each on what the one before it gives. */
function inRow(steps: readonly (readonly [name: string, take: Take])[], input: InputColumns): TakenModel {
  let given = input;
  const taken = steps.map(([name, take], k) => {
    const { estimator, fitted } = take(given);
    if (k < steps.length - 1) given = outputsOf(fitted);
    return { name: plainName(name), estimator, fitted };
  });
  const pipeline = new Pipeline(taken.map(({ name, estimator }) => [name, estimator]) as never);
  return made(pipeline, { steps: taken.map(({ name, fitted }) => [name, fitted]) }, input);
}

function outputsOf({ outputs }: Fitted): InputColumns {
  return { plan: planOf(outputs), provenance: outputs.provenance };
}

/** Names of steps have no dots here. */
function plainName(name: string): string {
  return name.replaceAll(".", "_") || "step";
}

type Branches = Extract<SklearnModel, { readonly kind: "ColumnTransformer" }>["branches"];

function sideBySide(branches: Branches, { plan, provenance }: InputColumns): TakenModel {
  const taken = branches.map(({ name, columns, model }) => {
    if (columns.some((j) => j >= plan.length)) throw malformed(`a branch ${name} of columns that are not there`);
    const own = { plan: columns.map((j) => plan[j]!), provenance: columns.map((j) => provenance[j]!) };
    return { name: plainName(name), columns: own.plan.map((column) => column.name), ...takenModel(model, own) };
  });
  const outputs = taken.flatMap(({ fitted }) => fitted.outputs.columns);
  const clash = new Set(outputs).size < outputs.length;
  const transformer = new ColumnTransformer(
    taken.map(({ name, estimator, columns }) => [name, estimator, columns]) as never,
  );
  const state = {
    branches: taken.map(({ name, fitted, columns }) => ({ name, fitted, columns, prefix: clash ? `${name}.` : "" })),
  };
  return made(transformer, state, { plan, provenance });
}

/** A classifier behind the encoding of its features, where any needs one. */
export function onFeatures(
  features: readonly BoostingFeature[],
  classes: readonly Label[],
  classifier: (names: readonly string[]) => { readonly estimator: object; readonly state: object },
  input: InputColumns,
): TakenModel {
  const take: Take = (given) => {
    const { estimator, state } = classifier(given.plan.map(({ name }) => name));
    return made(estimator, state, given, classes);
  };
  const isPlain = features.every(({ categories, column }, j) => categories === null && column === j);
  const texts = input.plan.filter(({ labels }) => labels !== undefined);
  if (isPlain && texts.length > 0) throw malformed(`the text column "${texts[0]!.name}" where numbers are due`);
  if (isPlain) return take(input);
  return inRow(
    [
      [
        "encode",
        (given) => {
          const { estimator, state } = featuresOf(features, given.plan);
          return made(estimator, state, given);
        },
      ],
      ["model", take],
    ],
    input,
  );
}

/** The fitted model of an estimator and a state, checked as a loaded document is. */
function made(given: object, state: object, columns: InputColumns, classes?: readonly Label[]): TakenModel {
  const estimator = given as Made;
  const { params } = estimator;
  const { definition } = estimator.constructor;
  const input = { ...columns, schema: new Schema() };
  try {
    checkState(definition, state, definition.kind, { params, input, classes: classes ?? [] });
  } catch (cause) {
    if (cause instanceof KindredError) throw malformed(`parts that do not fit: ${cause.problem}`, cause);
    throw cause;
  }
  const fitted = new definition.fitted!({
    definition,
    params,
    state,
    input,
    ...(classes === undefined ? {} : { classes }),
  });
  return { estimator: given, fitted };
}
