import { parseArgs } from "node:util";

/** Options of the demo. */
export interface DemoOptions {
  readonly population?: string;
  readonly customers?: string;
  readonly mailing?: string;
  readonly score?: string;
  readonly dictionary?: string;
  readonly levels?: string;
  /** People not to contact: their ids, and why in a column REASON. */
  readonly suppress?: string;
  /** The column of the mailing that says who responded. */
  readonly target: string;
  /** The response that is wanted; by default 1 or true, else the rarer of two. */
  readonly positive?: string;
  /** The column of ids; by default found by its name. */
  readonly id?: string;
  readonly output: string;
  /** How many people are contacted; by default a fifth of those scored. */
  readonly capacity?: number;
  /** How many segments; by default as many as are advised. */
  readonly clusters?: number;
  readonly seed: number;
}

const USAGE = `npm run demo -- [--population file.csv --customers file.csv] [--mailing file.csv [--score file.csv]]
  --dictionary file.csv   what codes mean (Attribute, Description, Value, Meaning)
  --levels file.csv       which level each attribute belongs to
  --target RESPONSE       the mailing's column of responses
  --positive yes          the response wanted: 1 or true, else the rarer of two
  --id LNR                the column of ids
  --capacity 1000         how many people are contacted: a fifth of those scored
  --clusters 8            how many segments: as many as are advised
  --suppress file.csv     ids of those not to contact, with a column REASON
  --seed 1                of everything drawn
  --output demo-output    where results go
Without files it makes its own.`;

/** Reads the command line. */
export function readOptions(args: readonly string[]): DemoOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      population: text,
      customers: text,
      mailing: text,
      score: text,
      dictionary: text,
      levels: text,
      suppress: text,
      id: text,
      positive: text,
      target: { ...text, default: "RESPONSE" },
      output: { ...text, default: "demo-output" },
      capacity: text,
      clusters: text,
      seed: { ...text, default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  const { help, clusters, seed, capacity, ...rest } = values;
  if (help) {
    console.log(USAGE);
    process.exit(0);
  }
  if ((rest.population === undefined) !== (rest.customers === undefined))
    throw new Error("--population and --customers belong together");
  if (rest.score !== undefined && rest.mailing === undefined)
    throw new Error("--score needs a --mailing to learn from");
  return {
    ...rest,
    ...(clusters === undefined ? {} : { clusters: Number(clusters) }),
    seed: Number(seed),
    ...(capacity === undefined ? {} : { capacity: Number(capacity) }),
  };
}
