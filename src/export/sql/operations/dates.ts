import type { Recoding } from "../../program.js";
import type { SqlContext } from "../context.js";

type DatePart = Extract<Recoding, { readonly kind: "datePart" }>["part"];

const DAY = 86_400_000;

/**
 * A part of a date, from milliseconds since 1970, by arithmetic on whole numbers that is the same in every dialect: years begin in March, so that
 * leap days end them (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
 */
export function datePart(sql: string, part: DatePart, context: SqlContext): string {
  const n = (value: number): string => context.dialect.number(value);
  const define = (expression: string): string => context.define(expression).sql;
  const day = define(`FLOOR(${sql} / ${n(DAY)})`);
  if (part === "weekday") {
    // 1970 began on a Thursday.
    const since = define(`${day} + ${n(3)}`);
    return define(`${since} - ${n(7)} * FLOOR(${since} / ${n(7)}) + ${n(1)}`);
  }
  const shifted = define(`${day} + ${n(719_468)}`);
  const era = define(`FLOOR(${shifted} / ${n(146_097)})`);
  const ofEra = define(`${shifted} - ${era} * ${n(146_097)}`);
  const yearOfEra = define(
    `FLOOR((${ofEra} - FLOOR(${ofEra} / ${n(1460)}) + FLOOR(${ofEra} / ${n(36_524)}) - FLOOR(${ofEra} / ${n(146_096)})) / ${n(365)})`,
  );
  const ofYear = define(
    `${ofEra} - (${n(365)} * ${yearOfEra} + FLOOR(${yearOfEra} / ${n(4)}) - FLOOR(${yearOfEra} / ${n(100)}))`,
  );
  const march = define(`FLOOR((${n(5)} * ${ofYear} + ${n(2)}) / ${n(153)})`);
  if (part === "day") return define(`${ofYear} - FLOOR((${n(153)} * ${march} + ${n(2)}) / ${n(5)}) + ${n(1)}`);
  const month = define(`CASE WHEN ${march} < ${n(10)} THEN ${march} + ${n(3)} ELSE ${march} - ${n(9)} END`);
  if (part === "month") return month;
  if (part === "quarter") return define(`FLOOR((${month} - ${n(1)}) / ${n(3)}) + ${n(1)}`);
  return define(
    `${yearOfEra} + ${era} * ${n(400)} + CASE WHEN ${month} <= ${n(2)} THEN ${context.dialect.double(1)} ELSE ${n(0)} END`,
  );
}
