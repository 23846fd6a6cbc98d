import type { Task } from "../../engine/threads/index.js";
import { unreadable } from "../byte-input.js";
import { nodeModule } from "../node.js";
import { RangeReader, type RangeResult, type RangeSetup } from "./range-reader.js";

/** What the ranges of a file have in common. */
export interface RangesOfFile extends RangeSetup {
  readonly path: string;
  /** Who reads, for errors. */
  readonly where: string;
}

/** A range to read, by one of a worker's readers. */
export interface FileRange {
  readonly reader: number;
  readonly from: number;
  readonly to: number;
}

/** Ranges of a CSV file. A result's arrays are written over when the same reader gets its next range. */
export const readCsvRange: Task<RangesOfFile, FileRange, RangeResult> = {
  name: "readCsvRange",
  open({ path, where, ...setup }, signal) {
    const { closeSync, openSync, readSync } = nodeModule(where, "node:fs");
    const attempt = <T>(run: () => T): T => {
      try {
        return run();
      } catch (cause) {
        throw unreadable(where, path, cause);
      }
    };
    const file = attempt(() => openSync(path, "r"));
    const readers: RangeReader[] = [];
    signal.addEventListener("abort", () => {
      closeSync(file);
      for (const reader of readers) reader.release();
    });
    const read = (into: Uint8Array, position: number): number =>
      attempt(() => readSync(file, into, 0, into.length, position));
    return ({ reader, from, to }) => {
      readers[reader] ??= new RangeReader(setup);
      return readers[reader].read(read, from, to);
    };
  },
};
