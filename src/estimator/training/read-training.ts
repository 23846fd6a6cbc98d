import { yieldToEventLoop } from "../../engine/rows/index.js";
import { readGiven } from "../../errors/index.js";
import { asData, isSource } from "../../table/index.js";
import type { FitOptions } from "../define/options.js";
import type { Reading } from "./features.js";
import { type Accepts, checkDataKind, type FitInput, type KnownInput } from "./input.js";
import { memoryData } from "./memory-data.js";
import { isRemoteSource, remoteTraining } from "./remote-source.js";
import type { RowParts } from "./row-parts.js";
import { streamData } from "./stream-data.js";
import { type Training, type TrainingData, trainingOf } from "./training.js";

/**
 * The training of an estimator on what `fit` was given: its rows, and those held out.
 *
 * @param pipeline - As code the Pipeline that takes a Table, for an error where this one does not.
 * @param fixed - The columns and classes of a model among the options that is fitted already.
 */
export async function readTraining(
  data: FitInput,
  options: FitOptions,
  accepts: Accepts,
  kind: string,
  pipeline?: string,
  fixed?: KnownInput,
): Promise<Training> {
  const where = `${kind}.fit`;
  const { validation: held, signal, target, sampleWeight, groups } = options;
  const yieldNow = yieldToEventLoop(signal);
  const read = (
    rows: FitInput,
    parts: { [K in keyof RowParts]?: RowParts[K] | undefined },
    reading: Partial<Reading>,
  ): Promise<TrainingData> => {
    const whole: Reading = {
      parts: present(parts),
      accepts,
      where,
      yieldNow,
      ...(signal === undefined ? {} : { signal }),
      ...reading,
    };
    if (isSource(rows)) return isRemoteSource(rows) ? remoteTraining(rows, whole) : streamData(rows, whole);
    const data = readGiven(whole.where, () => asData(rows, whole.where));
    checkDataKind(data, accepts, whole.where, pipeline);
    return memoryData(data, whole);
  };
  const asFixed = fixed && { source: fixed.input, schema: fixed.input.schema, classes: fixed.classes };
  const known = await read(data, { target, sampleWeight, groups }, asFixed === undefined ? {} : { known: asFixed });
  if (held === undefined) return trainingOf(known, options, kind);
  const parts = { target: held.y, sampleWeight: held.sampleWeight };
  const { source } = await read(held.X, parts, { known, where: `${where} (validation)` });
  return trainingOf({ ...known, validation: source }, options, kind);
}

/** The parts that are there. */
function present(parts: { [K in keyof RowParts]?: RowParts[K] | undefined }): RowParts {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
