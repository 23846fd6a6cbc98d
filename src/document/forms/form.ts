import type { Sizes } from "./sizes.js";

/** What a value that comes out of a document must be. Made by `forms`. */
export interface Form<T> {
  /** @internal */
  readonly check: (value: unknown, at: Place) => void;
  /** The type of what it lets pass, for the compiler alone. */
  readonly type?: T;
}

/** The form of a property that may be absent. */
export interface OptionalForm<T> extends Form<T | undefined> {
  /** It may be. */
  readonly optional: true;
}

/** Where a value stands: what it is called is worked out where it does not fit. @internal */
export class Place {
  readonly sizes: Sizes;
  readonly #outer: Place | undefined;
  readonly #key: string | number;

  constructor(key: string | number, sizes: Sizes, outer?: Place) {
    this.sizes = sizes;
    this.#outer = outer;
    this.#key = key;
  }

  /** From the outside in: `state.columns[2].logs`. */
  get path(): string {
    if (this.#outer === undefined) return String(this.#key);
    const { path } = this.#outer;
    return typeof this.#key === "number" ? `${path}[${this.#key}]` : `${path}.${this.#key}`;
  }
}

/** The type of what a form lets pass. */
export type Formed<F> = F extends Form<infer T> ? T : never;

/** What does not fit, and where. */
export class Misfit extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
  }
}

/** @throws Misfit */
export function misfit(at: Place, problem: string): never {
  throw new Misfit(at.path, problem);
}

/** A form from its check. */
export function form<T>(check: Form<T>["check"]): Form<T> {
  return { check };
}

/** The place of a part. */
export function within(at: Place, key: string | number): Place {
  return new Place(key, at.sizes, at);
}

/** The place of an item, which has sizes of its own. */
export function itemOf(at: Place, key: string | number): Place {
  return new Place(key, at.sizes.inner(), at);
}

/** A value as errors show it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  const name = (value as object).constructor?.name ?? "Object";
  return name === "Object" ? "an object" : `a ${name}`;
}
