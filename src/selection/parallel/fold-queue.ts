/** One candidate in one fold, on its way. */
export interface Piece<T> {
  readonly item: T;
  readonly fold: number;
}

/** An item whose folds are being done. */
interface Begun<T> {
  readonly item: T;
  /** The folds that are not taken. */
  readonly left: Set<number>;
}

/**
 * Deals candidates in folds to lanes: candidate after candidate, and of each, fold after fold. A lane has folds of its own, so that what
 * candidates share is there already; where it has none left of the candidates at work it helps with those of others, and it begins no
 * candidate before one of the first few is dealt out: trials end about in their order, and can be written down.
 */
export class FoldQueue<T> {
  readonly #waiting: T[];
  readonly #folds: number;
  #begun: Begun<T>[] = [];

  constructor(items: readonly T[], folds: number) {
    this.#waiting = [...items];
    this.#folds = folds;
  }

  /** How many pieces are not taken. */
  get left(): number {
    return this.#begun.reduce((sum, { left }) => sum + left.size, this.#waiting.length * this.#folds);
  }

  /** Of an item no fold from some fold on is dealt any more. */
  drop(item: T, from: number): void {
    for (const begun of this.#begun)
      if (begun.item === item) for (const fold of begun.left) if (fold >= from) begun.left.delete(fold);
    this.#begun = this.#begun.filter(({ left }) => left.size > 0);
  }

  /**
   * The next piece for a lane.
   *
   * @param begins - Called where a candidate would be begun: may it be?
   */
  take(lane: number, lanes: number, begins: (item: T) => boolean): Piece<T> | undefined {
    const isOwn = (fold: number): boolean =>
      lanes <= this.#folds ? fold % lanes === lane : lane % this.#folds === fold;
    const own = this.#find(isOwn);
    if (own !== undefined) return own;
    while (this.#begun.length < lanes && this.#waiting.length > 0) {
      const item = this.#waiting.shift()!;
      if (!begins(item)) {
        this.#waiting.length = 0;
        break;
      }
      this.#begun.push({ item, left: new Set(Array.from({ length: this.#folds }, (_, k) => k)) });
      const next = this.#find(isOwn);
      if (next !== undefined) return next;
    }
    return this.#find(() => true);
  }

  #find(fits: (fold: number) => boolean): Piece<T> | undefined {
    for (const begun of this.#begun)
      for (const fold of begun.left)
        if (fits(fold)) {
          begun.left.delete(fold);
          this.#begun = this.#begun.filter(({ left }) => left.size > 0);
          return { item: begun.item, fold };
        }
    return undefined;
  }
}
