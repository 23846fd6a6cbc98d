import { type Table, tableFromArrays } from "apache-arrow";
import {
  CalibratedClassifier,
  ColumnFilter,
  campaignReport,
  crossValidate,
  type DataDictionary,
  driftReport,
  FeatureEncoder,
  Imputer,
  type Labels,
  LogisticRegression,
  load,
  Pipeline,
  prospectList,
  Recoder,
  rocAucEstimate,
  Scaler,
  StratifiedKFold,
  UnknownCodes,
} from "kindred";
import { readCsv } from "kindred/io";
import type { ReportOptions } from "kindred/report";
import { type DemoData, idColumn, idOf } from "./files.js";
import type { DemoOptions } from "./options.js";
import { progress } from "./progress.js";
import { rulesFor } from "./reference-rules.js";
import { positiveOf } from "./responses.js";
import { count, type Summary } from "./summary.js";

/** The share of the people scored who are contacted where no capacity is given, and of those chosen who are held back to measure against. */
const CONTACTED = 0.2;
const CONTROL = 0.1;

/** Who responds, and how probably. */
export function scoring(mailing: Table, dictionary: DataDictionary | undefined, seed: number) {
  const classifier = new Pipeline([
    ["unknown", new UnknownCodes(dictionary === undefined ? {} : { dictionary })],
    ["recode", new Recoder({ rules: rulesFor(mailing.schema.fields.map(({ name }) => name)) })],
    ["filter", new ColumnFilter({ maxMissing: 0.5, maxTopShare: 0.97 })],
    ["impute", new Imputer()],
    ["encode", new FeatureEncoder({ minFrequency: 0.01, nominal: "oneHot" })],
    ["scale", new Scaler()],
    ["model", new LogisticRegression({ c: 0.0005, tolerance: 1e-4 })],
  ]);
  // So strong a penalty makes scores that order people well and promises that are too much alike: the map from scores to probabilities puts that right.
  // Each fold's model has a map of its own: how far such scores spread depends on the rows, and a model of all rows would promise too much by their maps.
  return new CalibratedClassifier({ estimator: classifier, folds: 2, seed });
}

/** Who is kindred to those who responded. */
export async function acquire(
  data: DemoData,
  options: DemoOptions,
  summary: Summary,
): Promise<{ model: object; list?: Table; report: Pick<ReportOptions, "list" | "campaign" | "data"> }> {
  const mailing = data.mailing!;
  const { target, seed } = options;
  const acquisition = scoring(mailing, data.dictionary, seed);
  const responses = mailing.getChild(target)!;
  const { positive, rows } = positiveOf(responses, options.positive);
  const result = await crossValidate(acquisition, mailing, target, {
    folds: new StratifiedKFold({ folds: 3, seed }),
    positive,
    onProgress: ({ done, total }) => progress("responders: cross-validation", done, total),
  });
  const estimate = rocAucEstimate(responses, result.predictions, { positive });
  summary.section(
    "Who is kindred to those who responded",
    `${count(rows)} of ${count(mailing.numRows)} responded (${target} is ${positive}).`,
    `AUC ${estimate.auc.toFixed(3)} ± ${estimate.standardError.toFixed(3)} by three stratified folds, everything learned inside each fold.`,
    ...(await bestPossible(data, responses)),
  );
  const onProgress = ({ step, done, total }: { step: string; done: number; total: number }): void =>
    progress(`responders: ${step}`, done, total);
  const fitted = await acquisition.fit(mailing, target, { onProgress });
  const again = load(JSON.stringify(fitted), { as: acquisition });
  if (data.score === undefined) return { model: fitted, report: {} };
  const probabilities = fitted.predictProbabilities(data.score).column(String(positive));
  const identical = again
    .predictProbabilities(data.score)
    .column(String(positive))
    .every((value, i) => Object.is(value, probabilities[i]));
  const id = idColumn(data.score);
  const ids = id === undefined ? Array.from(probabilities, (_, i) => i) : Array.from(data.score.getChild(id)!, idOf);
  const list = prospectList({
    ids,
    scores: probabilities,
    suppress: suppressions(data, new Set(ids)),
    capacity: options.capacity ?? Math.ceil(CONTACTED * data.score.numRows),
    control: CONTROL,
    seed,
  });
  const campaign = campaignReport(responses, result.predictions, { positive });
  const drift = driftReport(fitted, data.score);
  summary.section(
    "The list",
    `Against the mailing: ${drift.toText()}`,
    `${count(data.score.numRows)} rows came in and were scored; ${count(list.prospects.length)} are in prospects.csv, the best first.`,
    list.toText(),
    `acquisition model, saved and loaded again: ${identical ? "identical" : "NOT identical"}`,
  );
  const scored = tableFromArrays({
    [id ?? "row"]: list.prospects.map((prospect) => prospect.id),
    [target]: Float64Array.from(list.prospects, (prospect) => prospect.score),
  });
  return { model: fitted, list: scored, report: { list, campaign, data: { drift } } };
}

/** Whom not to contact, and why: those named, and customers who are among the people scored. */
function suppressions({ suppress = {}, segmentation }: DemoData, scored: ReadonlySet<string | number>) {
  const id = segmentation === undefined ? undefined : idColumn(segmentation.customers);
  const customers = id === undefined ? [] : Array.from(segmentation!.customers.getChild(id)!, idOf);
  const own = customers.filter((one) => scored.has(one));
  return own.length === 0 ? suppress : { ...suppress, customer: [...(suppress["customer"] ?? []), ...own] };
}

/** The AUC of whoever knows every probability: possible only where people are made up. */
async function bestPossible({ truth }: DemoData, responses: Labels): Promise<string[]> {
  if (truth === undefined) return [];
  const known = (await readCsv(truth.mailing, { columns: ["PROBABILITY"] })).getChild("PROBABILITY")!;
  const best = rocAucEstimate(responses, Float64Array.from(known, Number));
  return [
    `The best that anybody could reach on these rows: ${best.auc.toFixed(3)} ± ${best.standardError.toFixed(3)}.`,
  ];
}
