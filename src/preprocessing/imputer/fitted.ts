import { FittedTransformer, type SameToSame } from "../../estimator/index.js";
import type { ImputerOptions } from "./options.js";
import type { ImputerState } from "./state.js";

/** A fitted Imputer. */
export class FittedImputer extends FittedTransformer<ImputerOptions, ImputerState, SameToSame> {
  /** What is filled in, by column; columns whose rows get values of their own are not among them. */
  get fills(): Readonly<Record<string, number | string | boolean>> {
    const { values, words } = this.state;
    const entries = this.spec.input.plan.map(({ name, shows }, j): [string, number | string | boolean] => {
      const value = values[j]!;
      return [name, words.get(j)?.[value] ?? (shows === "boolean" ? value === 1 : value)];
    });
    return Object.fromEntries(entries.filter((_, j) => !Number.isNaN(values[j]!)));
  }
}
