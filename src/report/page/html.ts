/** A piece of HTML that is safe to put on a page. */
export class Html {
  /** The markup. */
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template: text is escaped, HTML is not, nothing is nothing. */
export type Content = Html | string | number | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Characters that a page must not hold: controls and halves of surrogate pairs. */
const FORBIDDEN = /[^\P{Cc}\t\n]|\p{Cs}/gu;

/** Text as it may stand between tags and in quoted attributes. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, "\uFFFD").replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A template of HTML in which every value is escaped that is not HTML itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.reduce((text, part, i) => text + markupOf(values[i - 1]) + part));
}

/** Pieces one after the other, with something between them. */
export function joined(pieces: readonly Content[], between: Content = ""): Html {
  return new Html(pieces.map(markupOf).join(markupOf(between)));
}

/** A name that somebody gave: its direction of writing stays within it. */
export function named(name: string): Html {
  return html`<bdi>${name}</bdi>`;
}

function markupOf(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.markup;
  if (typeof content === "object") return content.map(markupOf).join("");
  return escaped(String(content));
}
