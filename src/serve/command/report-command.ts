import type { Table } from "apache-arrow";
import { KindredError } from "../../errors/index.js";
import { inputOf } from "../../estimator/index.js";
import { segmentationReport } from "../../report/index.js";
import { compareSegments, explainSegments, nameSegments, profileSegments } from "../../segmentation/index.js";
import { columnNames } from "../../table/index.js";
import { readData } from "../train/read-data.js";
import { writeWhole } from "../train/write-model.js";
import { type Terminal, UsageError } from "./exit.js";
import { readModel } from "./model-file.js";
import { progressTo } from "./progress.js";

/** Options of `kindred report`. */
export interface ReportFlags {
  readonly population: string;
  readonly customers: string;
  readonly overlap?: string;
  readonly audience: string;
  readonly title?: string;
  readonly output: string;
}

type Model = Awaited<ReturnType<typeof readModel>>;

/** Writes a page about segments: which of them customers come from, and who is in them. */
export async function reportCommand(path: string, flags: ReportFlags, terminal: Terminal): Promise<void> {
  const { overlap, audience, title, output } = flags;
  if (overlap !== undefined && overlap !== "none" && overlap !== "contained")
    throw new UsageError("--overlap is none or contained");
  if (audience !== "shared" && audience !== "operator") throw new UsageError("--audience is shared or operator");
  const model = await readModel(path);
  if (model.classes !== undefined && model.classes.length > 0)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: "kindred report",
      problem: `${path} holds a classifier, and a report is about segments`,
      fix: "Name a model of segments: kindred train without --target",
    });
  const population = await readRows(flags.population, model, terminal);
  const customers = await readRows(flags.customers, model, terminal);
  const labels = { population: labelsOf(model, population), customers: labelsOf(model, customers) };
  const comparison = compareSegments({ ...labels, ...(overlap === undefined ? {} : { overlap }) });
  const names = namesOf(model, terminal);
  const features = population.select(model.inputColumns.filter((name) => columnNames(population).includes(name)));
  const page = segmentationReport({
    model: model as never,
    comparison,
    profile: profileSegments(features, labels.population),
    ...(names === undefined ? {} : { names }),
    ...(title === undefined ? {} : { title }),
    audience,
  });
  await writeWhole(output, page);
  const counts = `${population.numRows} people and ${customers.numRows} customers`;
  terminal.out(`${output}: ${comparison.segments.length} segments of ${counts}\n`);
}

async function readRows(path: string, model: Model, terminal: Terminal): Promise<Table> {
  const words = inputOf(model).plan.filter((column) => column.labels !== undefined);
  const types = Object.fromEntries(words.map(({ name }) => [name, "text" as const]));
  return readData(path, { signal: terminal.signal, onProgress: progressTo(terminal), types });
}

function labelsOf(model: Model, table: Table): number[] {
  return Array.from(model.predict(table) as ArrayLike<number>);
}

/** Names by what is special about each segment; numbers where the model does not tell. */
function namesOf(model: Model, terminal: Terminal): string[] | undefined {
  try {
    return nameSegments(explainSegments(model as never));
  } catch (error) {
    if (!(error instanceof KindredError)) throw error;
    terminal.error(`Segments have numbers and no names: ${error.problem}\n`);
    return undefined;
  }
}
