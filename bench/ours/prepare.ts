import { join } from "node:path";
import { DataType } from "apache-arrow";
import {
  ColumnFilter,
  FeatureEncoder,
  Imputer,
  Pipeline,
  Recoder,
  recode,
  Scaler,
  Schema,
  UnknownCodes,
} from "kindred";
import { readCsv, readDictionary } from "kindred/io";
import { serve } from "../harness/serve.js";

const folder = process.argv[2]!;

/** What peers/prepare.py does by hand. */
const RULES = [
  recode("PRAEGENDE_JUGENDJAHRE").map("DECADE", {
    ...decade(40, 1, 2),
    ...decade(50, 3, 4),
    ...decade(60, 5, 6, 7),
    ...decade(70, 8, 9),
    ...decade(80, 10, 11, 12, 13),
    ...decade(90, 14, 15),
  }),
  recode("CAMEO_INTL_2015").tens("WEALTH").units("LIFE_STAGE"),
  recode("WOHNLAGE").ranges("RURAL", [
    { from: 0, to: 5, value: 0 },
    { from: 7, to: 8, value: 1 },
  ]),
  recode("OST_WEST_KZ").map("EAST", { O: 1, W: 0 }),
  recode("EINGEFUEGT_AM").datePart("YEAR", "year"),
];

function decade(value: number, ...codes: readonly number[]): Record<string, number> {
  return Object.fromEntries(codes.map((code) => [code, value]));
}

/** Reads, cleans, filters, recodes, imputes, encodes and scales. */
await serve(async () => {
  const from = performance.now();
  const dictionary = await readDictionary(join(folder, "dictionary.csv"), { suffixes: ["_RZ"] });
  const raw = await readCsv(join(folder, "population.csv"), { separator: ";" });
  const table = Schema.infer(raw, dictionary)
    .with({ LNR: { role: "id" } })
    .attach(raw);
  const read = (performance.now() - from) / 1000;
  const { output: cleaned } = await new Pipeline([
    ["unknown", new UnknownCodes({ dictionary })],
    ["filter", new ColumnFilter({ maxMissing: 0.3, maxTopShare: 1 })],
    ["recode", new Recoder({ rules: RULES })],
  ]).fitTransform(table);
  const numbers = cleaned.schema.fields.filter(({ type }) => !DataType.isDictionary(type));
  const { fitted, output } = await new Pipeline([
    // The median of every number, as the other side takes it: by itself it would take the most frequent of nominal codes.
    ["impute", new Imputer({ columns: Object.fromEntries(numbers.map(({ name }) => [name, "median"])) })],
    ["encode", new FeatureEncoder({ minFrequency: 0.01 })],
    ["scale", new Scaler()],
  ]).fitTransform(cleaned);
  const { scale } = fitted.steps;
  return {
    read,
    rows: output.rows,
    columns: output.columns.length,
    means: sum(scale.centers) / scale.centers.length,
    deviations: sum(scale.scales) / scale.scales.length,
  };
});

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0);
}
