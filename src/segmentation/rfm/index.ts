import { median } from "../../engine/numeric/statistics/index.js";
import { KindredError } from "../../errors/index.js";
import type { Label } from "../../matrix/index.js";
import { check, checkArguments, checkParams, optionsCheck } from "../../options/index.js";
import { asTable, isSource, Schema, type Source, type TableLike, tableFromRows } from "../../table/index.js";
import { type RfmSegment, SEGMENT_NAMES, segmentName } from "./business-segments.js";
import { WHERE } from "./log-batch.js";
import { type CheckedOptions, type RfmFeature, type RfmOptions, rfmSchema } from "./options.js";
import { type CustomerLog, type ReadLog, readLog } from "./read-log.js";
import { RfmResult } from "./result.js";
import { breaksOf, scoresOf } from "./scores.js";

const DAY = 86_400_000;

const checkWatch = optionsCheck<Pick<RfmOptions, "signal" | "onProgress">>(WHERE, {
  signal: check.signal,
  onProgress: check.callable,
});

/**
 * Recency, frequency and monetary value of each customer, from a log of transactions: a Table, records, columns, or a Source of any size (what is kept is a little for each
 * customer and order). Each is scored from 1 to 5, the best, by quantiles that keep equal values together, or by declared breaks; scores make at most eight
 * segments with names, by how lately and by how often and how much customers bought. `table` holds the numbers themselves, as features for
 * a Pipeline.
 *
 * @param transactions - One row an order, or one a line of an order.
 * @throws KindredError where columns are missing or of another kind, or no row is a purchase.
 *
 * @example
 * ```ts
 * import { rfm } from "kindred";
 * import { parseCsv } from "kindred/io";
 *
 * const log = parseCsv(`customer,day,amount
 * ann,2024-01-02,20
 * ann,2024-03-05,35
 * bob,2023-06-30,10
 * cem,2024-03-30,80
 * cem,2024-03-30,-5
 * ,2024-03-31,12
 * `);
 * const result = await rfm(log, { customer: "customer", date: "day", amount: "amount", quantiles: 3 });
 * result.reference; // "2024-04-01"
 * result.table.get(0)!.toJSON(); // { customer: "ann", recency: 27, frequency: 2, monetary: 55 }
 * result.table.get(2)!.toJSON().monetary; // 75
 * result.rows.withoutCustomer; // 1
 * console.log(result.toText());
 * ```
 */
export async function rfm(transactions: TableLike | Source, options: RfmOptions): Promise<RfmResult> {
  checkArguments(WHERE, { transactions: [transactions, check.data] });
  const { signal, onProgress, ...given } = options ?? {};
  checkWatch({ signal, onProgress });
  const checked = checkParams(WHERE, rfmSchema, given);
  if (checked.features.some((name) => name === checked.customer))
    throw new KindredError({
      code: "DUPLICATE_COLUMN",
      where: WHERE,
      problem: `the column of customers is called "${checked.customer}", as a feature is`,
      fix: "Rename it",
      column: checked.customer,
    });
  const log = await readLog(isSource(transactions) ? transactions : asTable(transactions, WHERE), checked, {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return resultOf(log, checked);
}

function resultOf(log: ReadLog, options: CheckedOptions): RfmResult {
  const { customers, reference, rows, withoutPurchase } = log;
  const ids = customers.map(({ customer }) => idCell(customer));
  const column = (feature: RfmFeature): Float64Array =>
    Float64Array.from(customers, (one) => featureOf(one, feature, reference, options.monetary));
  const values = { recency: column("recency"), frequency: column("frequency"), monetary: column("monetary") };
  const breaks = breaksOf(values, options.quantiles, options.breaks);
  const scores = {
    recency: scoresOf(values.recency, breaks.recency, true),
    frequency: scoresOf(values.frequency, breaks.frequency, false),
    monetary: scoresOf(values.monetary, breaks.monetary, false),
  };
  const counts = {
    recency: breaks.recency.length,
    frequency: breaks.frequency.length,
    monetary: breaks.monetary.length,
  };
  const names = customers.map((_, i) =>
    segmentName(
      { recency: scores.recency[i]!, frequency: scores.frequency[i]!, monetary: scores.monetary[i]! },
      counts,
    ),
  );
  const features = options.features.map(column);
  const schema = new Schema([
    [options.customer, { role: "id" }],
    ...options.features.map((name): [string, { level: "numeric" }] => [name, { level: "numeric" }]),
  ]);
  const table = tableFromRows(
    [options.customer, ...options.features],
    ids.map((id, i) => [id, ...features.map((own) => own[i]!)]),
  );
  const scored = tableFromRows(
    [options.customer, "recencyScore", "frequencyScore", "monetaryScore", "segment"],
    ids.map((id, i) => [id, scores.recency[i]!, scores.frequency[i]!, scores.monetary[i]!, names[i]!]),
  );
  return new RfmResult({
    table: schema.attach(table),
    scores: new Schema([[options.customer, { role: "id" }]]).attach(scored),
    segments: segmentsOf(customers, names, values),
    breaks,
    reference: new Date(reference * DAY).toISOString().slice(0, 10),
    window: options.window,
    returns: options.returns,
    rows,
    withoutPurchase,
  });
}

const idCell = (id: Label): string | number => (typeof id === "boolean" ? String(id) : id);

function featureOf(
  { first, last, amount, purchases }: CustomerLog,
  feature: RfmFeature,
  reference: number,
  monetary: "sum" | "mean",
): number {
  switch (feature) {
    case "recency":
      return reference - last;
    case "frequency":
      return purchases;
    case "monetary":
      return monetary === "sum" ? amount : amount / purchases;
    case "tenure":
      return reference - first;
    case "interval":
      return purchases > 1 ? (last - first) / (purchases - 1) : Number.NaN;
    case "basket":
      return amount / purchases;
  }
}

function segmentsOf(
  customers: readonly CustomerLog[],
  names: readonly string[],
  values: Readonly<Record<"recency" | "frequency" | "monetary", Float64Array>>,
): RfmSegment[] {
  const revenueOf = (rows: readonly number[]): number => rows.reduce((sum, i) => sum + customers[i]!.amount, 0);
  const all = revenueOf(customers.map((_, i) => i));
  return SEGMENT_NAMES.flatMap((name): RfmSegment[] => {
    const rows = names.flatMap((own, i) => (own === name ? [i] : []));
    if (rows.length === 0) return [];
    const revenue = revenueOf(rows);
    return [
      {
        name,
        customers: rows.length,
        share: rows.length / customers.length,
        revenue,
        // Where returns outweigh purchases there is no whole to have a share of.
        revenueShare: all > 0 ? revenue / all : Number.NaN,
        recency: median(Float64Array.from(rows, (i) => values.recency[i]!)),
        frequency: median(Float64Array.from(rows, (i) => values.frequency[i]!)),
        monetary: median(Float64Array.from(rows, (i) => values.monetary[i]!)),
      },
    ];
  });
}
