import type { Table } from "apache-arrow";
import { type FeatureMatrix, isTable, type Label, type Labels, labelAt, type Numbers } from "../../matrix/index.js";
import {
  type ColumnSurvey,
  childOf,
  columnNames,
  joinSurveys,
  matrixFromTable,
  ownTable,
  planFrom,
  Schema,
  startSurvey,
  surveyTable,
} from "../../table/index.js";
import { featuresOf, matrixFeatures, type Reading } from "./features.js";
import type { InputSchema } from "./input.js";
import { checkedLabel, sortedLabels } from "./target.js";

/** What a first pass over a source found, as plain data: surveys of several parts of a source can be joined. */
export interface SurveyFacts {
  readonly rows: number;
  /** Surveys by column; none before the first batch. */
  readonly columns?: ReadonlyMap<string, ColumnSurvey>;
  readonly target: ReadonlySet<Label>;
  readonly groups: ReadonlySet<Label>;
}

/** What a source holds: its columns and their storage, its rows and its classes. */
export interface SourceSurvey {
  readonly input: InputSchema;
  readonly rows: number;
  readonly classes: readonly Label[];
  readonly groups: readonly Label[];
}

/** A first pass over a source, batch by batch, which fixes storage, rows and classes. */
export class RowSurvey {
  readonly #reading: Pick<Reading, "parts" | "accepts" | "where" | "known">;
  readonly #labels = { target: new Set<Label>(), groups: new Set<Label>() };
  #columns: Map<string, ColumnSurvey> | undefined;
  #schema: Schema | undefined;
  #matrix: FeatureMatrix | undefined;
  #rows = 0;

  constructor(reading: Pick<Reading, "parts" | "accepts" | "where" | "known">, schema?: Schema) {
    this.#reading = reading;
    this.#schema = schema;
  }

  add(batch: Table | FeatureMatrix): void {
    const { parts, where, known } = this.#reading;
    if (isTable(batch)) {
      const table = ownTable(batch, where);
      this.#columns ??= this.#start(table);
      if (known === undefined) surveyTable(table, this.#columns, where);
    } else this.#matrix ??= batch as FeatureMatrix;
    const count = isTable(batch) ? batch.numRows : (batch as FeatureMatrix).rows;
    for (const what of ["target", "groups"] as const) {
      const part = parts[what];
      if (part === undefined) continue;
      const column = typeof part === "string" ? batchColumn(batch as Table, part, where) : undefined;
      for (let i = 0; i < count; i++) {
        const row = this.#rows + i;
        const label = column === undefined ? labelAt(part as Labels, row) : labelAt(column, i);
        this.#labels[what].add(checkedLabel(label, row, where));
      }
    }
    this.#rows += count;
  }

  #start(table: Table): Map<string, ColumnSurvey> {
    const { parts, accepts, where } = this.#reading;
    this.#schema ??= Schema.of(table);
    const features = columnNames(table).filter(featuresOf(parts, this.#schema));
    if (accepts === "matrix") matrixFromTable(table.select(features).slice(0, 0), where);
    return new Map(features.map((name) => [name, startSurvey()]));
  }

  /** Takes what another survey found of other rows. */
  join({ rows, columns, target, groups }: SurveyFacts): void {
    this.#rows += rows;
    for (const label of target) this.#labels.target.add(label);
    for (const label of groups) this.#labels.groups.add(label);
    if (columns === undefined) return;
    this.#columns ??= new Map(Array.from(columns, ([name]) => [name, startSurvey()]));
    for (const [name, survey] of columns) joinSurveys(this.#columns.get(name)!, survey);
  }

  get facts(): SurveyFacts {
    return {
      rows: this.#rows,
      ...(this.#columns === undefined ? {} : { columns: this.#columns }),
      ...this.#labels,
    };
  }

  finish(): SourceSurvey {
    const { parts, where } = this.#reading;
    return {
      input: this.#matrix === undefined ? this.#surveyed() : matrixFeatures(this.#matrix, parts),
      rows: this.#rows,
      classes: sortedLabels(this.#labels.target, where),
      groups: sortedLabels(this.#labels.groups, where),
    };
  }

  #surveyed(): InputSchema {
    const plan = Array.from(this.#columns ?? [], ([name, survey]) => planFrom(name, survey));
    return { plan, provenance: plan.map(({ name }) => ({ sources: [name] })), schema: this.#schema ?? new Schema() };
  }
}

/** A column of a batch by its name. */
export function batchColumn(batch: Table | FeatureMatrix, name: string, where: string): Labels | Numbers {
  return isTable(batch) ? childOf(batch as Table, name, where) : batch.column(name);
}
