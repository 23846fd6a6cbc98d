import type { Scorer } from "../score/scorer.js";
import { exampleRow, inputSchema } from "./input-schema.js";

/** What the description says beside the model. */
export interface Service {
  /** The name of the model. */
  readonly name: string;
  readonly maxBodyBytes: number;
  readonly maxRows: number;
  readonly ids: readonly string[];
}

/** The OpenAPI 3.1 description of a service. */
export function openApi(scorer: Scorer, service: Service): object {
  const { $schema: _, ...row } = inputSchema(scorer.fitted);
  const error = (description: string): object => ({
    description,
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  });
  const got = (description: string, schema: object = { type: "object" }): object => ({
    200: { description, content: { "application/json": { schema } } },
  });
  const get = (summary: string): object => ({ get: { summary, responses: got(summary) } });
  const scores = { type: "object", properties: { predictions: { type: "array", items: predictionSchema(scorer) } } };
  const failures = {
    400: error("The body cannot be read, or no row could be scored."),
    406: error("Accept names no format that scores are given in."),
    413: error(`More than ${service.maxBodyBytes} bytes or ${service.maxRows} rows, or nested too deep.`),
    415: error("The Content-Type is none that rows are read from."),
    503: error("Too much is waiting, or the service is stopping. Retry-After says when to come again."),
  };
  const example = { instances: [exampleRow(scorer.fitted)] };
  return {
    openapi: "3.1.0",
    info: {
      title: service.name,
      version: String(scorer.fitted.spec.definition.version),
      description: describe(scorer, service),
    },
    paths: {
      "/ping": get("Is the service up?"),
      "/invocations": {
        post: {
          summary: "Scores of rows",
          requestBody: {
            required: true,
            content: {
              "application/json": { schema: { $ref: "#/components/schemas/Instances" }, example },
              "application/jsonlines": { schema: { type: "string" } },
              "text/csv": { schema: { type: "string" } },
              "application/x-npy": { schema: { type: "string", format: "binary" } },
            },
          },
          responses: { ...got("One prediction a row, in order", scores), ...failures },
        },
      },
      "/execution-parameters": get("Limits of batch jobs"),
      "/v2": get("The server, in the Open Inference Protocol"),
      [`/v2/models/${service.name}`]: get("Inputs and outputs of the model"),
      [`/v2/models/${service.name}/infer`]: {
        post: {
          summary: "Scores in the Open Inference Protocol",
          requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
          responses: { ...got("Tensors of scores"), ...failures },
        },
      },
      "/metrics": {
        get: { summary: "Counters for Prometheus", responses: { 200: { description: "Text of Prometheus" } } },
      },
    },
    components: {
      schemas: {
        Row: row,
        Instances: {
          type: "object",
          properties: { instances: { type: "array", items: { $ref: "#/components/schemas/Row" } } },
          required: ["instances"],
        },
        Error: {
          type: "object",
          properties: {
            error: { type: "object", properties: { code: { type: "string" }, message: { type: "string" } } },
          },
        },
      },
    },
  };
}

function predictionSchema({ verb, names, classes }: Scorer): object {
  const label = { type: [...new Set((classes ?? []).map((one) => typeof one))] };
  const number = { type: ["number", "null"] };
  if (verb === "transform") return { type: "object", properties: { values: { type: "array", items: number } } };
  if (classes === undefined) return { type: "object", properties: { cluster: { type: "integer" } } };
  if (verb === "predict") return { type: "object", properties: { label } };
  if (names.length === 2) return { type: "object", properties: { score: number, label } };
  const each = Object.fromEntries(names.map((name) => [name, number]));
  return { type: "object", properties: { probabilities: { type: "object", properties: each }, label } };
}

/** What the model is and gives, in sentences. */
export function describe({ fitted, verb, classes, names }: Scorer, { ids }: Service): string {
  const gives =
    verb === "predictProbabilities" && names.length === 2
      ? `the probability of ${JSON.stringify(classes![1])} as "score", and the label decided for`
      : verb === "predictProbabilities"
        ? "the probability of each class, and the label decided for"
        : verb === "predict"
          ? classes === undefined
            ? 'the segment of each row as "cluster"'
            : "the label decided for"
          : `${names.length} values a row`;
  const passed = ids.length === 0 ? "" : ` ${ids.join(", ")} pass through.`;
  return `A fitted ${fitted.kind} of ${fitted.inputColumns.length} columns. It gives ${gives}.${passed}`;
}
