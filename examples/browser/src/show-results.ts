import type { Results, SegmentFacts } from "./messages.js";
import { byId, count, make, percent } from "./page.js";

/** Addresses of the files that can be downloaded now. */
let addresses: string[] = [];

/** Shows the segments, the report, and what can be downloaded. */
export function showResults(results: Results, name: string): void {
  byId("results").hidden = false;
  byId("segments").replaceChildren(...segmentRows(results.segments));
  showNotes(results.notes);
  showReport(results.report);
  const base = name.replace(/\.[a-z]+(\.gz)?$/i, "");
  for (const address of addresses) URL.revokeObjectURL(address);
  addresses = [];
  byId("downloads").replaceChildren(
    download("Download labels", `${base}-segments.csv`, results.labels),
    ...(results.customerLabels === null
      ? []
      : [download("Download customers’ labels", `${base}-customers-segments.csv`, results.customerLabels)]),
    download("Download model", `${base}-model.json`, results.model),
    download("Download report", `${base}-report.html`, results.reportFile),
  );
  byId("results-title").focus();
}

/** Nothing is shown that belongs to another file. */
export function hideResults(): void {
  byId("results").hidden = true;
}

function download(words: string, file: string, content: Blob): HTMLAnchorElement {
  const href = URL.createObjectURL(content);
  addresses.push(href);
  return make("a", { href, download: file, className: "button" }, words);
}

function segmentRows(segments: readonly SegmentFacts[]): HTMLElement[] {
  const withCustomers = segments.some(({ customers }) => customers !== undefined);
  const heads = ["Segment", "People", "Share", ...(withCustomers ? ["Customers", "Index", "95 % interval"] : [])];
  const head = heads.map((words, i) => make("th", { scope: "col", className: i === 0 ? "" : "figure" }, words));
  return [
    make("caption", { className: "aside" }, "Segments and how many people they hold"),
    make("thead", {}, make("tr", {}, ...head)),
    make("tbody", {}, ...segments.map((segment) => segmentRow(segment, withCustomers))),
  ];
}

function segmentRow(
  { segment, name, people, share, customers, index, interval }: SegmentFacts,
  all: boolean,
): HTMLElement {
  const figure = (text: string): HTMLElement => make("td", { className: "figure" }, text);
  const number = segment === null ? [] : [make("span", { className: "quiet" }, `${segment} `)];
  const compared = all
    ? [
        figure(customers === undefined ? "–" : count(customers)),
        figure(ratio(index)),
        figure(interval === undefined ? "–" : `${ratio(interval[0])} to ${ratio(interval[1])}`),
      ]
    : [];
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, ...number, make("bdi", {}, name)),
    figure(count(people)),
    figure(percent(share)),
    ...compared,
  );
}

function ratio(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(2);
}

function showNotes(notes: readonly string[]): void {
  const box = byId("notes");
  box.hidden = notes.length === 0;
  box.querySelector("ul")!.replaceChildren(...notes.map((note) => make("li", {}, note)));
}

/**
 * The report in a frame that may run nothing. Its style goes in as a style sheet object: the page's policy holds in the frame too and knows no inline
 * styles.
 */
function showReport({ markup, style }: Results["report"]): void {
  const frame = byId<HTMLIFrameElement>("report");
  frame.onload = () => {
    const inside = frame.contentWindow as (Window & typeof globalThis) | null;
    if (inside === null) return;
    const sheet = new inside.CSSStyleSheet();
    sheet.replaceSync(style);
    inside.document.adoptedStyleSheets = [sheet];
  };
  frame.srcdoc = markup;
}
