import { FEWEST_SHOWN, isSmall } from "../../disclosure/index.js";
import type { BestClusters, ClusterAdvice, ClusterChoice } from "./choice.js";

/** As much of a choice as its text takes. */
export interface ToldChoices {
  readonly rows: readonly ClusterChoice[];
  readonly advice: ClusterAdvice;
  readonly best: BestClusters;
  readonly knees: readonly [number, number];
  readonly people: number;
  readonly lookedAt: number;
  readonly draws: number;
}

interface Column {
  readonly title: string;
  readonly preferred: number | undefined;
  readonly cell: (row: ClusterChoice) => string;
}

/** The advice, its reasons, and the criteria as a table; behind ± stands how far each varies from draw to draw. */
export function choicesText(choices: ToldChoices): string {
  const { rows, advice, draws } = choices;
  const columns = columnsOf(choices).filter(({ cell }) => rows.some((row) => cell(row) !== ""));
  const body = rows.map((row) => [
    String(row.k),
    ...columns.map(({ preferred, cell }) => `${cell(row)}${preferred === row.k ? " *" : "  "}`),
  ]);
  const head = ["clusters", ...columns.map(({ title }) => `${title}  `)];
  const widths = head.map((title, j) => Math.max(title.length, ...body.map((cells) => cells[j]!.length)));
  const lines = [head, ...body].map((cells) =>
    cells
      .map((cell, j) => cell.padStart(widths[j]!))
      .join("  ")
      .trimEnd(),
  );
  return [
    advice.sentence,
    ...advice.reasons.map((reason) => `  ${reason}`),
    "",
    ...lines,
    "",
    notes(choices, draws),
  ].join("\n");
}

function columnsOf({ best }: ToldChoices): readonly Column[] {
  const varied = (value: number, spread: number, digits: number): string =>
    `${value.toFixed(digits)}${Number.isNaN(spread) ? "" : ` ±${spread.toFixed(digits)}`}`;
  const optional = (value: number | undefined, show: (value: number) => string): string =>
    value === undefined || Number.isNaN(value) ? "" : show(value);
  return [
    { title: "inertia", preferred: best.knee, cell: ({ inertia }) => inertia.toPrecision(5) },
    {
      title: "silhouette",
      preferred: best.silhouette,
      cell: ({ silhouette, spread }) => varied(silhouette, spread.silhouette, 3),
    },
    {
      title: "Calinski-Harabasz",
      preferred: best.calinskiHarabasz,
      cell: ({ calinskiHarabasz, spread }) => varied(calinskiHarabasz, spread.calinskiHarabasz, 1),
    },
    {
      title: "Davies-Bouldin",
      preferred: best.daviesBouldin,
      cell: ({ daviesBouldin, spread }) => varied(daviesBouldin, spread.daviesBouldin, 3),
    },
    {
      title: "gap",
      preferred: best.gap,
      cell: ({ gap, spread }) => optional(gap, (value) => varied(value, spread.gap, 2)),
    },
    {
      title: "least Jaccard",
      preferred: best.stability,
      cell: ({ stability }) => optional(stability, (value) => value.toFixed(2)),
    },
    {
      title: "smallest",
      preferred: undefined,
      cell: ({ smallest }) =>
        isSmall(smallest, FEWEST_SHOWN) ? `< ${FEWEST_SHOWN}` : smallest.toLocaleString("en-US"),
    },
    {
      title: "Cramér's V",
      preferred: best.customers,
      cell: ({ cramersV, spread }) => optional(cramersV, (value) => varied(value, spread.cramersV!, 3)),
    },
    {
      title: "AUC",
      preferred: best.customers,
      cell: ({ auc, spread }) => optional(auc, (value) => varied(value, spread.auc!, 3)),
    },
  ];
}

function notes({ people, lookedAt, knees: [low, high] }: ToldChoices, draws: number): string {
  const count = (rows: number): string => rows.toLocaleString("en-US");
  const looked = lookedAt === people ? `On ${count(people)} rows` : `On ${count(lookedAt)} of ${count(people)} rows`;
  if (draws === 0) return `${looked}. * preferred.`;
  const bend = low === high ? `${low} clusters` : `${low} to ${high} clusters`;
  return `${looked}; made again ${draws} times, where inertia bends most at ${bend}. ± standard deviation over them. * preferred.`;
}
