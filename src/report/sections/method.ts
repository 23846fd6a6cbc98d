import type { Context } from "../context.js";
import type { ReportedFile } from "../data-results.js";
import { type Content, type Html, html, joined, named } from "../page/html.js";
import type { ReportedModel } from "../results.js";
import { VERSION } from "../version.js";

/** How the segments were made: steps, parameters, seed, versions, hashes. */
export function methodSection(
  model: ReportedModel | undefined,
  files: readonly ReportedFile[] | undefined,
  context: Context,
): Html {
  const document = record(model === undefined ? {} : JSON.parse(JSON.stringify(model.toJSON())));
  const steps = model === undefined ? [] : stepsOf(document, model.kind);
  const seeds = [...new Set(steps.map(({ params }) => params["seed"]))].filter((seed) => typeof seed === "number");
  const facts: readonly (readonly [string, Content])[] = [
    ["This copy", context.shared ? "shared: numbers of few people are hidden" : "operator's: everything is shown"],
    ["Written by", `kindred ${VERSION}`],
    ...(typeof document["format"] === "string"
      ? [["Document", `${document["format"]}, format ${String(document["formatVersion"])}`] as const]
      : []),
    ...(typeof document["checksum"] === "string" ? [["Model", document["checksum"]] as const] : []),
    ...(seeds.length === 0 ? [] : [[seeds.length === 1 ? "Seed" : "Seeds", seeds.join(", ")] as const]),
    ...(files ?? []).flatMap(({ name, hash }) => (hash === undefined ? [] : [[name, hash] as const])),
  ];
  return html`<section id="method" aria-labelledby="method-title"><h2 id="method-title">The method</h2>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${named(name)}</dt><dd>${value}</dd></div>`)}</dl>
${steps.length === 0 ? undefined : html`<ol class="steps">${steps.map(stepItem)}</ol>`}
</section>
`;
}

interface Step {
  readonly name: string;
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The steps of a pipeline's document; a model that is none is its own only step. */
function stepsOf(document: Readonly<Record<string, unknown>>, kind: string): Step[] {
  const params = record(document["params"]);
  const steps = params["steps"];
  if (!Array.isArray(steps)) return [{ name: kind, kind, params }];
  return steps.map((step: unknown): Step => {
    const [name, body] = Array.isArray(step) ? step : [];
    const inner = record(record(body)["$model"] ?? body);
    return { name: String(name), kind: String(inner["kind"] ?? name), params: record(inner["params"]) };
  });
}

function stepItem({ name, kind, params }: Step): Html {
  const shown = Object.entries(params).map(([key, value]) => html`${named(key)}: ${paramText(value)}`);
  return html`<li><b>${named(name)}</b> (${named(kind)})${shown.length === 0 ? undefined : html`: ${joined(shown, "; ")}`}</li>
`;
}

/** What is a list or a table of its own is counted: it may hold values of people. */
function paramText(value: unknown): Content {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return named(value);
  if (Array.isArray(value)) return value.length === 1 ? "one entry" : `${value.length} entries`;
  return value === null ? "none" : `${Object.keys(record(value)).length} entries`;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
