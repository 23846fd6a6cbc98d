import { type Contender, contender, missing, type Start, type Timed } from "./contender.js";

/** A piece of work that we and others do, and what is aimed at. */
export interface Comparison {
  readonly title: string;
  readonly ours: Start;
  readonly peers: readonly Start[];
  /** How often each side runs, alternately; one more run before is not counted. `KINDRED_ROUNDS` says otherwise. */
  readonly rounds?: number;
  /** Is the first run counted too? For work that takes minutes, and hardly gets faster. */
  readonly cold?: boolean;
  /** The goal for our time as a share of the first peer's. */
  readonly goal?: number;
}

/** What a comparison found for one side. */
export interface Side {
  readonly name: string;
  /** Median, least and most seconds. */
  readonly seconds: number;
  readonly least: number;
  readonly most: number;
  /** The most memory that the process held. */
  readonly megabytes: number;
  /** What else the last run gave. */
  readonly facts: Readonly<Record<string, number>>;
}

/** Runs all sides alternately, since other work on a machine comes and goes, and prints medians and ratios. */
export async function compare(comparison: Comparison): Promise<readonly Side[]> {
  const { title, ours, peers, goal, cold = false } = comparison;
  const rounds = Number(process.env["KINDRED_ROUNDS"] ?? comparison.rounds ?? 5);
  const sides: { who: Contender; runs: Timed[] }[] = [];
  for (const start of [ours, ...peers]) {
    const who = await contender(start);
    if (who === undefined) console.log(`${title}: ${start.name} left out: ${missing(start.script)}`);
    else sides.push({ who, runs: [] });
  }
  if (!cold) for (const { who } of sides) await who.run();
  for (let round = 0; round < rounds; round++) for (const { who, runs } of sides) runs.push(await who.run());
  const found: Side[] = [];
  for (const { who, runs } of sides) found.push(summary(who.name, runs, await who.close()));
  print(title, found, goal);
  return found;
}

function summary(name: string, runs: readonly Timed[], megabytes: number): Side {
  const times = runs.map((run) => run.seconds).sort((a, b) => a - b);
  const { seconds: _, ...facts } = runs.at(-1)!;
  const middle = (times[(times.length - 1) >> 1]! + times[times.length >> 1]!) / 2;
  return { name, seconds: middle, least: times[0]!, most: times.at(-1)!, megabytes, facts };
}

function print(title: string, sides: readonly Side[], goal: number | undefined): void {
  console.log(`\n${title}${goal === undefined ? "" : ` (goal: ${goal} x ${sides[1]?.name ?? "the peer"})`}`);
  const [ours] = sides;
  for (const { name, seconds, least, most, megabytes, facts } of sides) {
    const ratio = name === ours!.name ? "" : `  ours is ${(ours!.seconds / seconds).toFixed(3)} x`;
    const more = Object.entries(facts).map(([fact, value]) => `${fact} ${Number(value.toPrecision(7))}`);
    const cells = [`${seconds.toFixed(3)} s (${least.toFixed(3)} to ${most.toFixed(3)})`, `${megabytes.toFixed(0)} MB`];
    console.log(`  ${name.padEnd(28)} ${[...cells, ...more].join(", ")}${ratio}`);
  }
}
