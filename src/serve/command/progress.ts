import type { Terminal } from "./exit.js";

/** Milliseconds between two lines. */
const EVERY_MS = 1000;

/** Tells how far work is: a line a step at most every second. */
export function progressTo(terminal: Terminal): (progress: { step: string; done: number; total: number }) => void {
  let shown = "";
  let last = 0;
  return ({ step, done, total }) => {
    const now = performance.now();
    if (step === shown && now - last < EVERY_MS) return;
    [shown, last] = [step, now];
    const share = total > 0 && Number.isFinite(total) ? ` ${Math.floor((100 * done) / total)} %` : "";
    terminal.error(`${step}${share}\n`);
  };
}
