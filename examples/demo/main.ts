/**
 * The main job: prepare a population and a customer file, segment and compare them, learn responders from a mailing, score a list. Without
 * files of yours it makes its own.
 */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeCsv } from "kindred/io";
import { type ReportOptions, segmentationReport } from "kindred/report";
import { type DemographicFiles, makeDemographics } from "../demographics/index.js";
import { acquire } from "./acquire.js";
import { type DemoData, readData } from "./files.js";
import { type DemoOptions, readOptions } from "./options.js";
import { progress, progressDone } from "./progress.js";
import { segment } from "./segment.js";
import { count, Summary } from "./summary.js";

const ROWS = { population: 21_000, customers: 6_000, mailing: 21_000, test: 6_000 };

const started = performance.now();
const options = readOptions(process.argv.slice(2));
const summary = new Summary();
await mkdir(options.output, { recursive: true });

const own = options.population === undefined && options.mailing === undefined;
const made = own ? await make(options) : undefined;
const files: DemoOptions = made === undefined ? options : { ...options, ...paths(made) };
const data = await readData(files, made?.truth);
progressDone();
audit(data);
let report: ReportOptions | undefined;
if (data.segmentation !== undefined) {
  const { models, result, operator, report: segments } = await segment(data, files, summary);
  report = segments;
  await write("segmentation.model.json", JSON.stringify(models));
  await write("segments.json", `${JSON.stringify(result, null, 2)}\n`);
  await write("segments.operator.json", `${JSON.stringify(operator, null, 2)}\n`);
}
if (data.mailing !== undefined) {
  const { model, list, report: prospects } = await acquire(data, files, summary);
  if (report !== undefined) report = { ...report, ...prospects, data: { ...report.data, ...prospects.data } };
  await write("acquisition.model.json", JSON.stringify(model));
  if (list !== undefined) await writeCsv(join(options.output, "prospects.csv"), list);
}
progressDone();
if (report !== undefined) {
  await write("report.html", segmentationReport(report));
  await write("report.operator.html", segmentationReport({ ...report, audience: "operator" }));
}
await write("summary.txt", summary.toString());
console.log(`\nEverything is in ${options.output}/ after ${((performance.now() - started) / 1000).toFixed(0)} s.`);

async function make({ output, seed }: DemoOptions): Promise<DemographicFiles> {
  const onProgress = (done: number, total: number): void => progress("making people up", done, total);
  return makeDemographics({ folder: join(output, "data"), rows: ROWS, seed, onProgress });
}

function paths({
  data: { population, customers, mailing, test },
  dictionary,
  levels,
  suppress,
}: DemographicFiles): Partial<DemoOptions> {
  return { population, customers, mailing, score: test, dictionary, levels, suppress };
}

/** What a sceptic looks at first: what was read, and what is wrong with it. */
function audit({ segmentation, mailing, dictionary }: DemoData): void {
  const table = segmentation?.population ?? mailing!;
  const shape = `${count(table.numRows)} rows x ${table.numCols} columns`;
  const found = dictionary?.audit(table).toText().split("\n") ?? [
    "No dictionary was given: unknown codes stay values.",
  ];
  summary.section(`Audit of the ${segmentation === undefined ? "mailing" : "population"} (${shape})`, ...found);
}

/** Writes a file whole or not at all. */
async function write(name: string, text: string): Promise<void> {
  const path = join(options.output, name);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
