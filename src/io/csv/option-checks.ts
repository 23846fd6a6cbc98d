import { check, type OptionChecks } from "../../options/index.js";
import { limitsCheck } from "../limits.js";
import type { ParseCsvOptions, ReadCsvOptions, SampleOptions } from "./options.js";

/** What says how texts are read; marks and formats are judged together by `planOf`. */
export const parseChecks: OptionChecks<ParseCsvOptions> = {
  separator: check.anything,
  quote: check.anything,
  decimal: check.anything,
  thousands: check.anything,
  dateFormat: check.anything,
  skip: check.anything,
  comment: check.anything,
  header: check.anything,
  rename: check.anything,
  nullWords: check.anything,
  columns: check.anything,
  types: check.record(check.text),
  schema: check.expected(
    (value) => typeof value === "object" && value !== null && "fields" in value && Array.isArray(value.fields),
    "the schema of a Table",
  ),
  canonicalNumbers: check.flag,
  rows: check.anything,
  sample: check.object<SampleOptions>({ rows: check.whole(0), seed: check.seed }, ["rows"]),
  limits: limitsCheck,
};

/** The same for files and streams. */
export const readChecks: OptionChecks<ReadCsvOptions> = {
  ...parseChecks,
  encoding: check.text,
  ...check.watched,
};
