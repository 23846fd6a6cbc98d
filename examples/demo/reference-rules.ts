import { type RecodeRule, recode } from "kindred";

/** Codes that share a value: `{ 1: [2, 4] }` gives 2 and 4 the value 1. Other codes from 1 to `last` are known to say nothing. */
function grouped(groups: Readonly<Record<number, readonly number[]>>, last: number): Record<string, number | null> {
  const silent = Array.from({ length: last }, (_, i): [string, null] => [String(i + 1), null]);
  const told = Object.entries(groups).flatMap(([value, codes]) =>
    codes.map((code): [string, number] => [String(code), Number(value)]),
  );
  return Object.fromEntries([...silent, ...told]);
}

/** The movement of a youth: with the mainstream, or against it. */
const AVANT_GARDE = { 0: [1, 3, 5, 8, 10, 12, 14], 1: [2, 4, 6, 7, 9, 11, 13, 15] };
const DECADES = { 40: [1, 2], 50: [3, 4], 60: [5, 6, 7], 70: [8, 9], 80: [10, 11, 12, 13], 90: [14, 15] };

/** Stages of life that say an age, from young to retired; families are of any. */
const AGES = {
  1: [1, 3, 14, 18, 29, 30, 33, 34, 35],
  2: [2, 4, 39],
  3: [5, 7, 11, 13, 15, 16, 19, 20, 31, 32, 36, 37],
  4: [6, 8, 12, 38, 40],
};
/** And those that say an income, from low to top. */
const INCOMES = {
  1: [1, 2, 5, 6, 14, 15, 21, 24, 29, 31],
  2: [3, 4, 7, 8, 16, 22, 25, 30, 32],
  3: [9, 17, 26, 33, 36],
  4: [10, 11, 12, 18, 19, 27, 34, 37, 38],
  5: [13, 20, 23, 28, 35, 39, 40],
};

/** Columns of the reference files that say two things in one code, or say it in a form that numbers are better at. */
export const referenceRules: readonly RecodeRule[] = [
  recode("PRAEGENDE_JUGENDJAHRE")
    .map("YOUTH_DECADE", grouped(DECADES, 15), { about: { level: "ordinal", direction: "up" } })
    .map("YOUTH_AVANT_GARDE", grouped(AVANT_GARDE, 15), {
      about: { level: "binary", codes: { 0: "with the mainstream", 1: "against it" } },
    }),
  recode("CAMEO_INTL_2015")
    .tens("NEIGHBOURS_WEALTH", { about: { level: "ordinal", direction: "down", codes: { 1: "wealthy", 5: "poor" } } })
    .units("NEIGHBOURS_LIFE_STAGE", {
      about: { level: "ordinal", direction: "up", codes: { 1: "before children", 5: "retired" } },
    }),
  recode("CAMEO_DEUG_2015").number("NEIGHBOURS_STANDING", {
    about: { level: "ordinal", direction: "down", codes: { 1: "upper class", 9: "working class" } },
  }),
  recode("LP_LEBENSPHASE_FEIN")
    .map("LIFE_AGE", grouped(AGES, 40), {
      about: { level: "ordinal", direction: "up", codes: { 1: "young", 4: "retired" } },
    })
    .map("LIFE_INCOME", grouped(INCOMES, 40), {
      about: { level: "ordinal", direction: "up", codes: { 1: "low", 5: "top" } },
    }),
  recode("WOHNLAGE")
    .ranges(
      "PLACE_QUALITY",
      [1, 2, 3, 4, 5, 7, 8].map((code) => ({ from: code, to: code, value: code > 5 ? null : code })),
      {
        about: { level: "ordinal", direction: "down", codes: { 1: "very good", 5: "very poor" } },
      },
    )
    .ranges(
      "PLACE_RURAL",
      [
        { from: 1, to: 5, value: 0 },
        { from: 7, to: 8, value: 1 },
      ],
      { about: { level: "binary", codes: { 0: "in a town", 1: "in the country" } } },
    ),
  recode("OST_WEST_KZ").map("EAST", { O: 1, W: 0 }, { about: { level: "binary", codes: { 0: "west", 1: "east" } } }),
  recode("EINGEFUEGT_AM")
    .datePart("ENTRY_YEAR", "year", { about: { level: "numeric" } })
    .daysBefore("ENTRY_AGE_DAYS", "2018-01-01"),
];

/** The rules for those columns that a table has. */
export function rulesFor(names: readonly string[]): RecodeRule[] {
  return referenceRules.filter(({ column }) => names.includes(column));
}

/** Columns whose level is not published and whose names say that they describe a place: cars of a postal area, density, kind of municipality, surroundings. */
export const placeColumns =
  /^(KBA\d\d|PLZ8|UMFELD|VHN|FIRMENDICHTE|MOBI_RASTER|KONSUMZELLE|GEMEINDETYP|VERDICHTUNGSRAUM|STRUKTURTYP|EINGEFUEGT_AM|ANZ_STATISTISCHE_HAUSHALTE)/;
