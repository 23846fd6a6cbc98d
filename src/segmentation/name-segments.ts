import type { Table } from "apache-arrow";
import { printed } from "../errors/index.js";
import { check, checkArguments } from "../options/index.js";
import { tableFromRows } from "../table/index.js";
import { type SegmentExplanation, type SegmentTrait, withMethods } from "./segment-explanation.js";

/** As much of an explanation as names are made of. */
export type ExplainedTraits = Pick<SegmentExplanation, "segment" | "name" | "traits">;

/** Names of segments: an array of them that gives itself as a table. */
export interface SegmentNames extends Array<string> {
  /** The ids of the segments, in the order of their names: after segments are gone they have gaps, and are no positions. */
  readonly segments: readonly number[];
  /** One line a segment. */
  toText(): string;
  /** One row a segment, with its name. */
  toTable(): Table;
}

/** The length of a proposed name, in characters, at most. */
const MAX_LENGTH = 40;
/** How many traits make a name, where they tell segments apart. */
const MAX_TRAITS = 2;
/** A weaker trait names nothing, unless there is no stronger one. */
const MIN_STRENGTH = 0.25;

/**
 * Names for segments. Those that people gave (`renameSegments`) stay; others are proposed from what sets them apart most: the strongest traits, one of each
 * block of correlated columns, in the words of dictionary and schema, as many as it takes to tell segments apart, in at most 40 characters. The same
 * explanations give the same names.
 *
 * @param explanations - What `explainSegments` gave.
 * @returns One name a segment, all different, in their order; the array has a `toTable` of its own.
 *
 * @example
 * ```ts
 * import { explainSegments, FeatureMatrix, KMeans, nameSegments } from "kindred";
 *
 * const people = FeatureMatrix.fromColumns({ AGE: [20, 21, 60, 61], CARS: [2, 0, 0, 2] });
 * const fitted = await new KMeans({ clusters: 2, seed: 1 }).fit(people);
 * nameSegments(explainSegments(fitted, { minimum: 1 })).sort(); // ["less AGE", "more AGE"]
 * ```
 */
export function nameSegments(explanations: readonly ExplainedTraits[]): SegmentNames {
  checkArguments("nameSegments", {
    explanations: [
      explanations,
      check.expected(
        (value) =>
          Array.isArray(value) &&
          value.every((one) => typeof one === "object" && one !== null && "traits" in one && Array.isArray(one.traits)),
        "what explainSegments gave",
      ),
    ],
  });
  const parts = explanations.map(partsOf);
  const most = Math.max(MAX_TRAITS, ...parts.map((own) => own.length));
  // A name that people gave stands as it is.
  const names = parts.map((own, s) => explanations[s]!.name ?? joined(own, MAX_TRAITS));
  // Those that share a name get more traits, and those that share all of them their number.
  for (let traits = MAX_TRAITS + 1; traits <= most; traits++)
    for (const s of twins(names)) if (explanations[s]!.name === undefined) names[s] = joined(parts[s]!, traits);
  for (const s of twins(names)) {
    if (explanations[s]!.name !== undefined) continue;
    const number = ` (${explanations[s]!.segment})`;
    names[s] = `${shortened(names[s]!, MAX_LENGTH - number.length)}${number}`;
  }
  const named = withMethods(names, {
    segments: explanations.map(({ segment }) => segment),
    toTable: () =>
      tableFromRows(
        ["segment", "name"],
        names.map((name, s) => [explanations[s]!.segment, name]),
      ),
  });
  return printed(named, () => names.map((name, s) => `${explanations[s]!.segment}  ${name}`).join("\n"));
}

/** Positions of names that occur more than once. */
function twins(names: readonly string[]): number[] {
  return names.flatMap((name, s) => (names.some((other, t) => t !== s && other === name) ? [s] : []));
}

/** What a name may be made of, the strongest first. */
function partsOf({ name, traits, segment }: ExplainedTraits): string[] {
  if (name !== undefined) return [name];
  const leading = traits.filter(({ sameAs }) => sameAs === undefined);
  const clear = leading.filter(({ strength }) => Math.abs(strength) >= MIN_STRENGTH);
  const used = clear.length > 0 ? clear : leading.slice(0, 1);
  return used.length === 0 ? [`segment ${segment}`] : used.map(partOf);
}

/** Traits as one name, as far as they fit. */
function joined(parts: readonly string[], count: number): string {
  let name = shortened(parts[0]!, MAX_LENGTH);
  let taken = 1;
  for (const part of parts.slice(1)) {
    if (taken === count) break;
    if (name.length + 2 + part.length > MAX_LENGTH) continue;
    name = `${name}, ${part}`;
    taken++;
  }
  return name;
}

function partOf(trait: SegmentTrait): string {
  const { category, meaning, more } = trait;
  const label = shortLabel(trait);
  if (category !== undefined)
    return `${more ? "" : "not "}${worded(label, meaning ?? category, meaning !== undefined)}`;
  return meaning === undefined ? `${more ? "more" : "less"} ${label}` : worded(label, meaning, true);
}

/** A value behind its label, or alone where both are too long. */
function worded(label: string, value: string, isMeaning: boolean): string {
  const both = isMeaning ? `${label}: ${value}` : `${label} ${value}`;
  return both.length <= MAX_LENGTH - 4 ? both : shortened(isMeaning ? value : both, MAX_LENGTH - 4);
}

const SHORT_LABEL = 24;

/** What the column is about in a few words, else its name. */
function shortLabel({ column, description }: SegmentTrait): string {
  const words = (description ?? "").split(/[(;:,]/)[0]!.trim();
  return words === "" || words.length > SHORT_LABEL ? column : words;
}

/** A text of at most this many characters, cut between words where it can be. */
function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
