import type { JobFiles, KeptResults } from "../../src/spark/job-files.js";
import { pack, unpack } from "../../src/spark/packet.js";
import type { WorkResult } from "../../src/spark/work.js";

/** What lies below `stage`, in this process: it outlives the executors and clients that write it. */
export class StageHere implements JobFiles {
  /** Files of a folder. */
  readonly stored: Map<string, readonly (readonly WorkResult[])[]> = new Map();
  /** What is kept for stored rows, by folder and first row. */
  readonly states: Map<string, Uint8Array> = new Map();
  /** Results that are kept, by folder, first row and rows. */
  readonly passes: Map<string, WorkResult> = new Map();
  /** Folders that have a name so far. */
  paths = 0;
  readonly #notes: { readonly key: string; readonly value: Uint8Array }[] = [];

  async notes(): Promise<ReadonlyMap<string, readonly unknown[]>> {
    const out = new Map<string, unknown[]>();
    for (const { key, value } of this.#notes) out.set(key, [...(out.get(key) ?? []), unpack(value)]);
    return out;
  }

  async note(key: string, value: unknown): Promise<void> {
    this.#notes.push({ key, value: pack(value) });
  }

  resultsFolder(key: string): string {
    return key;
  }

  async kept(): Promise<ReadonlyMap<string, KeptResults>> {
    const out = new Map<string, KeptResults>();
    for (const [path, { rows, data }] of this.passes) {
      const before = out.get(keyOf(path)) ?? { rows: 0, bytes: 0 };
      out.set(keyOf(path), { rows: before.rows + rows, bytes: before.bytes + data.length });
    }
    return out;
  }

  async results(keys: readonly string[]): Promise<ReadonlyMap<string, readonly WorkResult[]>> {
    const found = Array.from(this.passes).reverse();
    return new Map(keys.map((key) => [key, found.flatMap(([path, one]) => (keyOf(path) === key ? [one] : []))]));
  }

  stateFolder(key: string): string {
    return `/stage/state-${key}`;
  }

  async storedRows(path: string): Promise<number> {
    return (this.stored.get(path) ?? []).flat().reduce((sum, { rows }) => sum + rows, 0);
  }
}

function keyOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}
