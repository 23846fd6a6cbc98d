import { isProjection, type Step, stepsOf } from "./steps.js";

/** Which parts of a column come from which source columns; the parts add up to 1. */
export type Shares = ReadonlyMap<string, number>;

/**
 * Where the columns behind some steps come from, by name. A one-hot column is its source's; a component is shared by the squares of its
 * loadings, which add up to 1; what mixes columns in any other way (a distance to a centroid) is a source of its own.
 */
export function sharesThrough(steps: readonly Step[], columns: readonly string[]): ReadonlyMap<string, Shares> {
  return steps.reduce(sharesBehind, new Map(columns.map((name) => [name, new Map([[name, 1]])])));
}

function sharesBehind(before: ReadonlyMap<string, Shares>, step: Step): ReadonlyMap<string, Shares> {
  if (isProjection(step)) {
    const rows = step.components.toRows();
    return new Map(step.outputColumns!.map((name, c) => [name, mixed(rows[c]!, step.inputColumns, before)]));
  }
  const branches = step.state?.branches;
  if (branches !== undefined)
    return new Map(
      branches.flatMap(({ fitted, columns, prefix }) => {
        const own = new Map(columns.map((name) => [name, before.get(name)!]));
        const after = fitted === null ? own : stepsOf(fitted).reduce<ReadonlyMap<string, Shares>>(sharesBehind, own);
        return Array.from(after, ([name, shares]): [string, Shares] => [
          prefix + name,
          shares.size === 1 && shares.has(name) && !before.has(name) ? new Map([[prefix + name, 1]]) : shares,
        ]);
      }),
    );
  return new Map(
    step.outputColumns!.map((name, j) => {
      const { sources } = step.provenance![j]!;
      return [name, before.get(name) ?? new Map([[sources.length === 1 ? sources[0]! : name, 1]])];
    }),
  );
}

function mixed(loadings: readonly number[], columns: readonly string[], before: ReadonlyMap<string, Shares>): Shares {
  const shares = new Map<string, number>();
  const total = loadings.reduce((sum, loading) => sum + loading * loading, 0);
  loadings.forEach((loading, j) => {
    for (const [source, share] of before.get(columns[j]!)!)
      shares.set(source, (shares.get(source) ?? 0) + (loading * loading * share) / total);
  });
  return shares;
}
