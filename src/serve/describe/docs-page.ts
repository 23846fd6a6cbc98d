import type { Scorer } from "../score/scorer.js";
import { exampleRow, inputSchema } from "./input-schema.js";
import { describe, type Service } from "./open-api.js";

const ENDPOINTS: readonly (readonly [string, string])[] = [
  ["POST /invocations", "scores of rows: JSON, JSON lines, CSV or an array of NumPy (SageMaker, MLflow)"],
  ["GET /ping", "is the service up?"],
  ["GET /execution-parameters", "limits of batch jobs"],
  ["GET /v2/models/NAME", "inputs and outputs (Open Inference Protocol)"],
  ["POST /v2/models/NAME/infer", "scores as tensors"],
  ["GET /metrics", "counters for Prometheus"],
  ["GET /openapi.json", "this page for programs: OpenAPI 3.1, with a JSON Schema of a row"],
];

/** A page for people: what the model takes and gives, without a script. */
export function docsPage(scorer: Scorer, service: Service): string {
  const { properties } = inputSchema(scorer.fitted);
  const row = exampleRow(scorer.fitted);
  const columns = Object.entries(properties).map(
    ([name, { type, description = "", examples = [] }]) =>
      `<tr><td><code>${escaped(name)}</code><td>${escaped(type.join(" or "))}<td>${escaped(description)}<td>${escaped(examples.join(", "))}`,
  );
  const endpoints = ENDPOINTS.map(
    ([route, text]) => `<tr><td><code>${escaped(route.replace("NAME", service.name))}</code><td>${escaped(text)}`,
  );
  const body = JSON.stringify({ instances: [row] }, null, 2);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(service.name)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}
td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd}pre{background:#f5f5f5;padding:1rem;overflow:auto}</style>
<h1>${escaped(service.name)}</h1><p>${escaped(describe(scorer, service))}</p>
<h2>Endpoints</h2><table>${endpoints.join("\n")}</table>
<h2>A request</h2><pre>POST /invocations
Content-Type: application/json

${escaped(body)}</pre>
<p>Up to ${service.maxRows.toLocaleString("en-US")} rows and ${service.maxBodyBytes.toLocaleString("en-US")} bytes. A value that is not known is null. A row that
cannot be scored has an <code>error</code> that names the column; the others have their scores.</p>
<h2>Columns</h2><table><tr><th>Name<th>Type<th>Meaning<th>Examples
${columns.join("\n")}</table></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]!);
}
