import { Random } from "../../src/engine/numeric/random/index.js";
import { NORMALS } from "./normal.js";
import { type ColumnPlan, demographicPlan, type Plan } from "./plan.js";
import { placeOf } from "./scores.js";
import { AREA, SEGMENTS, SPREAD, TRAITS } from "./traits.js";
import { COUNTRY, type Unit } from "./units.js";

/** One draw from the standard normal distribution. */
export function normalOf(random: Random): number {
  return NORMALS[random.next() & 65_535]!;
}

/** Means with noise around them. */
export function strayed(means: ArrayLike<number>, spread: number, random: Random): Float64Array {
  return Float64Array.from(TRAITS, (_, k) => means[k]! + spread * normalOf(random));
}

/** The kind of an area: that of its community. */
export function kindOf(area: number): number {
  return Math.floor(area / COUNTRY.community) % SEGMENTS.length;
}

/** A place that many buildings share: its traits, and the codes of its columns. */
export interface Place {
  readonly traits: Float64Array;
  readonly codes: Int32Array;
}

/** Communities, postcodes, areas and microcells of one seed. The same for every file, drawn when they are first looked at. */
export class Country {
  readonly plan: Plan = demographicPlan();
  readonly #seed: number;
  readonly #places = new Map<string, Place>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Everything above a building, from the largest. */
  around(area: number, microcell: number): readonly (readonly [unit: Unit, place: Place])[] {
    const means = (of: number): readonly number[] => SEGMENTS[kindOf(of)]!.means.map((mean) => AREA.segment * mean);
    const community = Math.floor(area / COUNTRY.community);
    const postcode = Math.floor(area / COUNTRY.postcode);
    const around = this.#place("area", area, means(area), SPREAD.area);
    return [
      ["community", this.#place("community", community, means(area), SPREAD.area)],
      ["postcode", this.#place("postcode", postcode, means(area), SPREAD.area)],
      ["area", around],
      ["microcell", this.#place("microcell", area * COUNTRY.microcells + microcell, around.traits, SPREAD.microcell)],
    ];
  }

  #place(unit: Unit, number: number, means: ArrayLike<number>, spread: number): Place {
    const key = `${unit} ${number}`;
    let place = this.#places.get(key);
    if (place === undefined) {
      const random = new Random(this.#seed, unit, number);
      const traits = strayed(means, spread, random);
      const positions = this.plan.byUnit[unit];
      const all = new Int32Array(this.plan.columns.length);
      drawCodes(this.plan.columns, positions, traits, random, new Float64Array(all.length), all);
      place = { traits, codes: Int32Array.from(positions, (j) => all[j]!) };
      this.#places.set(key, place);
    }
    return place;
  }
}

/** Draws the codes of some columns of one unit. Twins share the noise of their original. */
export function drawCodes(
  columns: readonly ColumnPlan[],
  positions: Int32Array,
  traits: Float64Array,
  random: Random,
  noises: Float64Array,
  codes: Int32Array,
): void {
  for (const j of positions) {
    const column = columns[j]!;
    const { traits: shown, weights, noise, cuts } = column.score!;
    const z = column.twin < 0 ? normalOf(random) : column.sign * noises[column.twin]!;
    noises[j] = z;
    let score = noise * z;
    for (let i = 0; i < shown.length; i++) score += weights[i]! * traits[shown[i]!]!;
    codes[j] = column.codes[placeOf(cuts, score)]!;
  }
}
