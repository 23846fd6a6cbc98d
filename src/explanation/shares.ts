import { type Operation, type Program, type ProjectOperation, runProgram } from "../engine/program/index.js";
import type { FeatureMatrix } from "../matrix/index.js";

/** Which parts of a column come from which source columns; the parts add up to 1. */
export type Shares = ReadonlyMap<string, number>;

/** Columns behind a part of a program: a matrix without rows that has their names, and where they come from. */
export interface Described {
  readonly x: FeatureMatrix;
  readonly shares: ReadonlyMap<string, Shares>;
}

/** What goes into a program: every column is its own source. */
export function describedInput(x: FeatureMatrix): Described {
  return { x, shares: new Map(x.columns.map((name) => [name, new Map([[name, 1]])])) };
}

/**
 * Where the columns behind a program come from, by name. A one-hot column is its source's; a component is shared by the squares of its
 * loadings, which add up to 1; what mixes columns in any other way (a distance to a centroid) is a source of its own.
 */
export function describedAfter(program: Program, input: Described): Described {
  return program.reduce(afterOperation, input);
}

function afterOperation({ x, shares }: Described, operation: Operation): Described {
  const after = runProgram([operation], { x, row: 0 });
  if (operation.op === "project") return { x: after, shares: mixed(operation, x.columns, shares) };
  if (operation.op === "union")
    return {
      x: after,
      shares: new Map(
        operation.branches.flatMap(({ prefix, program }) =>
          Array.from(describedAfter(program, { x, shares }).shares, ([name, own]): [string, Shares] => [
            prefix + name,
            isItsOwn(own, name) && !shares.has(name) ? new Map([[prefix + name, 1]]) : own,
          ]),
        ),
      ),
    };
  return {
    x: after,
    shares: new Map(
      after.columns.map((name, j) => {
        const { sources } = after.provenance[j]!;
        return [name, shares.get(name) ?? new Map([[sources.length === 1 ? sources[0]! : name, 1]])];
      }),
    ),
  };
}

function isItsOwn(shares: Shares, name: string): boolean {
  return shares.size === 1 && shares.has(name);
}

function mixed(
  { weights, names }: ProjectOperation,
  columns: readonly string[],
  before: ReadonlyMap<string, Shares>,
): ReadonlyMap<string, Shares> {
  const outputs = names.length;
  return new Map(
    names.map((name, k) => {
      const shares = new Map<string, number>();
      let total = 0;
      for (let j = 0; j < columns.length; j++) total += weights[j * outputs + k]! ** 2;
      columns.forEach((column, j) => {
        for (const [source, share] of before.get(column)!)
          shares.set(source, (shares.get(source) ?? 0) + (weights[j * outputs + k]! ** 2 * share) / total);
      });
      return [name, shares];
    }),
  );
}
