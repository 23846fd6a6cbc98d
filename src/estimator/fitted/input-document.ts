import { encode, type Json } from "../../document/index.js";
import type { ColumnPlan, Label, Origin } from "../../matrix/index.js";
import type { ColumnSchema } from "../../table/index.js";
import type { SegmentIds, SegmentStatistics } from "../segments/index.js";
import type { InputSchema } from "../training/input.js";
import type { InputProfile } from "../training/profile.js";

/** A model's input as a document. */
export interface InputDocument {
  /** The columns; where several have one origin, it is given by its place among `origins`. */
  readonly columns: readonly (ColumnPlan & { readonly origin?: Origin | number })[];
  readonly origins?: readonly Origin[];
  readonly schema: readonly (readonly [string, ColumnSchema])[];
  readonly classes?: readonly Label[];
  readonly profile?: InputProfile;
  readonly segments?: SegmentStatistics;
  readonly segmentIds?: SegmentIds;
}

/** What a model asks of later data, as JSON. */
export function describeInput(input: InputSchema, classes: readonly Label[] | undefined, where: string): Json {
  const counts = new Map<Origin, number>();
  for (const origin of input.provenance) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  // Behind a projection every column comes from all columns before it: their names stand once.
  const shared = [...counts.keys()].filter((origin) => counts.get(origin)! > 1);
  const columns = input.plan.map((column, j) => {
    const origin = input.provenance[j]!;
    const own = origin.sources.length === 1 && origin.sources[0] === column.name && Object.keys(origin).length === 1;
    if (own) return { ...column };
    return { ...column, origin: counts.get(origin)! > 1 ? shared.indexOf(origin) : { ...origin } };
  });
  const document: InputDocument = {
    columns,
    ...(shared.length === 0 ? {} : { origins: shared.map((origin) => ({ ...origin })) }),
    schema: input.schema.toJSON(),
    ...(classes === undefined ? {} : { classes }),
    ...(input.profile === undefined ? {} : { profile: input.profile }),
    ...(input.segments === undefined ? {} : { segments: input.segments }),
    ...(input.segmentIds === undefined ? {} : { segmentIds: input.segmentIds }),
  };
  return encode({ ...document }, where);
}
