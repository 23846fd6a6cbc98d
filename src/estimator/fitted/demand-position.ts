import { KindredError } from "../../errors/index.js";
import { shown } from "../../options/index.js";

/** Refuses what is no position among some columns, components or clusters. */
export function demandPosition(position: unknown, count: number, what: string, where: string): void {
  if (Number.isInteger(position) && (position as number) >= 0 && (position as number) < count) return;
  throw new KindredError({
    code: "INVALID_PARAMETER",
    where,
    problem: `there is no ${what} ${shown(position)}`,
    fix: `${what.charAt(0).toUpperCase()}${what.slice(1)}s run from 0 to ${count - 1}`,
    got: position,
  });
}
