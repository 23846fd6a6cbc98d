import type { Recoding } from "../../program.js";
import type { OnnxContext } from "../context.js";

type DatePart = Extract<Recoding, { readonly kind: "datePart" }>["part"];

const DAY = 86_400_000;

/**
 * A part of a date, from milliseconds since 1970: years begin in March, so that leap days end them (H. Hinnant, "chrono-compatible low-level date
 * algorithms", 2013). ONNX has no operator for dates.
 */
export function datePart(column: string, part: DatePart, { graph }: OnnxContext): string {
  const number = (value: number): string => graph.number(value);
  const add = (a: string, b: string): string => graph.op("Add", [a, b]);
  const subtract = (a: string, b: string): string => graph.op("Sub", [a, b]);
  const times = (a: string, factor: number): string => graph.op("Mul", [a, number(factor)]);
  const over = (a: string, divisor: number): string => graph.op("Floor", [graph.op("Div", [a, number(divisor)])]);
  const day = over(column, DAY);
  if (part === "weekday") {
    // 1970 began on a Thursday.
    const since = add(day, number(3));
    return add(subtract(since, times(over(since, 7), 7)), number(1));
  }
  const shifted = add(day, number(719_468));
  const era = over(shifted, 146_097);
  const ofEra = subtract(shifted, times(era, 146_097));
  const withoutFours = subtract(ofEra, over(ofEra, 1460));
  const withHundreds = subtract(add(withoutFours, over(ofEra, 36_524)), over(ofEra, 146_096));
  const yearOfEra = over(withHundreds, 365);
  const leapDays = subtract(over(yearOfEra, 4), over(yearOfEra, 100));
  const ofYear = subtract(ofEra, add(times(yearOfEra, 365), leapDays));
  const march = over(add(times(ofYear, 5), number(2)), 153);
  if (part === "day") return add(subtract(ofYear, over(add(times(march, 153), number(2)), 5)), number(1));
  const isEarly = graph.op("Less", [march, number(10)]);
  const month = add(march, graph.where(isEarly, number(3), number(-9)));
  if (part === "month") return month;
  if (part === "quarter") return add(over(subtract(month, number(1)), 3), number(1));
  const isNext = graph.cast(graph.op("LessOrEqual", [month, number(2)]), "double");
  return add(add(yearOfEra, times(era, 400)), isNext);
}
