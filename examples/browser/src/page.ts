/** An element of the page by its id. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element "${id}"`);
  return found as E;
}

/** A new element with properties and children; text stays text, whatever it holds. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

const counts = new Intl.NumberFormat("en");
const percents = new Intl.NumberFormat("en", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A count with thousands separated. */
export function count(value: number, one?: string, many = `${one}s`): string {
  return one === undefined ? counts.format(value) : `${counts.format(value)} ${value === 1 ? one : many}`;
}

/** A share in percent. */
export function percent(share: number): string {
  return percents.format(share);
}
