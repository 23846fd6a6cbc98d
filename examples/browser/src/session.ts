import type { Table } from "apache-arrow";
import { type ClusterChoices, chooseClusters, type LoadedModel, load, onWarning } from "kindred";
import { readCsv } from "kindred/io";
import { chosenTable, columnFacts } from "./columns.js";
import type { Advice, Choice, FileFacts, ModelJob, Progress, Results, SegmentJob } from "./messages.js";
import { preparation, segmentation } from "./pipeline.js";
import { resultsOf } from "./results.js";

/** How a job reports and ends early. */
export interface Job {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** How many segments are tried, and on how many rows. */
const MOST_SEGMENTS = 15;
const ADVICE_ROWS = 20_000;

/** What the page has read and learned so far. */
export class Session {
  #file: { readonly name: string; readonly table: Table } | undefined;
  /** The last advice, and the columns that it was of. */
  #advised: { readonly key: string; readonly choice: ClusterChoices } | undefined;
  #notes: string[] = [];

  constructor() {
    onWarning(({ message }) => this.#notes.push(message));
  }

  async read(file: File, job: Job): Promise<FileFacts> {
    const table = await readCsv(file, job);
    this.#file = { name: file.name, table };
    this.#advised = undefined;
    return { name: file.name, rows: table.numRows, columns: columnFacts(table) };
  }

  async advise(choice: Choice, job: Job): Promise<Advice> {
    const table = chosenTable(this.#population.table, choice);
    const prepared = await preparation.fitTransform(table, job);
    const choices = await chooseClusters(prepared.output, { ...job, to: MOST_SEGMENTS, sample: ADVICE_ROWS, seed: 1 });
    this.#advised = { key: JSON.stringify(choice), choice: choices };
    const { clusters, sentence, reasons } = choices.advice;
    return { clusters, sentence, reasons };
  }

  async segment({ choice, clusters, customers }: SegmentJob, job: Job): Promise<Results> {
    this.#notes = [];
    const { name, table } = this.#population;
    const chosen = chosenTable(table, choice);
    const model = await segmentation(clusters).fit(chosen, job);
    const advised = this.#advised?.key === JSON.stringify(choice) ? this.#advised.choice : undefined;
    return resultsOf(
      {
        model,
        dropped: model.steps.filter.dropped,
        population: { name, table: chosen },
        customers: await this.#customers(customers, chosen, job),
        id: choice.id,
        choice: advised,
        notes: this.#notes,
      },
      job,
    );
  }

  async open({ model: file, id, customers }: ModelJob, job: Job): Promise<Results> {
    this.#notes = [];
    const model: LoadedModel = load(await file.text());
    const { name, table } = this.#population;
    const there = new Set(table.schema.fields.map((field) => field.name));
    const columns = model.inputColumns.filter((column) => column !== id && there.has(column));
    const schema = id === null ? model.schema : model.schema.with({ [id]: { role: "id" } });
    const chosen = schema.attach(table.select(id === null ? columns : [id, ...columns]));
    return resultsOf(
      {
        model,
        dropped: [],
        population: { name, table: chosen },
        customers: await this.#customers(customers, chosen, job),
        id,
        choice: undefined,
        notes: this.#notes,
      },
      job,
    );
  }

  get #population(): { readonly name: string; readonly table: Table } {
    if (this.#file === undefined) throw new Error("There is no file yet: choose one first.");
    return this.#file;
  }

  /** The customers, read to the types of the population. */
  async #customers(
    file: File | null,
    { schema }: Table,
    job: Job,
  ): Promise<{ name: string; table: Table } | undefined> {
    if (file === null) return undefined;
    const columns = schema.fields.map((field) => field.name);
    return { name: file.name, table: await readCsv(file, { ...job, schema, columns }) };
  }
}
