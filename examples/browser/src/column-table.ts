import type { Choice, ColumnFacts, FileFacts, Level } from "./messages.js";
import { byId, count, make, percent } from "./page.js";

const MEANINGS: Readonly<Record<Level, string>> = {
  nominal: "category",
  ordinal: "scale",
  numeric: "amount",
  binary: "one of two",
};
const ROW_NUMBER = "";

/** The columns of a file, of which some are chosen. */
export class ColumnTable {
  #columns: readonly ColumnFacts[] = [];
  readonly #uses = new Map<string, HTMLInputElement>();
  readonly #levels = new Map<string, HTMLSelectElement>();
  readonly #id = byId<HTMLSelectElement>("id");

  constructor() {
    this.#id.addEventListener("change", () => this.#idChanged());
    byId("all").addEventListener("click", () => this.#useAll(true));
    byId("none").addEventListener("click", () => this.#useAll(false));
    byId("column-rows").addEventListener("change", () => this.#told());
  }

  show({ columns }: FileFacts): void {
    this.#columns = columns;
    this.#uses.clear();
    this.#levels.clear();
    const guess = columns.find(({ isId }) => isId)?.name ?? ROW_NUMBER;
    this.#id.replaceChildren(
      make("option", { value: ROW_NUMBER }, "its number in the file"),
      ...columns.map(({ name, isId }) => make("option", { value: name }, isId ? `${name} (looks like an id)` : name)),
    );
    this.#id.value = guess;
    byId("column-rows").replaceChildren(...columns.map((column) => this.#row(column)));
    this.#idChanged();
  }

  get choice(): Choice {
    const used = this.#columns.filter(({ name }) => this.#uses.get(name)!.checked);
    return {
      id: this.id,
      columns: used.map(({ name, level }) => ({ name, level: (this.#levels.get(name)?.value as Level) ?? level })),
    };
  }

  get id(): string | null {
    return this.#id.value === ROW_NUMBER ? null : this.#id.value;
  }

  #row(column: ColumnFacts): HTMLTableRowElement {
    const { name, type, missing, isId } = column;
    const use = make("input", { type: "checkbox", checked: !isId, ariaLabel: `Use ${name}` });
    this.#uses.set(name, use);
    const badge = isId ? [" ", make("span", { className: "badge" }, "id?")] : [];
    const cells = [
      make("td", {}, use),
      make("th", { scope: "row" }, make("bdi", {}, name), ...badge, make("span", { className: "below quiet" }, type)),
      make("td", { className: "beside" }, type),
      make("td", {}, this.#meaning(column)),
      make("td", { className: "figure" }, missing === 0 ? "–" : percent(missing)),
    ];
    return make("tr", {}, ...cells);
  }

  #meaning({ name, level, changeable }: ColumnFacts): Node | string {
    if (!changeable) return MEANINGS[level];
    const options = Object.entries(MEANINGS).map(([value, words]) => make("option", { value }, words));
    const select = make("select", { ariaLabel: `What ${name} means` }, ...options);
    select.value = level;
    this.#levels.set(name, select);
    return select;
  }

  /** The id is no feature: its box cannot be ticked, and its numbers mean nothing. */
  #idChanged(): void {
    for (const [name, use] of this.#uses) {
      if (name === this.id) use.checked = false;
      use.disabled = name === this.id;
      const level = this.#levels.get(name);
      if (level !== undefined) level.disabled = use.disabled;
    }
    byId("id-guess").hidden = !(this.#columns.find(({ name }) => name === this.id)?.isId ?? false);
    this.#told();
  }

  #useAll(checked: boolean): void {
    for (const use of this.#uses.values()) if (!use.disabled) use.checked = checked;
    this.#told();
  }

  #told(): void {
    byId("used").textContent = `${count(this.choice.columns.length)} of ${count(this.#columns.length, "column")} used`;
  }
}
