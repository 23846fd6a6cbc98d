/** What the slots of a group's shared memory hold. */
const SLOT = { next: 0, limit: 1, stopped: 2, turn: 3, arrived: 4, phase: 5, done: 6 } as const;
const SLOTS = Object.keys(SLOT).length;

/** How long a member sleeps at most before it looks whether it is to stop, in milliseconds. */
const WAIT_MS = 50;
/** How often a member looks for the others before it sleeps: waking up takes longer than most of them need. */
const SPINS = 2000;

/** Thrown in the members of a group that is to stop. */
export class Stopped extends Error {}

/** Bytes that a group's members share. */
export const CONTROL_BYTES: number = 4 * SLOTS;

/**
 * What the members of a group have in common: pieces of work that each take one after the other, an order in which results are handed
 * in, and a point where all of them wait for each other.
 */
export class WorkerGroup {
  readonly #control: Int32Array;
  /** Which of the members this is. */
  readonly index: number;
  readonly size: number;
  /** The piece that this member works at. */
  piece = -1;

  constructor(control: ArrayBufferLike, member: number, members: number) {
    this.#control = new Int32Array(control);
    this.index = member;
    this.size = members;
  }

  /** Fixes the pieces [first, pieces) before anybody starts. */
  start(first: number, pieces: number): this {
    this.#control[SLOT.next] = first;
    this.#control[SLOT.turn] = first;
    this.#control[SLOT.limit] = pieces;
    return this;
  }

  /** The next piece that is not taken, in rising order; -1 where there is none left. */
  next(): number {
    const piece = Atomics.add(this.#control, SLOT.next, 1);
    this.piece = piece < Atomics.load(this.#control, SLOT.limit) ? piece : -1;
    return this.piece;
  }

  /** May the result of a piece be handed in: have those of all pieces before it been? */
  isNext(piece: number): boolean {
    return Atomics.load(this.#control, SLOT.turn) === piece;
  }

  /** Waits until it is a piece's turn. Pieces must be handed in in the order in which they were taken. */
  waitForOrder(piece: number): void {
    this.#await(SLOT.turn, (turn) => turn === piece);
  }

  /** Says that the result of the piece whose turn it was is handed in. */
  advanceOrder(): void {
    Atomics.add(this.#control, SLOT.turn, 1);
    Atomics.notify(this.#control, SLOT.turn);
  }

  /** Waits until every member has come here. */
  barrier(): void {
    if (this.size === 1) return;
    const phase = Atomics.load(this.#control, SLOT.phase);
    if (Atomics.add(this.#control, SLOT.arrived, 1) === this.size - 1) {
      Atomics.store(this.#control, SLOT.arrived, 0);
      Atomics.add(this.#control, SLOT.phase, 1);
      Atomics.notify(this.#control, SLOT.phase);
    } else this.#await(SLOT.phase, (now) => now !== phase);
  }

  /** Counts work as done, for progress. */
  addDone(count: number): void {
    Atomics.add(this.#control, SLOT.done, count);
  }

  get done(): number {
    return Atomics.load(this.#control, SLOT.done);
  }

  /** Makes every member stop at its next `yield`, or where it waits for others. */
  stop(): void {
    Atomics.store(this.#control, SLOT.stopped, 1);
    for (const slot of [SLOT.turn, SLOT.phase]) Atomics.notify(this.#control, slot);
  }

  /** @throws Stopped where the group is to stop. */
  throwIfStopped(): void {
    if (Atomics.load(this.#control, SLOT.stopped) !== 0) throw new Stopped("the group was stopped");
  }

  #await(slot: number, fulfilled: (value: number) => boolean): void {
    for (let look = 0; ; look++) {
      const value = Atomics.load(this.#control, slot);
      if (fulfilled(value)) return;
      this.throwIfStopped();
      if (look >= SPINS) Atomics.wait(this.#control, slot, value, WAIT_MS);
    }
  }
}
