import { type Form, forms } from "../document/index.js";
import type { Operation, Program } from "../engine/program/index.js";
import { mapRows } from "../engine/rows/index.js";
import { KindredError, listed } from "../errors/index.js";
import {
  type BaseEstimator,
  type Fitted,
  type FittedSpec,
  FittedTransformer,
  faultOfModel,
  fittedForm,
  type IO,
  type Learned,
  type StateFacts,
  type Training,
} from "../estimator/index.js";
import { type ColumnSchema, Schema } from "../table/index.js";
import { cached } from "./cache.js";
import type { NamedStep } from "./named-steps.js";

/** One of several estimators side by side: its name, and the columns that it gets (all of them by default). */
export interface Branch {
  readonly name: string;
  readonly estimator: BaseEstimator;
  readonly columns?: readonly string[];
}

/** The fitted branches; null where columns only pass. */
export interface BranchesState {
  readonly branches: readonly {
    readonly name: string;
    readonly fitted: Fitted | null;
    readonly columns: readonly string[];
    readonly prefix: string;
  }[];
}

/** What a document may hold of them: the branches of the options in their order, and behind them one for the rest, where some columns are left. */
export function branchesState(
  estimators: readonly NamedStep[],
  rest: Rest,
  { input: { plan } }: StateFacts<unknown>,
): Form<BranchesState> {
  const names = new Set(plan.map(({ name }) => name));
  const all = forms.record({
    branches: forms.list(
      forms.record({
        name: forms.text(),
        columns: forms.list(forms.text()),
        fitted: forms.nullable(fittedForm),
        prefix: forms.text(),
      }),
    ),
  });
  return forms.checked(all, ({ branches }) => {
    const most = estimators.length + (rest === "drop" ? 0 : 1);
    if (branches.length < estimators.length || branches.length > most) return `has ${branches.length} branches`;
    for (const [i, { name, columns, fitted }] of branches.entries()) {
      const [expected, estimator] = estimators[i] ?? (["rest", rest] as const);
      if (name !== expected) return `has a branch "${name}" where its options have "${expected}"`;
      if ((typeof estimator === "string") !== (fitted === null))
        return `has ${fitted === null ? "no" : "a"} model as "${name}"`;
      const strange = columns.find((column) => !names.has(column));
      if (strange !== undefined) return `has a branch "${name}" that reads "${strange}", which is no column of it`;
      if (fitted === null || typeof estimator === "string") continue;
      const fault = faultOfModel(fitted, name, { kind: estimator.kind, columns });
      if (fault !== undefined) return fault;
    }
    return undefined;
  });
}

/** Fitted estimators side by side: their outputs next to each other. */
export class FittedBranches<T extends IO = IO> extends FittedTransformer<object, BranchesState, T> {
  constructor(spec: FittedSpec<object, BranchesState>) {
    // Which classes there were is a matter of the branches, whose documents have them.
    const { classes: _, ...own } = spec;
    super(own);
  }

  /** The fitted model of each branch, by its name. */
  get steps(): Readonly<Record<string, Fitted | undefined>> {
    return Object.fromEntries(this.state.branches.map(({ name, fitted }) => [name, fitted ?? undefined]));
  }

  override get givesSame(): boolean {
    return this.state.branches.every(({ fitted }) => fitted === null || fitted.givesSame);
  }

  override get refusesMissing(): boolean {
    return this.state.branches.some(({ fitted }) => fitted?.refusesMissing);
  }

  override get outputSchema(): Schema {
    const { schema } = this.spec.input;
    return new Schema(
      this.state.branches.flatMap(({ fitted, columns, prefix }) => {
        const known = fitted?.outputSchema ?? schema;
        const names = fitted?.outputs.columns ?? columns;
        return names.flatMap((name): [string, ColumnSchema][] => {
          const facts = known.column(name);
          return Object.keys(facts).length === 0 ? [] : [[prefix + name, facts]];
        });
      }),
    );
  }

  protected override makeProgram(): Program {
    const positions = new Map(this.inputColumns.map((name, j) => [name, j]));
    const branches = this.state.branches.map(({ fitted, columns, prefix }) => ({
      prefix,
      program: branchProgram(columns, positions, fitted?.program ?? []),
    }));
    return [{ op: "union", branches }];
  }
}

function branchProgram(columns: readonly string[], positions: ReadonlyMap<string, number>, program: Program): Program {
  const all = columns.length === positions.size && columns.every((name, j) => positions.get(name) === j);
  const select: Operation = { op: "select", positions: columns.map((name) => positions.get(name)!) };
  return all ? program : [select, ...program];
}

/** What is done with the columns that no branch names. */
export type Rest = "passthrough" | "drop" | BaseEstimator;

/** Learns every branch on its columns. Columns that no branch names are a branch of their own, or left out. */
export async function learnBranches(
  training: Training,
  kind: string,
  branches: readonly Branch[],
  rest: Rest,
  prefixed: boolean,
): Promise<Learned<BranchesState>> {
  const { source, validation } = training;
  const names = source.plan.map((column) => column.name);
  const positions = new Map(names.map((name, j) => [name, j]));
  const all = [
    ...branches.map((branch) => ({ ...branch, columns: branch.columns ?? names })),
    ...restOf(branches, rest, names),
  ];
  const learned = [];
  for (const { name, columns, estimator } of all) {
    const missing = columns.filter((column) => !positions.has(column));
    if (missing.length > 0) throw noSuchColumns(kind, name, missing);
    const select = branchProgram(columns, positions, []);
    const own = training.over({
      ...training,
      source: mapRows(source, select),
      ...(validation === undefined ? {} : { validation: mapRows(validation, select) }),
    });
    const model = estimator === null ? { fitted: null } : await (await cached(own, name)).fit(estimator, name);
    learned.push({ name, columns, model, select });
  }
  const outputs = learned.flatMap(({ model, columns }) => model.fitted?.outputs.columns ?? columns);
  const clash = prefixed || new Set(outputs).size < outputs.length;
  const state: BranchesState = {
    branches: learned.map(({ name, columns, model }) => ({
      name,
      columns,
      fitted: model.fitted,
      prefix: clash ? `${name}.` : "",
    })),
  };
  if (!learned.some(({ model }) => "training" in model)) return { state };
  const program: Program = [
    {
      op: "union",
      branches: learned.map(({ model, select }, i) => ({
        prefix: state.branches[i]!.prefix,
        program: [...select, ...(("training" in model ? model.training : undefined) ?? model.fitted?.program ?? [])],
      })),
    },
  ];
  return { state, training: program };
}

function restOf(
  branches: readonly Branch[],
  rest: Rest,
  names: readonly string[],
): { name: string; columns: readonly string[]; estimator: BaseEstimator | null }[] {
  if (rest === "drop") return [];
  const named = new Set(branches.flatMap((branch) => branch.columns ?? names));
  const columns = names.filter((name) => !named.has(name));
  if (columns.length === 0) return [];
  return [{ name: "rest", columns, estimator: rest === "passthrough" ? null : rest }];
}

function noSuchColumns(kind: string, branch: string, missing: readonly string[]): KindredError {
  return new KindredError({
    code: "MISSING_COLUMN",
    where: `${kind}.fit`,
    problem: `the branch "${branch}" names ${listed(missing)}, which the data lack`,
    fix: "Correct the names, or take them off the branch",
    column: missing[0]!,
  });
}
