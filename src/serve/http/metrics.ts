/** Upper bounds of the histogram, in seconds. */
const BUCKETS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

interface Histogram {
  readonly counts: number[];
  sum: number;
}

/** A value that is asked for when somebody looks. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly value: () => number;
}

/** Counters of a service in the text format of Prometheus. Labels are routes and statuses, never anything of a request. */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #times = new Map<string, Histogram>();
  readonly #rows = { scored: 0, failed: 0 };
  readonly #gauges: readonly Gauge[];

  constructor(gauges: readonly Gauge[]) {
    this.#gauges = gauges;
  }

  /** Counts an answered request. */
  answered(route: string, status: number, seconds: number): void {
    const key = `route="${route}",status="${status}"`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    let times = this.#times.get(route);
    if (times === undefined) {
      times = { counts: new Array<number>(BUCKETS.length + 1).fill(0), sum: 0 };
      this.#times.set(route, times);
    }
    const at = BUCKETS.findIndex((bound) => seconds <= bound);
    times.counts[at < 0 ? BUCKETS.length : at]!++;
    times.sum += seconds;
  }

  /** Counts rows. */
  rows(scored: number, failed: number): void {
    this.#rows.scored += scored;
    this.#rows.failed += failed;
  }

  /** Everything, as Prometheus reads it. */
  text(): string {
    const lines: string[] = [];
    const head = (name: string, type: string, help: string): void => {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    };
    head("kindred_requests_total", "counter", "Answered requests.");
    for (const [labels, count] of this.#requests) lines.push(`kindred_requests_total{${labels}} ${count}`);
    head("kindred_request_seconds", "histogram", "Time from the headers of a request to its answer.");
    for (const [route, { counts, sum }] of this.#times) {
      let total = 0;
      counts.forEach((count, k) => {
        total += count;
        lines.push(`kindred_request_seconds_bucket{route="${route}",le="${BUCKETS[k] ?? "+Inf"}"} ${total}`);
      });
      lines.push(`kindred_request_seconds_sum{route="${route}"} ${sum}`);
      lines.push(`kindred_request_seconds_count{route="${route}"} ${total}`);
    }
    head("kindred_rows_total", "counter", "Rows of requests, by what became of them.");
    for (const [outcome, count] of Object.entries(this.#rows))
      lines.push(`kindred_rows_total{outcome="${outcome}"} ${count}`);
    for (const { name, help, value } of this.#gauges) {
      head(name, "gauge", help);
      lines.push(`${name} ${value()}`);
    }
    return `${lines.join("\n")}\n`;
  }
}
