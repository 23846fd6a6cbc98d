import { type WarningHandler, warn } from "../../errors/index.js";
import type { FitResult } from "./fold-rows.js";

/** Gives what fits in folds warned of to who takes warnings: each sentence once, with the first fold in which it was said. */
export class FoldWarnings {
  readonly #take: WarningHandler | undefined;
  readonly #given: Set<string> = new Set();

  constructor(take: WarningHandler | undefined) {
    this.#take = take;
  }

  /** Passes on the warnings of one fit, on whatever thread it ran. `fold` is its fold, counted from 0; absent where it learned from all rows. */
  give({ warnings = [] }: Pick<FitResult<unknown>, "warnings">, fold?: number): void {
    for (const warning of warnings) {
      const text = `${warning.where}: ${warning.message}`;
      if (this.#given.has(text)) continue;
      this.#given.add(text);
      const { message } = warning;
      warn(fold === undefined ? warning : { ...warning, message: `In fold ${fold + 1}: ${message}` }, this.#take);
    }
  }
}
