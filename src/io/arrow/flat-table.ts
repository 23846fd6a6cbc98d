/**
 * A table of a FlatBuffer, every access checked against the bytes there are: what is read is never longer than the buffer.
 *
 * @throws RangeError where something points outside.
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  /** The table that a buffer begins with. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  byte(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#view.getUint8(at);
  }

  /** Writes over a byte that is there. */
  setByte(field: number, value: number): void {
    const at = this.#place(field);
    if (at !== 0) this.#view.setUint8(at, value);
  }

  /** A whole number of 64 bits. @throws RangeError where it is beyond 2^53. */
  long(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : longAt(this.#view, at);
  }

  table(field: number): FlatTable | undefined {
    const at = this.#place(field);
    return at === 0 ? undefined : new FlatTable(this.#view, at + this.#view.getUint32(at, true));
  }

  /** The tables of a vector. */
  tables(field: number): FlatTable[] {
    const { at, length } = this.#vector(field, 4);
    return Array.from(
      { length },
      (_, k) => new FlatTable(this.#view, at + 4 * k + this.#view.getUint32(at + 4 * k, true)),
    );
  }

  /** Of each struct of a vector, the numbers of 64 bits at some places in it. */
  structs(field: number, size: number, places: readonly number[]): number[][] {
    const { at, length } = this.#vector(field, size);
    return Array.from({ length }, (_, k) => places.map((place) => longAt(this.#view, at + size * k + place)));
  }

  /** Of each struct of a vector, the number of 32 bits at a place in it. */
  ints(field: number, size: number, place: number): number[] {
    const { at, length } = this.#vector(field, size);
    return Array.from({ length }, (_, k) => this.#view.getInt32(at + size * k + place, true));
  }

  #vector(field: number, size: number): { readonly at: number; readonly length: number } {
    const place = this.#place(field);
    if (place === 0) return { at: 0, length: 0 };
    const start = place + this.#view.getUint32(place, true);
    const length = this.#view.getUint32(start, true);
    if (start + 4 + length * size > this.#view.byteLength) throw new RangeError("a list is longer than the file");
    return { at: start + 4, length };
  }

  /** Where a field lies; 0 where it is left out. */
  #place(field: number): number {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    if (4 + 2 * field >= this.#view.getUint16(vtable, true)) return 0;
    const offset = this.#view.getUint16(vtable + 4 + 2 * field, true);
    return offset === 0 ? 0 : this.#at + offset;
  }
}

function longAt(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(value)) throw new RangeError("a size is beyond all bounds");
  return value;
}
