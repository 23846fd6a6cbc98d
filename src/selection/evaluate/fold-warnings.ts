import { type WarningHandler, warn } from "../../errors/index.js";
import type { FitResult } from "./fold-rows.js";

/** Gives what fits in folds warned of to who takes warnings, each sentence once. */
export class FoldWarnings {
  readonly #take: WarningHandler | undefined;
  readonly #given: Set<string> = new Set();

  constructor(take: WarningHandler | undefined) {
    this.#take = take;
  }

  /** Passes on the warnings of one fit. */
  give({ warnings = [] }: Pick<FitResult<unknown>, "warnings">): void {
    for (const warning of warnings) {
      const text = `${warning.where}: ${warning.message}`;
      if (this.#given.has(text)) continue;
      this.#given.add(text);
      warn(warning, this.#take);
    }
  }
}
