import { type Form, forms } from "../../document/index.js";
import type { Program } from "../../engine/program/index.js";
import type { Origin } from "../../matrix/index.js";

/** The ids of a clusterer's segments, where these go on from those of a former model: learned states know positions alone. */
export interface SegmentIds {
  /** By position the id. */
  readonly ids: Int32Array;
  /** From here on no id was ever used, by this model or those before it. */
  readonly next: number;
}

/** What a document may hold of them. */
export const segmentIdsForm: Form<SegmentIds> = forms.checked(
  forms.record({ ids: forms.int32("segments", { min: 0 }), next: forms.number({ min: 1, whole: true }) }),
  ({ ids, next }) => {
    if (new Set(ids).size < ids.length) return "has an id twice";
    return ids.every((id) => id < next) ? undefined : "has an id that was never used";
  },
);

/** Of a model's input its columns' origins, and the ids. */
interface NumberedInput {
  readonly provenance: readonly Origin[];
  readonly segmentIds?: SegmentIds;
}

/** The operation behind a predictor that gives positions: nothing where ids are positions. */
export function idProgram({ segmentIds, provenance }: NumberedInput, step: string): Program {
  if (segmentIds === undefined) return [];
  const { ids } = segmentIds;
  return [
    {
      op: "recode",
      columns: [
        {
          from: 0,
          name: "cluster",
          origin: { sources: [...new Set(provenance.flatMap((origin) => origin.sources))], step },
          recoding: {
            kind: "table",
            values: Float64Array.from(ids, (_, position) => position),
            results: Float64Array.from(ids),
            keep: false,
          },
          storage: "int16",
          refuse: false,
        },
      ],
    },
  ];
}

/** The ids of segments, rising, and the position of each. */
export interface SegmentOrder {
  readonly ids: Int32Array;
  readonly positions: Int32Array;
}

/** Segments in the order of their ids. Positions without an id, which a document may hold, stay last and have none. */
export function segmentOrder(segmentIds: SegmentIds | undefined, segments: number): SegmentOrder {
  const own = segmentIds?.ids ?? Int32Array.from({ length: segments }, (_, position) => position);
  const positions = Int32Array.from({ length: segments }, (_, position) => position).sort((a, b) => own[a]! - own[b]!);
  return { ids: Int32Array.from(positions, (position) => own[position]!), positions };
}

/** Values that stand segment by segment, in another order of the segments. */
export function inSegmentOrder<A extends Float64Array | Int32Array>(values: A, positions: Int32Array): A {
  const width = values.length / positions.length;
  const out = values.slice() as A;
  positions.forEach((position, s) => {
    out.set(values.subarray(position * width, (position + 1) * width), s * width);
  });
  return out;
}
