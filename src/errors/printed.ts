/** What prints itself as text: in the console of Node, in notebooks, and wherever text is wanted. */
export interface Printable {
  /** The same as text. */
  toText(): string;
}

/** Where Node's `util.inspect`, and notebooks, look for what a value says of itself. */
const INSPECT: symbol = Symbol.for("nodejs.util.inspect.custom");
const DISPLAY: symbol = Symbol.for("Jupyter.display");

function text(this: Printable): string {
  return this.toText();
}

function bundle(this: Printable): object {
  return { "text/plain": this.toText() };
}

/**
 * Lets a result, or the prototype of a class of results, print itself by its `toText`. What is added is not enumerable: results compare, spread and
 * stringify as before.
 *
 * @param toText - The text, where the result has none of its own.
 */
export function printed<T extends Printable>(result: T): T;
export function printed<T extends object>(result: T, toText: () => string): T & Printable;
export function printed(result: object, toText?: () => string): object {
  const methods = [...(toText === undefined ? [] : [["toText", toText] as const]), ["toString", text] as const];
  for (const [name, value] of [...methods, [INSPECT, text] as const, [DISPLAY, bundle] as const])
    Object.defineProperty(result, name, { value, configurable: true, writable: true });
  return result;
}

/** A result that prints itself as text: in the console of Node, in notebooks, and wherever text is wanted. */
export abstract class PrintedResult {
  static {
    printed(PrintedResult.prototype);
  }

  /** The result as text. */
  abstract toText(): string;
}
