import type { Reading } from "./column-part.js";
import { compileDateFormat } from "./date-format.js";
import { readIsoMoment } from "./dates.js";
import { NullWords } from "./null-words.js";
import { NumberReader } from "./numbers.js";
import type { CsvPlan } from "./plan.js";
import type { Dialect } from "./row-cutter.js";

/** The part of a plan that parser and columns have to know. */
export type CellFormat = Pick<
  CsvPlan,
  "quote" | "point" | "thousands" | "dateFormat" | "nullWords" | "canonicalNumbers"
>;

/** What parser and columns have to know. */
export function parserSetup(plan: CellFormat, separator: number): { dialect: Dialect; reading: Reading } {
  const { quote, point, canonicalNumbers, thousands, dateFormat } = plan;
  const nullWords = new NullWords(plan.nullWords);
  return {
    dialect: { separator, quote, point, canonicalNumbers, emptyIsMissing: nullWords.empty },
    reading: {
      numbers: new NumberReader(point, canonicalNumbers, thousands),
      nullWords,
      point: String.fromCharCode(point),
      canonicalNumbers,
      moments: dateFormat === undefined ? [readIsoMoment] : [compileDateFormat(dateFormat)!, readIsoMoment],
    },
  };
}
