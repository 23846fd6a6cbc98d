import { join } from "node:path";
import { ColumnFilter, FeatureEncoder, Imputer, Pipeline, Scaler, Schema, UnknownCodes } from "kindred";
import { readCsv, readDictionary } from "kindred/io";
import { serve } from "../harness/serve.js";

const folder = process.argv[2]!;

/** Reads, cleans, filters, imputes, encodes and scales. */
await serve(async () => {
  const from = performance.now();
  const dictionary = await readDictionary(join(folder, "dictionary.csv"), { suffixes: ["_RZ"] });
  const raw = await readCsv(join(folder, "population.csv"), { separator: ";" });
  const table = Schema.infer(raw, dictionary)
    .with({ LNR: { role: "id" } })
    .attach(raw);
  const read = (performance.now() - from) / 1000;
  const { output } = await new Pipeline([
    ["unknown", new UnknownCodes({ dictionary })],
    ["filter", new ColumnFilter({ maxMissing: 0.3 })],
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder({ minFrequency: 0.01 })],
    ["scale", new Scaler()],
  ]).fitTransform(table);
  return { read, rows: output.rows, columns: output.columns.length };
});
