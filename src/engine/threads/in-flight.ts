/** Results that are under way, met in the order in which they were begun; so are their failures. */
export class InFlight<About, Result> {
  readonly #begun: { readonly about: About; readonly result: Promise<Result> }[] = [];

  /** How many are under way. */
  get count(): number {
    return this.#begun.length;
  }

  /** Takes note of one that was begun, and of what it is about. */
  add(about: About, result: Promise<Result>): void {
    // A failure is met when its turn comes, or not at all where the caller ends before.
    result.catch(() => undefined);
    this.#begun.push({ about, result });
  }

  /** Waits for the first of them. */
  async next(): Promise<{ readonly about: About; readonly result: Result }> {
    const { about, result } = this.#begun.shift()!;
    return { about, result: await result };
  }
}
