/** A result that prints itself as text: in the console of Node, in notebooks, and wherever text is wanted. */
export abstract class PrintedResult {
  /** The result as text. */
  abstract toText(): string;

  /** The same, where a text is wanted. */
  toString(): string {
    return this.toText();
  }
}

function printed(this: PrintedResult): string {
  return this.toText();
}

function displayed(this: PrintedResult): object {
  return { "text/plain": this.toText() };
}

Object.defineProperty(PrintedResult.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: printed });
Object.defineProperty(PrintedResult.prototype, Symbol.for("Jupyter.display"), { value: displayed });
