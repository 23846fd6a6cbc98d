/**
 * A Pipeline fitted on a file that is larger than memory should hold: 5 million rows x 366 columns of codes with gaps in an Arrow file,
 * through imputer, encoder, scaler, PCA and full or mini-batch k-means. Shows the most memory that each fit held and how long it took; then
 * that a smaller file gives the same bits as the same rows in memory. Every fit runs in a process of its own.
 *
 *     npm run bench -- larger-than-memory
 *     KINDRED_ROWS=1000000 KINDRED_FOLDER=/data npm run bench -- larger-than-memory
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Dictionary,
  Field,
  Int8,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { FeatureEncoder, Imputer, KMeans, PCA, Pipeline, Scaler, type Source } from "kindred";
import { arrowSource, readArrow, writeArrow } from "kindred/io";
import { noise } from "./harness/data.js";

const ROWS = Number(process.env["KINDRED_ROWS"] ?? 5_000_000);
const COLUMNS = 366;
/** Rows of the file that is also read into memory. */
const SMALL = 200_000;
const BATCH = 16_384;
const COMPONENTS = 20;

type Algorithm = "auto" | "miniBatch";

/** What a fit said of itself. */
interface Result {
  readonly seconds: number;
  readonly megabytes: number;
  readonly checksum: string;
  readonly steps: Readonly<Record<string, number>>;
}

/** People of eight kinds: codes around a level of their kind and column, 5 % of them missing, and one column of words. */
function* people(rows: number): Generator<Table> {
  const words = new Dictionary(new Utf8(), new Int8());
  const dictionary = vectorFromArray(["east", "north", "south", "west"], new Utf8());
  const fields = Array.from({ length: COLUMNS }, (_, j) => new Field(`c${j}`, j === 0 ? words : new Int8(), true));
  const schema = new Schema(fields);
  const random = noise(12_345);
  const levels = Int8Array.from({ length: 8 * COLUMNS }, () => random() % 6);
  for (let from = 0; from < rows; from += BATCH) {
    const count = Math.min(BATCH, rows - from);
    const kinds = Uint8Array.from({ length: count }, () => random() & 7);
    const children = fields.map((_, j) => {
      const data = new Int8Array(count);
      const nullBitmap = new Uint8Array((count + 7) >> 3);
      let nullCount = 0;
      for (let i = 0; i < count; i++) {
        const draw = random();
        data[i] = j === 0 ? draw & 3 : levels[kinds[i]! * COLUMNS + j]! + (draw & 3);
        if ((draw >>> 8) % 20 === 0) nullCount++;
        else nullBitmap[i >> 3]! |= 1 << (i & 7);
      }
      const about = { data, nullBitmap, nullCount, length: count };
      return j === 0 ? makeData({ ...about, type: words, dictionary }) : makeData({ ...about, type: new Int8() });
    });
    const struct = makeData({ type: new Struct(fields), length: count, nullCount: 0, children });
    yield new Table(schema, [new RecordBatch(schema, struct)]);
  }
}

async function fit(data: Table | Source, algorithm: Algorithm): Promise<Result> {
  const pipeline = new Pipeline([
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder()],
    ["scale", new Scaler()],
    ["reduce", new PCA({ components: COMPONENTS })],
    ["cluster", new KMeans({ clusters: 8, starts: 3, algorithm, seed: 1 })],
  ]);
  const steps: Record<string, number> = {};
  const started = performance.now();
  let last = started;
  const fitted = await pipeline.fit(data, {
    onProgress({ step }) {
      const now = performance.now();
      steps[step] = (steps[step] ?? 0) + (now - last) / 1000;
      last = now;
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const { checksum } = JSON.parse(JSON.stringify(fitted)) as { checksum: string };
  return { seconds, megabytes: process.resourceUsage().maxRSS / 1024, checksum, steps };
}

/** A fit in a process of its own. */
function apart(path: string, where: "file" | "memory", algorithm: Algorithm): Result {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...process.execArgv, fileURLToPath(import.meta.url), path, where, algorithm],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}

function show(title: string, { seconds, megabytes, steps }: Result): void {
  const each = Object.entries(steps).map(([step, time]) => `${step} ${time.toFixed(1)}`);
  console.log(`${title}: ${seconds.toFixed(1)} s, at most ${megabytes.toFixed(0)} MB (${each.join(", ")})`);
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(process.env["KINDRED_FOLDER"] ?? tmpdir(), "kindred-bench-"));
  try {
    const large = join(folder, "large.arrow");
    const small = join(folder, "small.arrow");
    await writeArrow(large, people(ROWS));
    await writeArrow(small, people(SMALL));
    console.log(`${ROWS} rows x ${COLUMNS} columns, ${(statSync(large).size / 1e6).toFixed(0)} MB`);
    for (const algorithm of ["auto", "miniBatch"] as const) {
      const name = algorithm === "auto" ? "k-means" : "mini-batch k-means";
      show(`${name} from the file`, apart(large, "file", algorithm));
      const [file, memory] = [apart(small, "file", algorithm), apart(small, "memory", algorithm)];
      const same = file.checksum === memory.checksum ? "the same bits" : "OTHER bits";
      console.log(`${name}, ${SMALL} rows: from the file and from memory ${same}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [, self, path, where, algorithm] = process.argv;
if (self === fileURLToPath(import.meta.url))
  console.log(
    JSON.stringify(await fit(where === "file" ? arrowSource(path!) : await readArrow(path!), algorithm as Algorithm)),
  );
