import { closeSync, openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { RangeReader, type RangeSetup } from "./range-reader.js";

/** What a worker is started with. */
export interface WorkerSetup extends RangeSetup {
  readonly path: string;
}

/** A range to read, by one of the worker's readers. */
export interface WorkerTask {
  readonly task: number;
  readonly reader: number;
  readonly from: number;
  readonly to: number;
}

const { path, ...setup } = workerData as WorkerSetup;
const file = openSync(path, "r");
const readers: RangeReader[] = [];

parentPort!.on("message", (message: WorkerTask | undefined) => {
  if (message === undefined) {
    closeSync(file);
    parentPort!.close();
    return;
  }
  const { task, reader, from, to } = message;
  readers[reader] ??= new RangeReader(setup);
  const result = readers[reader].read((into, position) => readSync(file, into, 0, into.length, position), from, to);
  parentPort!.postMessage({ task, result });
});
