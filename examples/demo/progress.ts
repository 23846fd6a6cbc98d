const WIDTH = 28;
let shown = "";

/** A bar on standard error where that is a terminal; elsewhere one line a step. */
export function progress(step: string, done: number, total: number): void {
  if (!process.stderr.isTTY) {
    if (shown !== step) process.stderr.write(`${step} …\n`);
    shown = step;
    return;
  }
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const full = Math.round(share * WIDTH);
  shown = step;
  process.stderr.write(`\r\x1b[K${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${step}`);
}

/** Takes the bar away. */
export function progressDone(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  shown = "";
}
