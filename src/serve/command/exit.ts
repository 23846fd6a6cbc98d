/** What a command says to the shell when it ends. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** What a command writes to, and what ends it. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** A command that was written wrongly. */
export class UsageError extends Error {}
