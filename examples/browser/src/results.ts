import type { Table } from "apache-arrow";
import {
  type ClusterChoices,
  compareSegments,
  type DroppedColumn,
  type ExplainableModel,
  explainSegments,
  type LoadedModel,
  missingReport,
  nameSegments,
  profileSegments,
  type SegmentComparison,
} from "kindred";
import { segmentationReport } from "kindred/report";
import { labelFile } from "./label-file.js";
import type { Results, SegmentFacts } from "./messages.js";
import { SPARSE } from "./pipeline.js";
import type { Job } from "./session.js";

interface NamedTable {
  readonly name: string;
  readonly table: Table;
}

/** What results are made from. */
export interface Segmented {
  readonly model: ExplainableModel & Pick<LoadedModel, "predict" | "toJSON">;
  readonly population: NamedTable;
  readonly customers: NamedTable | undefined;
  readonly id: string | null;
  readonly choice: ClusterChoices | undefined;
  readonly dropped: readonly DroppedColumn[];
  readonly notes: readonly string[];
}

/** The segment of every row, and of which rows too little is known. */
interface Labeled extends NamedTable {
  readonly labels: ArrayLike<number>;
  /** The same with null for rows set aside. */
  readonly kept: readonly (number | null)[];
}

/** Puts people into segments, compares, names and reports them. */
export async function resultsOf(made: Segmented, job: Job): Promise<Results> {
  const { model, id, choice, dropped } = made;
  const step = stepsOf(
    ["putting people into segments", "comparing", "describing segments", "writing the report", "writing files"],
    job,
  );
  await step();
  const population = labeled(model, made.population, id);
  const customers = made.customers && labeled(model, made.customers, id);
  await step();
  const names = nameSegments(explainSegments(model));
  const comparison = customers && compare(population, customers, id);
  await step();
  const profile = profileSegments(population.table, population.kept);
  await step();
  const files = [population, ...(customers === undefined ? [] : [customers])];
  const report = segmentationReport({
    title: `Segments of ${population.name}`,
    ...(comparison === undefined ? {} : { comparison }),
    profile,
    model,
    names,
    ...(choice === undefined ? {} : { choice }),
    data: {
      files: files.map(({ name, table, kept }) => ({
        name,
        rows: table.numRows,
        columns: table.numCols,
        aside: kept.filter((label) => label === null).length,
      })),
      missing: missingReport(population.table),
      dropped,
    },
  });
  await step();
  return {
    segments: comparison === undefined ? counted(population, names) : compared(comparison, names),
    notes: [...made.notes, ...(comparison?.notes ?? [])],
    report: withoutStyle(report),
    reportFile: new Blob([report], { type: "text/html" }),
    labels: labelFile(population, id, names),
    customerLabels: customers === undefined ? null : labelFile(customers, id, names),
    model: new Blob([JSON.stringify(model)], { type: "application/json" }),
  };
}

/** Says what is done next; before each step there is a moment for a cancellation to be heard. */
function stepsOf(steps: readonly string[], { signal, onProgress }: Job): () => Promise<void> {
  let done = 0;
  return async () => {
    onProgress({ step: steps[done]!, done, total: steps.length });
    done++;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  };
}

function labeled(model: Segmented["model"], { name, table }: NamedTable, id: string | null): Labeled {
  const labels = model.predict(table) as ArrayLike<number>;
  const features = table.select(table.schema.fields.map((field) => field.name).filter((column) => column !== id));
  const missing = missingReport(features).rows;
  return { name, table, labels, kept: Array.from(labels, (label, i) => (missing[i]! > SPARSE ? null : label)) };
}

function compare(population: Labeled, customers: Labeled, id: string | null): SegmentComparison {
  const overlap = id === null ? undefined : overlapOf(population.table, customers.table, id);
  return compareSegments({
    population: population.kept,
    customers: customers.kept,
    ...(overlap === undefined ? {} : { overlap }),
  });
}

/** Are the customers among the population? Where some are, nothing is said, and the result tells what that means. */
function overlapOf(population: Table, customers: Table, id: string): "none" | "contained" | undefined {
  const known = new Set(population.getChild(id));
  let both = 0;
  for (const one of customers.getChild(id)!) if (known.has(one)) both++;
  return both === 0 ? "none" : both === customers.numRows ? "contained" : undefined;
}

function counted({ kept }: Labeled, names: readonly string[]): SegmentFacts[] {
  const counts = new Map<number | null, number>();
  for (const label of kept) counts.set(label, (counts.get(label) ?? 0) + 1);
  const order = (segment: number | null): number => segment ?? Number.POSITIVE_INFINITY;
  return [...counts]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([segment, people]) => ({ segment, name: nameOf(segment, names), people, share: people / kept.length }));
}

function compared({ segments }: SegmentComparison, names: readonly string[]): SegmentFacts[] {
  return segments.map(({ segment, population, populationShare, customers, index, interval }) => {
    const id = segment === null ? null : Number(segment);
    return {
      segment: id,
      name: nameOf(id, names),
      people: population,
      share: populationShare,
      customers,
      index,
      interval,
    };
  });
}

function nameOf(segment: number | null, names: readonly string[]): string {
  return segment === null ? "Set aside: too little is known" : names[segment]!;
}

/** The report in two parts: the page's policy applies to frames without an address of their own, and would refuse a style in the markup. */
function withoutStyle(report: string): Results["report"] {
  const [before, rest] = report.split("<style>") as [string, string];
  const [style, behind] = rest.split("</style>") as [string, string];
  return { markup: `${before}${behind}`, style };
}
