/** What was checked, and what came of it. */
export class Report {
  #failed = 0;
  #held = 0;
  #skipped = 0;

  /** Runs a check; it throws where something does not hold. */
  check(what: string, run: () => void): void {
    const since = Date.now();
    try {
      run();
      this.#held++;
      console.log(`ok       ${what} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.#failed++;
      console.log(`FAILED   ${what}\n${indented(error instanceof Error ? error.message : String(error))}`);
    }
  }

  /** Says that something could not be tried. */
  skip(what: string, why: string): void {
    this.#skipped++;
    console.log(`skipped  ${what}: ${why}`);
  }

  /** Prints the counts. @returns the exit code. */
  close(): number {
    console.log(`${this.#held} held, ${this.#failed} failed, ${this.#skipped} skipped`);
    return this.#failed === 0 ? 0 : 1;
  }
}

function indented(text: string): string {
  return text
    .split("\n")
    .slice(0, 30)
    .map((line) => `         ${line}`)
    .join("\n");
}
