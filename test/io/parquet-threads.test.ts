import { readFileSync, writeFileSync } from "node:fs";
import type { Table } from "apache-arrow";
import { beforeAll, describe, expect, it, type MockInstance, vi } from "vitest";
import { type ReadParquetOptions, readParquet } from "../../src/io/index.js";
import { tableOfColumns } from "../../src/io/parquet/arrow-columns.js";
import type { OpenOptions, openParquet } from "../../src/io/parquet/file.js";
import type { readParquetColumn } from "../../src/io/parquet/read-column.js";
import { loadCompiled } from "./compiled.js";
import { contents, inFolder } from "./helpers.js";
import { people } from "./parquet-files.js";

let open: typeof openParquet;
let openedHere: MockInstance<(typeof readParquetColumn)["open"]>;

beforeAll(async () => {
  const task = (await loadCompiled("io/parquet/read-column.js")) as { readParquetColumn: typeof readParquetColumn };
  openedHere = vi.spyOn(task.readParquetColumn, "open");
  ({ openParquet: open } = (await loadCompiled("io/parquet/file.js")) as { openParquet: typeof openParquet });
}, 60_000);

/** Reads with workers, however small the file is. */
async function readWith(
  input: string | Uint8Array,
  threads: number,
  options: Partial<OpenOptions> = {},
  signal?: AbortSignal,
): Promise<Table> {
  const file = await open(input, { limits: {}, ...options, threads, parallelFrom: 0 }, "readParquet", signal);
  try {
    return tableOfColumns(file.columns, await file.read(file.groups, "narrowest"));
  } finally {
    file.close();
  }
}

describe("Parquet on several threads", () => {
  const bytes = people(5000);

  it("is the table of one, from a path and from bytes, whole and in part", () =>
    inFolder(async (path) => {
      const file = path("people.parquet");
      writeFileSync(file, bytes);
      const cases: Partial<OpenOptions>[] = [
        {},
        { columns: ["ZONE", "ID"] },
        { where: { column: "ID", min: 908_000, max: 923_000 } },
        { columns: ["AMOUNT"], where: { column: "ZONE", min: "zone 1", max: "zone 2" } },
      ];
      for (const options of cases) {
        const expected = contents(await readParquet(file, options as ReadParquetOptions));
        for (const [input, threads] of [
          [file, 1],
          [file, 2],
          [file, 3],
          [bytes, 2],
        ] as const) {
          openedHere.mockClear();
          expect(contents(await readWith(input, threads, options)), `${threads} threads`).toEqual(expected);
          // Several threads are others; of a single column there is nothing to share.
          const alone = threads === 1 || options.columns?.length === 1;
          expect(openedHere).toHaveBeenCalledTimes(alone ? 1 : 0);
        }
      }
    }));

  it("is refused as by one where it is damaged, becomes too large, or is stopped", () =>
    inFolder(async (path) => {
      const file = path("damaged.parquet");
      const damaged = readFileSync(new URL("../fixtures/people.parquet", import.meta.url));
      damaged.fill(0xff, 4, 900);
      writeFileSync(file, damaged);
      const said = (reading: Promise<unknown>): Promise<string> =>
        reading.then(
          () => "nothing",
          (error: Error) => error.message,
        );
      const expected = await said(readParquet(file));
      expect(expected).toContain("not a whole Parquet file");
      expect(await said(readWith(file, 2))).toBe(expected);
      const limits = { bytes: 100 };
      const tooLarge = await said(readParquet(bytes, { limits }));
      expect(tooLarge).toContain("limits.bytes allows (100)");
      expect(await said(readWith(bytes, 2, { limits }))).toBe(tooLarge);
      const stop = new AbortController();
      const reading = readWith(bytes, 2, {}, stop.signal);
      stop.abort(new Error("enough"));
      await expect(reading).rejects.toThrow("enough");
    }));
});
