import { Random } from "../../src/engine/numeric/random/index.js";
import { type Country, drawCodes, kindOf, normalOf, strayed } from "./country.js";
import type { FileName } from "./facts.js";
import { sparseShare } from "./missing.js";
import { DOMINANT, EMPTY, idIn } from "./plan.js";
import { attraction, responseProbability } from "./response.js";
import {
  AREA,
  BUILDING,
  CUSTOMER_SHIFT,
  SEGMENTS,
  SPARSE_SHIFT,
  SPREAD,
  segmentLimits,
  shareIn,
  TRAITS,
} from "./traits.js";
import { COUNTRY } from "./units.js";

/** People of one building: two in its first household, one in its second. */
export const BUILDING_ROWS = 3;

/** Rows of a file as codes, by column of the plan, and what nobody knows of real people. */
export interface DrawnRows {
  readonly rows: number;
  /** By position of the column in the plan; `EMPTY` where a cell is. */
  readonly codes: readonly Int32Array[];
  readonly segments: Uint8Array;
  /** The true probability of a response; 0 in files that hold none. */
  readonly probabilities: Float64Array;
}

/** Draws rows of one file. A building depends on the seed and on its number alone, so that blocks may be drawn in any order. */
export class FileDraw {
  readonly #country: Country;
  readonly #seed: number;
  readonly #file: FileName;
  readonly #limits: Float64Array;
  readonly #sparse: number;
  readonly #shift: readonly number[];
  readonly #intervals: readonly (readonly (readonly [number, number])[])[];
  readonly #variableOf: Int32Array;
  readonly #children: readonly (readonly [column: number, child: number])[];
  readonly #at: {
    readonly dominant: number;
    readonly children: number;
    readonly response: number;
    readonly id: number;
  };
  readonly #noises: Float64Array;

  constructor(country: Country, seed: number, file: FileName) {
    const { columns, rules, variables } = country.plan;
    const position = (name: string): number => columns.findIndex((column) => column.facts.name === name);
    this.#country = country;
    this.#seed = seed;
    this.#file = file;
    this.#limits = segmentLimits(file);
    this.#sparse = sparseShare(file);
    this.#shift = CUSTOMER_SHIFT.map((shift) => shareIn(file, 0, shift));
    this.#intervals = rules.map((rule) => rule.intervals[file]);
    this.#variableOf = Int32Array.from(rules, (rule) =>
      variables.findIndex((variable) => variable.name === rule.variable),
    );
    this.#children = [1, 2, 3, 4].map((child) => [position(`ALTER_KIND${child}`), child] as const);
    this.#at = {
      dominant: position(DOMINANT),
      children: position("ANZ_KINDER"),
      response: position("RESPONSE"),
      id: position("LNR"),
    };
    this.#noises = new Float64Array(columns.length);
  }

  /** Rows `from` to `to` of the file; `from` begins a building. */
  rows(from: number, to: number): DrawnRows {
    const rows = to - from;
    const { columns } = this.#country.plan;
    const drawn = {
      rows,
      codes: columns.map(() => new Int32Array(rows)),
      segments: new Uint8Array(rows),
      probabilities: new Float64Array(rows),
    };
    for (let building = Math.floor(from / BUILDING_ROWS); building * BUILDING_ROWS < to; building++)
      this.#building(building, from, drawn);
    return drawn;
  }

  #building(building: number, from: number, drawn: DrawnRows): void {
    const { plan } = this.#country;
    const random = new Random(this.#seed, this.#file, building);
    const drawnPlace = random.uniform();
    const own = Math.max(
      0,
      this.#limits.findIndex((limit) => limit > drawnPlace),
    );
    const kind = random.uniform() < AREA.ownKind ? own : random.below(SEGMENTS.length);
    const area = this.#areaOf(kind, random);
    const around = this.#country.around(area, random.below(COUNTRY.microcells));
    const codes = new Int32Array(plan.columns.length);
    for (const [unit, place] of around)
      plan.byUnit[unit].forEach((j, i) => {
        codes[j] = place.codes[i]!;
      });
    const home = SEGMENTS[own]!.means.map(
      (mean, k) => BUILDING.household * mean + BUILDING.area * SEGMENTS[kind]!.means[k]!,
    );
    drawCodes(plan.columns, plan.byUnit.building, strayed(home, SPREAD.building, random), random, this.#noises, codes);
    const first = building * BUILDING_ROWS;
    for (const people of [[first, first + 1], [first + 2]])
      this.#household(
        own,
        people.filter((row) => row - from < drawn.rows),
        from,
        random,
        codes,
        drawn,
      );
  }

  /** An area of a kind: communities take turns, so every kind has its own. */
  #areaOf(kind: number, random: Random): number {
    const communities = COUNTRY.areas / COUNTRY.community / SEGMENTS.length;
    const community = random.below(communities) * SEGMENTS.length + kind;
    const area = community * COUNTRY.community + random.below(COUNTRY.community);
    return kindOf(area) === kind ? area : 0;
  }

  #household(
    segment: number,
    rows: readonly number[],
    from: number,
    random: Random,
    codes: Int32Array,
    drawn: DrawnRows,
  ): void {
    const { plan } = this.#country;
    const centroid = SEGMENTS[segment]!.means.map((mean, k) => mean + this.#shift[k]!);
    const traits = strayed(centroid, SPREAD.household, random);
    drawCodes(plan.columns, plan.byUnit.household, traits, random, this.#noises, codes);
    const place = random.uniform();
    const numbers = plan.variables.map(({ tied }) => {
      const shared = random.uniform() < tied;
      const own = random.uniform();
      return shared ? place : own;
    });
    for (const row of rows) {
      const person = Float64Array.from(TRAITS, (_, k) => {
        const moved = place < this.#sparse ? SPARSE_SHIFT[k]! : 0;
        return traits[k]! + SPREAD.person * normalOf(random) + moved;
      });
      drawCodes(plan.columns, plan.byUnit.person, person, random, this.#noises, codes);
      const at = row - from;
      drawn.segments[at] = segment;
      this.#write(at, row, codes, numbers, drawn);
      this.#respond(at, person, random, drawn);
    }
  }

  #write(at: number, row: number, codes: Int32Array, numbers: readonly number[], { codes: out }: DrawnRows): void {
    const { columns } = this.#country.plan;
    const holds = (rule: number): boolean => {
      if (rule < 0) return false;
      const x = numbers[this.#variableOf[rule]!]!;
      return this.#intervals[rule]!.some(([low, high]) => x >= low && x < high);
    };
    for (let j = 0; j < columns.length; j++) {
      const column = columns[j]!;
      out[j]![at] = holds(column.empty) ? EMPTY : holds(column.unknown) ? column.unknownCode : codes[j]!;
    }
    const children = out[this.#at.children]![at]!;
    for (const [j, child] of this.#children) if (children === EMPTY || children < child) out[j]![at] = EMPTY;
    out[this.#at.id]![at] = idIn(this.#file, row);
  }

  #respond(at: number, traits: Float64Array, random: Random, { codes, probabilities }: DrawnRows): void {
    const dominant = codes[this.#at.dominant]![at]!;
    const drawn = random.uniform();
    if (this.#file !== "mailing" && this.#file !== "test") return;
    probabilities[at] = responseProbability(attraction(dominant === EMPTY ? undefined : dominant, traits));
    codes[this.#at.response]![at] = drawn < probabilities[at]! ? 1 : 0;
  }
}
