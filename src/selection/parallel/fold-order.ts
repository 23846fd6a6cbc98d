/** One item in one fold. */
export interface ItemFold<T> {
  readonly item: T;
  readonly fold: number;
}

/** An item whose folds are being done. */
interface Begun<T> {
  readonly item: T;
  /** The folds that wait for a thread. */
  readonly waiting: Set<number>;
}

/**
 * The order in which threads take candidates in folds: candidate after candidate, and of each, fold after fold. A thread has folds of its own, so
 * that what candidates share is there already; where it has none left of the candidates at work it helps with those of others, and it begins
 * no candidate before all folds of one of the first few are taken: trials end about in their order, and can be written down.
 */
export class FoldOrder<T> {
  readonly #items: T[];
  readonly #folds: number;
  #begun: Begun<T>[] = [];

  constructor(items: readonly T[], folds: number) {
    this.#items = [...items];
    this.#folds = folds;
  }

  /** How many folds of items wait for a thread. */
  get left(): number {
    return this.#begun.reduce((sum, { waiting }) => sum + waiting.size, this.#items.length * this.#folds);
  }

  /** Drops the folds of an item from some fold on. */
  drop(item: T, from: number): void {
    for (const begun of this.#begun)
      if (begun.item === item) for (const fold of begun.waiting) if (fold >= from) begun.waiting.delete(fold);
    this.#begun = this.#begun.filter(({ waiting }) => waiting.size > 0);
  }

  /**
   * The next fold of an item for a thread.
   *
   * @param mayBegin - Called where an item would be begun.
   */
  next(thread: number, threads: number, mayBegin: (item: T) => boolean): ItemFold<T> | undefined {
    const isOwn = (fold: number): boolean =>
      threads <= this.#folds ? fold % threads === thread : thread % this.#folds === fold;
    const own = this.#find(isOwn);
    if (own !== undefined) return own;
    while (this.#begun.length < threads && this.#items.length > 0) {
      const item = this.#items.shift()!;
      if (!mayBegin(item)) {
        this.#items.length = 0;
        break;
      }
      this.#begun.push({ item, waiting: new Set(Array.from({ length: this.#folds }, (_, k) => k)) });
      const next = this.#find(isOwn);
      if (next !== undefined) return next;
    }
    return this.#find(() => true);
  }

  #find(fits: (fold: number) => boolean): ItemFold<T> | undefined {
    for (const { item, waiting } of this.#begun)
      for (const fold of waiting)
        if (fits(fold)) {
          waiting.delete(fold);
          this.#begun = this.#begun.filter(({ waiting: left }) => left.size > 0);
          return { item, fold };
        }
    return undefined;
  }
}
