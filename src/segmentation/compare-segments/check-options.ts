import { KindredError } from "../../errors/index.js";
import type { CompareOptions } from "./options.js";
import { isCounted } from "./share-sample.js";

/** Refuses what cannot be compared. */
export function checkOptions(options: CompareOptions, where: string): void {
  const { cluster, weights, groups } = options;
  const refuse = (problem: string, fix: string): never => {
    throw new KindredError({ code: "INVALID_PARAMETER", where, problem, fix });
  };
  for (const file of ["population", "customers"] as const) {
    const labels = options[file];
    const rows = isCounted(labels) ? countedRows(labels, file, where) : labels.length;
    if (rows === 0)
      throw new KindredError({
        code: "EMPTY_INPUT",
        where,
        problem: `${file} has no rows`,
        fix: "Pass the segment of each row",
      });
    const beside = {
      cluster: cluster?.[file],
      weights: weights?.[file],
      ...(file === "customers" ? { groups } : {}),
    };
    for (const [name, values] of Object.entries(beside)) {
      if (values === undefined) continue;
      if (isCounted(labels)) refuse(`${name} is given for ${file} that are counted`, "Pass the segment of each row");
      if (values.length !== rows)
        throw new KindredError({
          code: "WRONG_LENGTH",
          where,
          problem: `${name} has ${values.length} values for ${rows} rows`,
          fix: `Give one value a row of ${file}`,
          expected: rows,
          got: values.length,
        });
    }
    checkWeights(weights?.[file], file, where);
  }
}

function countedRows(counts: ReadonlyMap<unknown, number>, file: string, where: string): number {
  let rows = 0;
  for (const [segment, count] of counts) {
    if (!(Number.isInteger(count) && count >= 0))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `${file} has ${count} rows of segment ${String(segment)}`,
        fix: "Count rows, or pass the segment of each row with weights",
        got: count,
      });
    rows += count;
  }
  return rows;
}

function checkWeights(weights: ArrayLike<number> | undefined, file: string, where: string): void {
  for (let i = 0; i < (weights?.length ?? 0); i++)
    if (!(weights![i]! >= 0 && Number.isFinite(weights![i])))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `the weight of row ${i} of ${file} is ${weights![i]}`,
        fix: "Use finite weights of at least 0",
        got: weights![i],
      });
}
