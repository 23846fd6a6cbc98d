import type { Table } from "apache-arrow";
import { yieldToEventLoop } from "../../engine/rows/index.js";
import type { Source } from "../../table/index.js";
import type { JobOptions } from "../define/options.js";
import type { Reading } from "./features.js";
import type { HashedFold, TrainingData } from "./training.js";

/** A fitted model that is to answer about rows on other machines, and the table that takes the answers. */
export interface RemoteAnswers extends JobOptions {
  readonly model: { readonly kind: string; readonly inputColumns: readonly string[]; toJSON(): object };
  readonly verb: "transform" | "predict" | "predictProbabilities";
  /** The table's name. */
  readonly name: string;
  /** What becomes of a table that is there. */
  readonly mode: "error" | "replace" | "append";
}

/** Rows that were drawn of those on other machines. */
export interface DrawnRows {
  readonly table: Table;
  /** How many rows there are in all. */
  readonly of: number;
}

/** Which fold of rows on other machines. */
export interface RemoteDivision extends HashedFold {
  /** The column of groups, whose values are hashed instead of what names each row: rows of a group are in the same fold. */
  readonly groups?: string;
}

/** Rows on other machines, divided. */
export interface RemoteFold {
  readonly train: RemoteSource;
  readonly test: RemoteSource;
}

/** A Source whose rows are on other machines: it surveys them there, passes run there, and answers about them are written there. */
export interface RemoteSource extends Source {
  readonly isRemote: true;
  /** Rows to learn from. @internal */
  readTraining(reading: Reading): Promise<TrainingData>;
  /** At most `n` rows, drawn by a hash of what names each, without the column that does; and how many there are in all. @internal */
  draw(n: number, seed: number, signal?: AbortSignal): Promise<DrawnRows>;
  /** Rows to learn from and to test on. @internal */
  fold(division: RemoteDivision): RemoteFold;
  /** A text that other rows do not have, by a hash of all values. @internal */
  fingerprint(signal?: AbortSignal): Promise<string>;
  /** Has a model answer about the rows where they lie, and the answers written as a table there. @internal */
  writeAnswers(answers: RemoteAnswers): Promise<void>;
}

/** Is it such a Source? */
export function isRemoteSource(data: Source): data is RemoteSource {
  return data.isRemote === true && "readTraining" in data;
}

/** Rows on other machines to learn from, and their folds, of which each side is read once. */
export async function remoteTraining(people: RemoteSource, reading: Reading): Promise<TrainingData> {
  const whole = await people.readTraining(reading);
  const known = reading.known ?? whole;
  const read = (rows: RemoteSource): Promise<TrainingData> => rows.readTraining({ ...reading, known });
  // A list of groups is refused where rows are read.
  const groups = typeof reading.parts.groups === "string" ? { groups: reading.parts.groups } : {};
  const kept = new Map<string, Promise<TrainingData>>();
  const once = (key: string, rows: RemoteSource): Promise<TrainingData> => {
    const found = kept.get(key) ?? read(rows);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
    return found;
  };
  return {
    ...whole,
    identity: async (signal) => JSON.stringify([await people.fingerprint(signal), reading.parts]),
    async fold(which) {
      const { at, folds, seed, share = 1 } = which;
      const { train, test } = people.fold({ ...which, ...groups });
      const key = `${at} of ${folds}, ${seed}`;
      return { train: await once(`${key}, ${share}`, train), test: await once(`${key}, test`, test) };
    },
  };
}

/** The features of rows on other machines as reports pass over them: columns of the roles id, target, weight, group and time are left out. */
export function remoteRows(
  data: RemoteSource,
  where: string,
  { parts = {}, signal }: { readonly parts?: Reading["parts"]; readonly signal?: AbortSignal | undefined } = {},
): Promise<TrainingData> {
  return data.readTraining({
    parts,
    accepts: "either",
    where,
    yieldNow: yieldToEventLoop(signal),
    ...(signal === undefined ? {} : { signal }),
  });
}
