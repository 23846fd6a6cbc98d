import type { Table } from "apache-arrow";
import { type ClusterChoices, chooseClusters, matchSegments, migration, selectRows, stability } from "kindred";
import type { ReportOptions } from "kindred/report";
import type { DemoOptions } from "./options.js";
import { progress } from "./progress.js";
import { asideIn, components, labelsOf, type segments } from "./steps.js";
import type { Summary } from "./summary.js";

/** Most segments tried: more than anybody acts on. */
const MAX_CLUSTERS = 12;
/** Rows that numbers of segments are tried on, and how often others are drawn. */
const TRIED_ROWS = 8_000;
const DRAWS = 5;
/** Rows that segments are made again from. */
const DRAWN_ROWS = 3000;

/** Both files, cleaned. */
export interface CleanTables {
  readonly population: Table;
  readonly customers: Table;
}

type Segmentation = ReturnType<typeof segments>;
type FittedSegmentation = Awaited<ReturnType<Segmentation["fit"]>>;

/** How many segments tell what is to be told? The components of customers are held against those of the population. */
export async function chosen(
  tables: CleanTables,
  places: readonly string[],
  { seed }: DemoOptions,
): Promise<ClusterChoices> {
  const kept = { population: withoutSparse(tables.population), customers: withoutSparse(tables.customers) };
  const model = await components(places).fit(kept.population);
  return chooseClusters(model.transform(kept.population), {
    to: MAX_CLUSTERS,
    sample: Math.min(TRIED_ROWS, kept.population.numRows),
    bootstraps: DRAWS,
    customers: model.transform(kept.customers),
    seed,
    onProgress: ({ done, total }) => progress("segments: how many", done, total),
  });
}

/** Do they come out again, and who would be elsewhere had they been made from the first half of the people alone? */
export async function held(
  segmentation: Segmentation,
  fitted: FittedSegmentation,
  { population }: CleanTables,
  { seed }: DemoOptions,
  summary: Summary,
): Promise<Pick<ReportOptions, "stability" | "migration">> {
  const kept = withoutSparse(population);
  const stabilities = await stability(fitted, kept, {
    draws: DRAWS,
    rows: Math.min(DRAWN_ROWS, Math.floor(kept.numRows / 2)),
    seed,
    onProgress: ({ done, total }) => progress("segments: made again", done, total),
  });
  const half = Int32Array.from({ length: population.numRows >> 1 }, (_, i) => i);
  const made = await segmentation.fit(selectRows(population, half));
  const now = labelsOf(fitted, population);
  // Under the ids of today, so that a segment that is the same has the same id and name in both.
  const former = matchSegments(now, labelsOf(made, population)).renumber(made);
  const moved = migration(labelsOf(former, population), now);
  summary.section(
    "Will they hold",
    stabilities.toText(),
    "Had the segments been made from the first half of the people alone:",
    moved.toText(),
  );
  return { stability: stabilities, migration: moved };
}

function withoutSparse(table: Table): Table {
  const aside = asideIn(table);
  return selectRows(
    table,
    Int32Array.from(aside.keys()).filter((i) => !aside[i]),
  );
}
