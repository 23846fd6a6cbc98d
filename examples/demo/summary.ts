/** Sections of sentences, printed as they come and kept for the file. */
export class Summary {
  readonly #lines: string[] = [];

  /** A heading and its sentences. */
  section(title: string, ...sentences: readonly string[]): void {
    const lines = ["", title, "-".repeat(title.length), ...sentences];
    this.#lines.push(...lines);
    console.log(lines.join("\n"));
  }

  toString(): string {
    return `${this.#lines.join("\n").trimStart()}\n`;
  }
}

/** A number of things, with separators. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A share as percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
