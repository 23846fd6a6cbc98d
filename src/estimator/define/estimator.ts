import { encode, envelope, type JsonObject } from "../../document/index.js";
import { KindredError, printed, readGiven } from "../../errors/index.js";
import type { Labels } from "../../matrix/index.js";
import { check, checkParams } from "../../options/index.js";
import { connectArrow } from "../../table/index.js";
import type { Fitted } from "../fitted/fitted.js";
import type { Accepts, FitInput, KnownInput } from "../training/input.js";
import type { Training, TrainingData } from "../training/training.js";
import type { AnyDefinition } from "./any-definition.js";
import { codeOf } from "./code.js";
import { acceptedBy, fixedInputOf, inMemoryKind, type LearnedModel, type Role } from "./definition.js";
import { currentOptions, type FitOptions, fitOptionsCheck } from "./options.js";
import { changedParams } from "./parts.js";

/** What only a fit needs is loaded by the first one, so that a program that loads models and scores does without. */
const fitting = (): Promise<typeof import("./fit.js")> => import("./fit.js");

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

  /** The kind that reads all rows into memory to learn, it or a part of it; of `underAll` see `Parts.tuned`. @internal */
  inMemoryKind(underAll = false): string | undefined {
    return inMemoryKind(this.definition, this.params, underAll);
  }

  with(partial: object): this {
    const Same = this.constructor as new (params: object) => this;
    const changed = (): object => changedParams(this.params, this.definition.parts, partial, this.kind);
    return new Same(readGiven(`${this.kind}.with`, changed));
  }

  async learnFrom(training: Training): Promise<LearnedModel<Fitted>> {
    return (await fitting()).learnFrom(this, training);
  }

  /** Other rows to learn from. @internal */
  async resampleFrom(training: Training): Promise<TrainingData> {
    return (await fitting()).resampleFrom(this, training);
  }

  async fit(data: FitInput, ...rest: unknown[]): Promise<Fitted> {
    const options = this.#optionsOf(rest);
    return (await fitting()).fit(this, data, options);
  }

  async fitTransform(data: FitInput, ...rest: unknown[]): Promise<{ fitted: Fitted; output: unknown }> {
    const options = this.#optionsOf(rest);
    return (await fitting()).fitTransform(this, data, options);
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
