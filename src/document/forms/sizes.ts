/** A number of things: by name, or as it is. */
export type Size = string | number;

interface Settled {
  readonly size: number;
  /** The part that settled it, where it was not known before. */
  readonly by?: { readonly path: string };
}

/**
 * The sizes that a state's parts share, by name. One that is not known yet is settled by the first part that has it as its only unknown one.
 */
export class Sizes {
  #known: Map<string, Settled> | undefined;
  readonly #outer: Sizes | undefined;

  constructor(known?: Readonly<Record<string, number>>, outer?: Sizes) {
    if (known !== undefined) this.#known = new Map(Object.entries(known).map(([name, size]) => [name, { size }]));
    this.#outer = outer;
  }

  /** The same, with room for sizes that one item of a list alone has. */
  inner(): Sizes {
    return new Sizes(undefined, this);
  }

  /** The size of this name. */
  get(size: Size): number | undefined {
    return typeof size === "number" ? size : this.#find(size)?.size;
  }

  #find(name: string): Settled | undefined {
    const own = this.#known?.get(name);
    return own !== undefined || this.#outer === undefined ? own : this.#outer.#find(name);
  }

  /** Do these sizes multiply to the length of a part? Says what is wrong where they do not. */
  settle(sizes: readonly Size[], length: number, by: { readonly path: string }): string | undefined {
    const open = sizes.filter((size) => this.get(size) === undefined);
    const product = sizes.reduce<number>((sum, size) => sum * (this.get(size) ?? 1), 1);
    const [name] = open;
    if (name === undefined) {
      if (length === product) return undefined;
      return sizes.length === 1 ? this.#told(sizes) : `${this.#told(sizes)} = ${product}`;
    }
    if (typeof name === "number" || open.length > 1) throw new TypeError(`the sizes ${open.join(", ")} are not known`);
    const size = product === 0 ? 0 : length / product;
    if (!Number.isInteger(size) || (product === 0 && length > 0)) return `a multiple of ${this.#told(sizes)}`;
    this.#known ??= new Map();
    this.#known.set(name, { size, by });
    return undefined;
  }

  #told(sizes: readonly Size[]): string {
    return sizes
      .filter((size) => this.get(size) !== undefined)
      .map((size) => {
        if (typeof size === "number") return String(size);
        const { size: value, by } = this.#find(size)!;
        return `${size} (${by === undefined ? value : `${value} by ${by.path}`})`;
      })
      .join(" x ");
  }
}
