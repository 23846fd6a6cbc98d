import { KindredError } from "../../errors/index.js";
import { inputOf } from "../../estimator/index.js";
import { type ExplainableModel, segmentsOf } from "../explained-model.js";
import { renameSegments } from "../rename-segments.js";
import { idsOf, renumberSegments } from "../renumber-segments.js";

/** Of a match: the id of each present segment, and the first that was never used. */
interface MatchedIds {
  readonly ids: readonly { readonly after: number | string; readonly id: number | string }[];
  readonly next: number;
}

const WHERE = "SegmentMatch.renumber";

/** A model under the ids of a match, with the names of former segments where its own have none. */
export function renumbered<M extends ExplainableModel>(
  model: M,
  match: MatchedIds,
  names: Readonly<Record<number, string>>,
): M {
  const own = idsOf(model, WHERE).ids;
  const stranger = match.ids.find(({ after }) => typeof after !== "number" || !own.includes(after));
  if (stranger !== undefined)
    throw refusal(
      `the model has no segment ${stranger.after}, which was matched`,
      "Pass the present model, as it was matched",
    );
  let { next } = match;
  const ids = Object.fromEntries(
    own.map((after): [number, number] => {
      const id = match.ids.find((one) => one.after === after)?.id ?? next++;
      if (typeof id === "number") return [after, id];
      throw refusal(
        `segment ${after} would be "${id}"`,
        "Number the former segments: ids of a model are whole numbers",
      );
    }),
  );
  const copy = renumberSegments(model, ids, { next: Math.max(1, next) });
  return withNames(copy, names);
}

function withNames<M extends ExplainableModel>(model: M, names: Readonly<Record<number, string>>): M {
  if (inputOf(model).segments === undefined) return model;
  const { statistics, ids } = segmentsOf(model, WHERE);
  const own = new Set(statistics.names ?? []);
  const carried = Array.from(ids, (id, s) => [id, statistics.names?.[s] == null ? names[id] : undefined] as const);
  const fresh = carried.filter((one): one is [number, string] => one[1] !== undefined && !own.has(one[1]));
  return fresh.length === 0 ? model : renameSegments(model, Object.fromEntries(fresh));
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_INPUT", where: WHERE, problem, fix });
}
