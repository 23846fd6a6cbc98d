/**
 * Is the calling thread free while a Pipeline is fitted? How late a timer of 10 ms comes at worst, in each step, and how long after the
 * signal the fit ends: on a table in memory of 891,221 rows x 366 codes, or as `KINDRED_ROWS` and `KINDRED_COLUMNS` say.
 *
 *     npm run bench -- event-loop
 */
import { Field, Int8, makeData, RecordBatch, Schema, Struct, Table } from "apache-arrow";
import { FeatureEncoder, type FitOptions, Imputer, KMeans, LogisticRegression, PCA, Pipeline, Scaler } from "kindred";
import { noise } from "./harness/data.js";

const ROWS = Number(process.env["KINDRED_ROWS"] ?? 891_221);
const COLUMNS = Number(process.env["KINDRED_COLUMNS"] ?? 366);
const EVERY = 10;

/** Codes around levels of eight kinds of people, 5 % of them missing, as `readCsv` gives them; the last column says who answered. */
function people(): Table {
  const random = noise(12_345);
  const kinds = Uint8Array.from({ length: ROWS }, () => random() & 7);
  const fields = Array.from(
    { length: COLUMNS },
    (_, j) => new Field(j === COLUMNS - 1 ? "answered" : `c${j}`, new Int8(), true),
  );
  const children = fields.map((field) => {
    const data = new Int8Array(new SharedArrayBuffer(ROWS));
    const nullBitmap = new Uint8Array((ROWS + 7) >> 3);
    const levels = Uint8Array.from({ length: 8 }, () => random() % 6);
    const target = field.name === "answered";
    let nullCount = 0;
    for (let i = 0; i < ROWS; i++) {
      const draw = random();
      const missing = !target && (draw >>> 8) % 20 === 0;
      if (missing) nullCount++;
      else nullBitmap[i >> 3]! |= 1 << (i & 7);
      data[i] = missing ? -128 : target ? Number(draw % 20 <= kinds[i]!) : levels[kinds[i]!]! + (draw & 3);
    }
    return makeData({ type: new Int8(), data, nullBitmap, nullCount, length: ROWS });
  });
  const schema = new Schema(fields);
  const struct = makeData({ type: new Struct(fields), length: ROWS, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, struct)]);
}

const start = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;

/** What `fit` of a pipeline of any type is given here. */
type Fit = (table: Table, options: FitOptions) => Promise<unknown>;

const segments = new Pipeline([
  ...start,
  ["reduce", new PCA({ components: Math.min(50, COLUMNS - 1) })],
  ["cluster", new KMeans({ clusters: 8, starts: 3, seed: 1 })],
]);
const answers = new Pipeline([...start, ["learn", new LogisticRegression({ maxIterations: 20 })]]);
const FITS: Readonly<Record<string, Fit>> = {
  segments: (table, options) => segments.fit(table, { ...options, target: "answered" }),
  answers: (table, options) => answers.fit(table, "answered", options),
};

/** Watches a timer while some work goes on: how late it came at worst, by step. */
class Watch {
  readonly late = new Map<string, number>();
  step = "read";
  #last = performance.now();
  readonly #timer = setInterval(() => this.#look(), EVERY);

  #look(): void {
    const now = performance.now();
    this.late.set(this.step, Math.max(this.late.get(this.step) ?? 0, now - this.#last - EVERY));
    this.#last = now;
  }

  end(): void {
    this.#look();
    clearInterval(this.#timer);
  }
}

export async function run(): Promise<void> {
  const table = people();
  console.log(`a timer of ${EVERY} ms while ${ROWS} rows x ${COLUMNS} columns are learned from`);
  for (const [name, fit] of Object.entries(FITS)) {
    const watch = new Watch();
    const began = performance.now();
    await fit(table, {
      onProgress: ({ step }) => {
        watch.step = step;
      },
    });
    const seconds = (performance.now() - began) / 1000;
    watch.end();
    const each = [...watch.late].map(([step, late]) => `${step} ${late.toFixed(0)}`).join(", ");
    console.log(`${name}, ${seconds.toFixed(1)} s: at worst late by ms, by step: ${each}`);
    for (const step of watch.late.keys()) {
      if (step === "read") continue;
      console.log(`${name}: ends ${(await timeToStop(fit, table, step)).toFixed(0)} ms after the signal in ${step}`);
    }
  }
}

/** How long after its signal a fit ends that is stopped in some step. */
async function timeToStop(fit: Fit, table: Table, step: string): Promise<number> {
  const stop = new AbortController();
  let stopped = 0;
  let waiting = false;
  const options: FitOptions = {
    signal: stop.signal,
    onProgress(progress) {
      if (waiting || progress.step !== step) return;
      waiting = true;
      // Not at once: in the middle of what comes after this.
      setTimeout(() => {
        stopped = performance.now();
        stop.abort();
      }, 5);
    },
  };
  await fit(table, options).catch(() => undefined);
  return performance.now() - stopped;
}
