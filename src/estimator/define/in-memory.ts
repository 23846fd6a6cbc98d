import { type Block, collect, memorySource, type RowSource, repeatRows, takeRows } from "../../engine/rows/index.js";
import { counted, KindredError } from "../../errors/index.js";
import { FeatureMatrix } from "../../matrix/index.js";
import { refuseSingleClass } from "../classes/classes.js";
import { completeMoments } from "../training/refuse.js";
import type { Training } from "../training/training.js";
import type { FitContext, FittedDefinition, Role } from "./definition.js";

/** Learns by a definition's in-memory form. */
export async function fitInMemory(
  definition: FittedDefinition,
  training: Training,
  params: object,
  role: Role,
): Promise<unknown> {
  if (definition.fit === undefined)
    throw new KindredError({
      code: "UNSUPPORTED",
      where: training.where,
      problem: "its definition has neither fit nor learn",
    });
  if (definition.traits?.missing === "refused") await completeMoments(training);
  const block = withoutWeightless(await training.collect());
  if (block.x.rows === 0)
    throw new KindredError({
      code: "EMPTY_INPUT",
      where: training.where,
      problem: "no row has any weight",
      fix: "Give a weight above 0 to the rows to learn from",
    });
  if (role === "classifier") refuseOneClass(block, training);
  return definition.fit(block.x, params, fitContext(block, training));
}

function refuseOneClass({ y }: Block, { classes, where }: Training): void {
  if (y === undefined || classes === undefined) return;
  const present = new Set(y);
  refuseSingleClass(
    classes.filter((_, k) => present.has(k)),
    classes,
    where,
  );
}

/** The rows that a resampler makes of those of a training. */
export async function resampled(definition: FittedDefinition, training: Training, params: object): Promise<RowSource> {
  const rows = await resampledRows(definition, training, params);
  if (rows.rows > 0) return rows;
  throw new KindredError({
    code: "EMPTY_INPUT",
    where: training.where,
    problem: `left none of ${counted(training.source.rows, "row")}`,
    fix: "Choose options under which rows are left to learn from",
  });
}

async function resampledRows(definition: FittedDefinition, training: Training, params: object): Promise<RowSource> {
  if (definition.resample !== undefined) return definition.resample(training, params);
  const block = await training.collect();
  const counts = await definition.counts!(new CopiedColumns(block.x), params, copied(fitContext(block, training)));
  const rows = repeatRows(training.source, checkedCounts(counts, block.x.rows, training.where));
  return training.source.memory === undefined ? rows : memorySource(await collect(rows, training));
}

/** Rows whose columns are copies, made when they are asked for: what a resampler does to them does nothing to the caller's memory. */
class CopiedColumns extends FeatureMatrix {
  constructor({ rows, columns, stores, provenance }: FeatureMatrix) {
    super(rows, columns, stores, provenance);
  }

  override column(name: string | number): Float32Array | Float64Array {
    return super.column(name).slice();
  }
}

/** What is known of the rows, in memory of its own. */
function copied({ y, sampleWeight, groups, ...rest }: FitContext): FitContext {
  return {
    ...rest,
    ...(y === undefined ? {} : { y: y.slice() }),
    ...(sampleWeight === undefined ? {} : { sampleWeight: sampleWeight.slice() }),
    ...(groups === undefined ? {} : { groups: groups.slice() }),
  };
}

/** Counts that a resampler may give: one a row, whole numbers from 0 up. */
function checkedCounts(counts: ArrayLike<number>, rows: number, where: string): Int32Array {
  if (counts.length !== rows)
    throw new KindredError({
      code: "WRONG_LENGTH",
      where,
      problem: `gave ${counts.length} counts for ${rows} rows`,
      fix: "Give one count a row",
      expected: rows,
      got: counts.length,
    });
  for (let i = 0; i < rows; i++)
    if (!Number.isInteger(counts[i]) || counts[i]! < 0)
      throw new KindredError({
        code: "INVALID_RESULT",
        where,
        problem: `gave the count ${counts[i]} for row ${i}`,
        fix: "Give whole numbers from 0 up: how often each row is used",
        got: counts[i],
      });
  return Int32Array.from(counts);
}

/** Rows of zero weight teach nothing, also where an estimator does not look at weights. */
function withoutWeightless(block: Block): Block {
  if (block.w === undefined || block.w.every((weight) => weight !== 0)) return block;
  const chosen: number[] = [];
  for (let i = 0; i < block.w.length; i++) if (block.w[i] !== 0) chosen.push(i);
  return takeRows(block, chosen);
}

function fitContext({ y, w, groups }: Pick<Block, "y" | "w" | "groups">, training: Training): FitContext {
  const { schema, classes, signal } = training;
  return {
    schema,
    ...(y === undefined ? {} : { y }),
    ...(classes === undefined ? {} : { classes }),
    ...(w === undefined ? {} : { sampleWeight: w }),
    ...(groups === undefined ? {} : { groups }),
    ...(signal === undefined ? {} : { signal }),
  };
}
