/** What the criteria say of one number of clusters. */
export interface ClusterChoice {
  /** How many clusters. */
  readonly clusters: number;
  /** The sum of squared distances to centroids: always falls. */
  readonly inertia: number;
  /** How much nearer rows are to their own cluster than to the next: -1 to 1, higher is better. */
  readonly silhouette: number;
  /** Variance between clusters over variance inside: higher is better. */
  readonly calinskiHarabasz: number;
  /** How alike clusters are to their nearest: lower is better. */
  readonly daviesBouldin: number;
  /** Mean adjusted Rand index over bootstrap samples: 1 where the same clusters come out again and again. */
  readonly stability: number;
  /** The smallest cluster's share of the rows. */
  readonly smallest: number;
}

/** The number of clusters that each criterion prefers. */
export interface BestClusters {
  /** Where the curve of inertia bends most. */
  readonly knee: number;
  /** Where rows are nearest to their own segment beside the next. */
  readonly silhouette: number;
  /** Where segments differ most, beside the spread within them. */
  readonly calinskiHarabasz: number;
  /** Where segments are least like their nearest other. */
  readonly daviesBouldin: number;
  /** The most clusters whose stability is within 0.02 of the best: more detail at no cost. */
  readonly stability: number;
}

/** Stabilities nearer than this are the same for all purposes. */
const SAME_STABILITY = 0.02;

/** Numbers of clusters side by side. */
export class ClusterChoices {
  /** One entry a number of clusters, rising. */
  readonly choices: readonly ClusterChoice[];
  /** How many rows were looked at. */
  readonly rows: number;

  constructor(choices: readonly ClusterChoice[], rows: number) {
    this.choices = choices;
    this.rows = rows;
  }

  /** What each criterion prefers, among numbers of clusters none of which is empty. */
  get best(): BestClusters {
    const whole = this.choices.filter(({ smallest }) => smallest > 0);
    const choices = whole.length > 0 ? whole : this.choices;
    const by = (score: (choice: ClusterChoice) => number): number =>
      choices.reduce((best, choice) => (score(choice) > score(best) ? choice : best)).clusters;
    const steadiest = Math.max(...choices.map((choice) => choice.stability));
    return {
      knee: kneeOf(choices),
      silhouette: by((choice) => choice.silhouette),
      calinskiHarabasz: by((choice) => choice.calinskiHarabasz),
      daviesBouldin: by((choice) => -choice.daviesBouldin),
      stability: choices.findLast((choice) => choice.stability >= steadiest - SAME_STABILITY)?.clusters ?? Number.NaN,
    };
  }

  /** The criteria as a table of text; a star marks what each prefers. */
  toText(): string {
    const { best } = this;
    const columns: readonly (readonly [string, number, (choice: ClusterChoice) => string])[] = [
      ["inertia", best.knee, (choice) => choice.inertia.toPrecision(5)],
      ["silhouette", best.silhouette, (choice) => choice.silhouette.toFixed(3)],
      ["Calinski-Harabasz", best.calinskiHarabasz, (choice) => choice.calinskiHarabasz.toFixed(1)],
      ["Davies-Bouldin", best.daviesBouldin, (choice) => choice.daviesBouldin.toFixed(3)],
      ["stability", best.stability, (choice) => choice.stability.toFixed(3)],
    ];
    const head = ["clusters", ...columns.map(([title]) => title)].map((title) => title.padStart(18)).join("");
    const lines = this.choices.map((choice) => {
      const cells = columns.map(
        ([, preferred, show]) => `${show(choice)}${preferred === choice.clusters ? " *" : "  "}`,
      );
      return [String(choice.clusters), ...cells].map((cell) => cell.padStart(18)).join("");
    });
    return [head, ...lines, `On ${this.rows.toLocaleString("en-US")} rows.`].join("\n");
  }
}

/** The point furthest below the line from the first to the last, both axes brought to 0…1 (V. Satopää and others, 2011). */
function kneeOf(choices: readonly ClusterChoice[]): number {
  const [first, last] = [choices[0]!, choices.at(-1)!];
  if (first === last) return first.clusters;
  const depth = ({ clusters, inertia }: ClusterChoice): number => {
    const x = (clusters - first.clusters) / (last.clusters - first.clusters);
    const y = (inertia - last.inertia) / (first.inertia - last.inertia);
    return 1 - x - y;
  };
  return choices.reduce((best, choice) => (depth(choice) > depth(best) ? choice : best)).clusters;
}
