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

/** Where a value stands. @internal */
export interface Place {
  readonly path: string;
  readonly sizes: Sizes;
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
  const path = typeof key === "number" ? `${at.path}[${key}]` : at.path === "" ? key : `${at.path}.${key}`;
  return { path, sizes: at.sizes };
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
