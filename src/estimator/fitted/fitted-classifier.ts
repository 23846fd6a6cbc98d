import { KindredError } from "../../errors/index.js";
import type { FeatureMatrix, Label, MatrixLike } from "../../matrix/index.js";
import type { Source } from "../../table/index.js";
import type { JobOptions } from "../define/options.js";
import type { RemoteSource } from "../training/remote-source.js";
import type { Bulk, RemoteBulk } from "./bulk.js";
import { Fitted } from "./fitted.js";
import type { Verb } from "./spec.js";

/** A fitted classifier: the probability of each class, and the label decided for. */
export class FittedClassifier<P extends object = object, S = unknown> extends Fitted<P, S> {
  /** The distinct labels, in order: numbers by size, words by code point, false before true. */
  get classes(): readonly Label[] {
    return this.spec.classes ?? [];
  }

  override has(verb: Verb): boolean {
    return verb !== "transform";
  }

  /** @internal */
  override labelOf(probabilities: ArrayLike<number>): Label {
    const { definition, state, params } = this.spec;
    const { classes } = this;
    if (definition.decide === undefined) return classes[likeliest(probabilities)]!;
    const position = definition.decide(probabilities, state, params);
    if (position in classes) return classes[position]!;
    throw new KindredError({
      code: "INVALID_RESULT",
      where: `${this.kind}.predict`,
      problem: `decided for class ${position} of ${classes.length}`,
      fix: "Decide for the position of a class: a whole number from 0 up",
      got: position,
    });
  }

  /** The labels of a Source block by block, as `bulk` gives them. */
  predict(source: Source): Bulk<Label[]>;
  /**
   * The label decided for in each row, of the type that `fit` was given.
   *
   * @throws KindredError where columns are missing, or a value is that the model needs.
   */
  predict(data: MatrixLike): Label[];
  predict(data: MatrixLike | Source): unknown {
    return this.apply("predict", data);
  }

  /** The probabilities of a Source block by block, as `bulk` gives them. */
  predictProbabilities(source: Source): Bulk<FeatureMatrix>;
  /** The probability of each class: rows x classes, columns named by class. */
  predictProbabilities(data: MatrixLike): FeatureMatrix;
  predictProbabilities(data: MatrixLike | Source): unknown {
    return this.apply("predictProbabilities", data);
  }

  /** A verb on rows on a cluster, which can be written as a table there. */
  override bulk(verb: "predict", source: RemoteSource, options?: JobOptions): RemoteBulk<Label[]>;
  /** A verb on rows on a cluster, which can be written as a table there. */
  override bulk(verb: "predictProbabilities", source: RemoteSource, options?: JobOptions): RemoteBulk<FeatureMatrix>;
  /** A verb on any number of rows, block by block. */
  override bulk(verb: "predict", source: MatrixLike | Source, options?: JobOptions): Bulk<Label[]>;
  /** A verb on any number of rows, block by block. */
  override bulk(verb: "predictProbabilities", source: MatrixLike | Source, options?: JobOptions): Bulk<FeatureMatrix>;
  override bulk(verb: Verb, source: MatrixLike | Source, options?: JobOptions): unknown {
    return super.bulk(verb, source, options);
  }
}

/** The position of the largest value; ties: the first. */
export function likeliest(values: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if (values[c]! > values[best]!) best = c;
  return best;
}
