import { counted, KindredError, printed } from "../errors/index.js";
import type { DataInput } from "../estimator/index.js";
import type { QiniCurve, UpliftBin } from "../metrics/index.js";
import type { FittedPredictor } from "../selection/index.js";
import { isSource, noSource } from "../table/index.js";

/** How an uplift is learned. */
export type UpliftMethod = "twoModel" | "classTransformation";

/**
 * By how much a contact raises the probability of a response. Save its `models` one by one, and put them together again with `new UpliftModel`.
 *
 * @example
 * ```ts
 * import { LogisticRegression, UpliftModel } from "kindred";
 *
 * const contacted = await new LogisticRegression().fit([[0], [1], [2], [3]], [0, 0, 1, 1]);
 * const control = await new LogisticRegression().fit([[0], [1], [2], [3]], [0, 1, 0, 1]);
 * new UpliftModel("twoModel", [contacted, control]).predict([[3]])[0]! > 0; // true
 * ```
 */
export class UpliftModel<F extends FittedPredictor = FittedPredictor> {
  static {
    printed(UpliftModel.prototype);
  }

  /** How it was learned. */
  readonly method: UpliftMethod;
  /** The model of the people contacted and that of the control group; or the one model of the class transformation. */
  readonly models: readonly F[];

  /**
   * @param method - How the models were learned.
   * @param models - Two fitted models with classes 0 and 1, or one.
   * @throws KindredError where their number is another.
   */
  constructor(method: UpliftMethod, models: readonly F[]) {
    const expected = method === "twoModel" ? 2 : 1;
    if (models.length !== expected)
      throw new KindredError({
        code: "INVALID_INPUT",
        where: "UpliftModel",
        problem: `"${method}" needs ${expected} fitted model${expected === 1 ? "" : "s"} and got ${models.length}`,
        fix: "Pass the models that uplift gave, in their order",
        expected,
        got: models.length,
      });
    this.method = method;
    this.models = models;
  }

  /** How it was learned, and its models. */
  toText(): string {
    const texts = this.models.map((model) => `  ${String(model).replaceAll("\n", "\n  ")}`);
    return [`UpliftModel by "${this.method}" of ${counted(this.models.length, "model")}`, ...texts].join("\n");
  }

  /**
   * By how much a contact raises each person's probability of a response: from -1 to 1.
   *
   * @param data - People, in the form that the models take.
   */
  predict(data: DataInput): Float64Array {
    if (isSource(data)) throw noSource("UpliftModel.predict");
    return liftOf(this.models.map((model) => responseOf(model, data)));
  }
}

/** The uplift behind the probabilities of a response of two models, or of the one of the class transformation. */
export function liftOf([first, second]: readonly (Float32Array | Float64Array)[]): Float64Array {
  if (second === undefined) return Float64Array.from(first!, (p) => 2 * p - 1);
  return Float64Array.from(first!, (p, i) => p - second[i]!);
}

/** A model of people none of whom responded knows one class. */
function responseOf(model: FittedPredictor, data: DataInput): Float32Array | Float64Array {
  const probabilities = model.predictProbabilities(data as never);
  const at = model.classes.indexOf(1);
  return at < 0 ? new Float64Array(probabilities.rows) : probabilities.column(at);
}

/** An uplift that was learned, and how good it is. */
export class Uplift<F extends FittedPredictor = FittedPredictor> {
  static {
    printed(Uplift.prototype);
  }

  /** Learned from everybody: for people to come. */
  readonly model: UpliftModel<F>;
  /** The uplift of every person by models that had not seen them. */
  readonly scores: Float64Array;
  /** How well these scores find the people whom the contact moved. */
  readonly qini: QiniCurve;
  /** What the contact did by decile of the scores, the highest first; parts of fewer than 30 people contacted or held back are merged. */
  readonly deciles: readonly UpliftBin[];
  /** What is known of such models, as sentences. */
  readonly notes: readonly string[];

  /** @internal */
  constructor({ model, scores, qini, deciles, notes }: UpliftParts<F>) {
    this.model = model;
    this.scores = scores;
    this.qini = qini;
    this.deciles = deciles;
    this.notes = notes;
  }

  /** The effect of contacting everybody, the coefficient with its interval and what it means, and the effect by decile in points. */
  toText(): string {
    const { coefficient, interval, effect } = this.qini;
    const verdict =
      interval[0] > 0
        ? "better than chance"
        : interval[1] < 0
          ? "worse than chance: those with high scores are moved less than others"
          : "no better than chance, as far as these people show";
    return [
      `Contacting everybody: ${points(effect)} points, or ${(100 * Math.abs(effect)).toFixed(1)} responses ${effect < 0 ? "fewer" : "more"} for 100 people.`,
      `Qini coefficient ${coefficient.toFixed(4)} (${interval[0].toFixed(4)} to ${interval[1].toFixed(4)}): ${verdict}.`,
      ...this.deciles.map(
        ({ bin, rows, controls, expected, effect: measured, interval: [low, high] }) =>
          `part ${bin}: ${rows.toLocaleString("en-US")} contacted, ${controls.toLocaleString("en-US")} held back; expected ${points(expected)} points, measured ${points(measured)} (${points(low)} to ${points(high)})`,
      ),
      ...this.notes,
    ].join("\n");
  }
}

/** What an uplift is made from. @internal */
export interface UpliftParts<F extends FittedPredictor> {
  readonly model: UpliftModel<F>;
  readonly scores: Float64Array;
  readonly qini: QiniCurve;
  readonly deciles: readonly UpliftBin[];
  readonly notes: readonly string[];
}

function points(share: number): string {
  return `${share < 0 ? "−" : "+"}${(100 * Math.abs(share)).toFixed(1)}`;
}
