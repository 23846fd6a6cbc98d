import type { ColumnPlan } from "../../matrix/index.js";
import { isPortable } from "../program/index.js";
import { type Block, baseOf, type RowSource, yieldToEventLoop } from "../rows/index.js";
import type { NamedArrays } from "./reducer.js";
import { SECTION_ROWS } from "./section-sums.js";

/** What is known of rows where its size hangs on what they hold: one for each section, merged in the order of the rows. */
export interface Summary {
  /** Adds the rows behind. */
  add(block: Block): void;
  /** All of it, as it travels. */
  arrays(): NamedArrays;
  /** Adds what is known of the rows behind. */
  merge(from: NamedArrays): void;
}

/** A kind of summary. */
export interface SummaryKind<S extends Summary = Summary> {
  /** What executors find it by. */
  readonly name: string;
  /** Of no rows yet. */
  init(plan: readonly ColumnPlan[], params: NamedArrays): S;
}

/** Options of a pass that summarizes. */
export interface SummaryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the rows done so far. */
  readonly onRows?: ((done: number) => void) | undefined;
}

const BLOCK_ROWS = 4096;

/** One pass that summarizes: of every section by itself, and these in order, so that the bits are the same wherever a section is read. */
export async function summarize<S extends Summary>(
  source: RowSource,
  kind: SummaryKind<S>,
  params: NamedArrays,
  { signal, onRows }: SummaryOptions = {},
): Promise<S> {
  const { plan } = source;
  const { source: base, program } = baseOf(source);
  const init = (): S => kind.init(plan, params);
  if (base.remote !== undefined && isPortable(program)) {
    const total = init();
    const pass = { summary: kind.name, plan, params, program, signal, onRows };
    await base.remote.summarize(pass, (part) => total.merge(part));
    return total;
  }
  const yieldNow = yieldToEventLoop(signal);
  const sections = new Sections(init);
  for await (const block of source.blocks(BLOCK_ROWS)) {
    sections.at(block.row).add(block);
    onRows?.(block.row + block.x.rows);
    await yieldNow();
  }
  return sections.finish();
}

/** The summaries of sections as their blocks come, in the order of the rows. */
export class Sections<S extends Summary> {
  readonly #init: () => S;
  readonly #total: S;
  #section: S;

  constructor(init: () => S) {
    this.#init = init;
    // The first section needs no merging: what is merged into nothing is what it was.
    this.#total = this.#section = init();
  }

  /** What the block that begins at a row is added to. */
  at(row: number): S {
    if (row % SECTION_ROWS === 0 && row > 0) {
      this.#close();
      this.#section = this.#init();
    }
    return this.#section;
  }

  /** All of them in one. */
  finish(): S {
    this.#close();
    return this.#total;
  }

  #close(): void {
    if (this.#section !== this.#total) this.#total.merge(this.#section.arrays());
  }
}
