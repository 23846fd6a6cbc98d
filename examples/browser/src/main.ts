import { Cancelled, Client } from "./client.js";
import { ColumnTable } from "./column-table.js";
import type { Calls, Results } from "./messages.js";
import { byId, count, make } from "./page.js";
import { Running } from "./running.js";
import { hideResults, showResults } from "./show-results.js";

const running = new Running(new Client());
const columns = new ColumnTable();
const inputs = {
  population: byId<HTMLInputElement>("population"),
  customers: byId<HTMLInputElement>("customers"),
  model: byId<HTMLInputElement>("model"),
};
const clusters = byId<HTMLInputElement>("clusters");

byId("threads").textContent = globalThis.crossOriginIsolated
  ? `It works on ${count(navigator.hardwareConcurrency, "thread")}.`
  : "It works on one thread: the server does not isolate it from other pages.";

inputs.population.addEventListener("change", () => void read());
inputs.customers.addEventListener("change", hideResults);
inputs.model.addEventListener("change", showWay);
byId("advise").addEventListener("click", () => void advise());
byId("segment").addEventListener("click", () => void segment());
for (const drop of document.querySelectorAll<HTMLElement>(".drop")) takeDrops(drop);
// A file that misses its place is not opened instead of the page.
for (const type of ["dragover", "drop"]) document.addEventListener(type, (event) => event.preventDefault());

/** Runs a job of the worker, and shows how far it is and how it ends. */
async function run<Name extends keyof Calls>(
  call: Name,
  argument: Calls[Name][0],
): Promise<Calls[Name][1] | undefined> {
  try {
    return await running.run(call, argument);
  } catch (error) {
    if (error instanceof Cancelled) byId("status").textContent = "Cancelled.";
    else byId("error").textContent = (error as Error).message;
    return undefined;
  }
}

async function read(): Promise<void> {
  const file = inputs.population.files?.[0];
  if (file === undefined) return;
  hideResults();
  byId("advice").replaceChildren();
  const facts = await run("read", file);
  byId("columns").hidden = facts === undefined;
  byId("run").hidden = facts === undefined;
  byId("file-facts").textContent =
    facts === undefined ? "" : `${facts.name}: ${count(facts.rows, "row")}, ${count(facts.columns.length, "column")}.`;
  if (facts !== undefined) columns.show(facts);
  showWay();
}

/** With a model there is nothing to choose but the ids. */
function showWay(): void {
  const given = inputs.model.files?.[0];
  hideResults();
  byId("how-many").hidden = given !== undefined;
  byId("run-words").textContent = given === undefined ? "Segments" : `Segments of ${given.name}`;
  byId("segment").textContent = given === undefined ? "Make segments" : "Use the model";
}

async function advise(): Promise<void> {
  byId("advice").replaceChildren();
  const advice = await run("advise", columns.choice);
  if (advice === undefined) return;
  if (advice.clusters !== null) clusters.value = String(advice.clusters);
  const reasons = advice.reasons.map((reason) => make("li", {}, reason));
  byId("advice").replaceChildren(make("p", {}, make("strong", {}, advice.sentence)), make("ul", {}, ...reasons));
}

async function segment(): Promise<void> {
  const given = inputs.model.files?.[0];
  const customers = inputs.customers.files?.[0] ?? null;
  if (given === undefined && !clusters.reportValidity()) return;
  hideResults();
  const results: Results | undefined =
    given === undefined
      ? await run("segment", { choice: columns.choice, clusters: clusters.valueAsNumber, customers })
      : await run("open", { model: given, id: columns.id, customers });
  if (results === undefined) return;
  const people = results.segments.reduce((sum, one) => sum + one.people, 0);
  const made = results.segments.filter(({ segment: id }) => id !== null).length;
  byId("status").textContent = `Done: ${count(people, "person", "people")}, ${count(made, "segment")}.`;
  showResults(results, inputs.population.files![0]!.name);
}

function takeDrops(place: HTMLElement): void {
  const input = place.querySelector("input")!;
  const over = (on: boolean): void => void place.classList.toggle("over", on);
  place.addEventListener("dragover", () => over(!input.matches(":disabled")));
  place.addEventListener("dragleave", () => over(false));
  place.addEventListener("drop", (event) => {
    over(false);
    if (input.matches(":disabled") || (event.dataTransfer?.files.length ?? 0) === 0) return;
    input.files = event.dataTransfer!.files;
    input.dispatchEvent(new Event("change"));
  });
}
