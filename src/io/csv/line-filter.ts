const LF = 10;

/** Leaves lines out of a text: its first ones, and those that begin with a character. Line breaks inside quotes begin no line. */
export class LineFilter {
  readonly #comment: number;
  readonly #quote: number;
  #skip: number;
  /** Lines that were passed on. */
  #passed = 0;
  /** For each line left out, how many were passed on before it. */
  readonly #dropped: number[] = [];
  #atStart = true;
  #dropping = false;
  #quoted = false;

  /** @param comment - The byte that begins a comment, -1 for none. */
  constructor(skip: number, comment: number, quote: number) {
    this.#skip = skip;
    this.#comment = comment;
    this.#quote = quote;
  }

  /** Is there nothing left to leave out? */
  get idle(): boolean {
    return this.#skip === 0 && this.#comment < 0 && !this.#dropping;
  }

  /** The line of the text as it was, of a line that was passed on. */
  lineBefore(line: number): number {
    let low = 0;
    let high = this.#dropped.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#dropped[middle]! < line) low = middle + 1;
      else high = middle;
    }
    return line + low;
  }

  /** Moves what is to be passed on to the front of the bytes; returns how many they are. */
  filter(bytes: Uint8Array): number {
    let to = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (this.#atStart) {
        this.#atStart = false;
        this.#dropping = this.#skip > 0 || byte === this.#comment;
        if (this.#dropping) this.#dropped.push(this.#passed);
        if (this.#skip > 0) this.#skip--;
      }
      if (!this.#dropping) {
        bytes[to++] = byte;
        if (byte === this.#quote) this.#quoted = !this.#quoted;
      }
      if (byte !== LF) continue;
      if (!this.#dropping) this.#passed++;
      this.#atStart = this.#dropping || !this.#quoted;
    }
    return to;
  }
}
