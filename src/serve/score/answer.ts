import { rowsFromCsv } from "../read/csv.js";
import { type Input, inputFor, type ReadLimits } from "../read/input.js";
import { isRecord, parseJson, rowsFromJson } from "../read/json.js";
import { rowsFromJsonLines } from "../read/json-lines.js";
import { rowsFromNpy } from "../read/npy.js";
import { badRequest, RequestError } from "../read/request-error.js";
import type { Rows } from "../read/rows.js";
import { formatCsv, formatJson, formatJsonLines, formatScoresNpy } from "./format.js";
import { accepted, type Format, formatOf, MEDIA_TYPES, type MediaType, mediaType } from "./media-type.js";
import { formatInference, rowsFromInference } from "./open-inference.js";
import type { Scored } from "./scored.js";
import type { Scorer } from "./scorer.js";

/** A request to score, as plain data: it may go to another thread. */
export interface ScoreRequest {
  /** `invocations` of SageMaker and MLflow, or the inference protocol. */
  readonly protocol: "invocations" | "inference";
  readonly contentType: string;
  readonly accept: string;
  readonly body: Uint8Array | string;
}

/** An answer, as plain data. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** Rows that got scores. */
  readonly scored?: number;
  /** Rows that failed. */
  readonly failed?: number;
}

/** What answering needs beside the model. */
export interface AnswerOptions {
  readonly ids: readonly string[];
  readonly limits: ReadLimits;
  /** The name of the model in the inference protocol. */
  readonly name: string;
}

/** Failures that an answer without any score lists. */
const FAILURES_LISTED = 100;

/** Media types that clients send by default. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["", "text/plain", "application/octet-stream"]);

/** Reads a request, scores its rows and writes the answer. */
export class Answerer {
  readonly #scorer: Scorer;
  readonly #input: Input;
  readonly #name: string;

  constructor(scorer: Scorer, { ids, limits, name }: AnswerOptions) {
    this.#scorer = scorer;
    this.#input = inputFor(scorer.plan, ids, limits);
    this.#name = name;
  }

  /** @throws RequestError where there is nothing to score. */
  async answer(request: ScoreRequest, signal?: AbortSignal): Promise<Reply> {
    if (request.protocol === "inference") return this.#infer(request, signal);
    const media = mediaType(request.contentType);
    const format = SAYS_NOTHING.has(media.type) ? sniffed(request.body) : formatOf(media);
    if (format === undefined) throw unsupported();
    const out = accepted(request.accept, format);
    if (out === undefined)
      throw new RequestError(406, "NOT_ACCEPTABLE", `Scores are given as ${Object.values(MEDIA_TYPES).join(", ")}.`);
    const rows = this.#read(request.body, format, media);
    const scored = await this.#scorer.score(rows, signal);
    return replyOf(scored, MEDIA_TYPES[out.format], this.#write(scored, out.format, out.media));
  }

  #read(body: Uint8Array | string, format: Format, media: MediaType): Rows {
    if (format === "npy") return rowsFromNpy(bytesOf(body), this.#input);
    const text = textOf(body);
    const rows =
      format === "csv"
        ? rowsFromCsv(text, media.parameters.get("header"), this.#input)
        : format === "jsonlines"
          ? rowsFromJsonLines(text, this.#input)
          : rowsFromJson(parseJson(text, this.#input.limits.depth), this.#input);
    if (rows.count === 0 && format !== "json") throw badRequest("EMPTY_INPUT", "The body holds no row.");
    return rows;
  }

  #write(scored: Scored, format: Format, media: MediaType): () => string | Uint8Array {
    if (format === "json") return () => formatJson(scored, this.#scorer);
    if (format === "jsonlines") return () => formatJsonLines(scored, this.#scorer);
    if (format === "npy") return () => formatScoresNpy(scored, this.#scorer);
    const asked = media.parameters.get("header");
    return () => formatCsv(scored, this.#scorer, asked === undefined ? scored.rows.header : asked === "present");
  }

  async #infer({ body }: ScoreRequest, signal?: AbortSignal): Promise<Reply> {
    const request = parseJson(textOf(body), this.#input.limits.depth);
    if (!isRecord(request))
      throw badRequest("UNKNOWN_SHAPE", 'Send {"inputs": [{"name", "shape", "datatype", "data"}, …]}.');
    const scored = await this.#scorer.score(rowsFromInference(request, this.#input), signal);
    return replyOf(scored, MEDIA_TYPES.json, () => formatInference(scored, this.#scorer, request, this.#name));
  }
}

function replyOf(scored: Scored, type: string, write: () => string | Uint8Array): Reply {
  const failed = scored.failures.length;
  const counts = { scored: scored.good.length, failed };
  if (failed > 0 && scored.good.length === 0) {
    const error = {
      code: "NO_ROW_SCORED",
      message: "No row could be scored.",
      rows: scored.failures.slice(0, FAILURES_LISTED),
    };
    const headers = { "content-type": MEDIA_TYPES.json };
    return { status: 400, headers, body: JSON.stringify({ error }), ...counts };
  }
  const failedRows: Record<string, string> = failed > 0 ? { "x-failed-rows": String(failed) } : {};
  return { status: 200, headers: { "content-type": type, ...failedRows }, body: write(), ...counts };
}

function unsupported(): RequestError {
  return new RequestError(415, "UNSUPPORTED_MEDIA_TYPE", `Send ${Object.values(MEDIA_TYPES).join(", ")}.`);
}

/** The format of a body that does not say: JSON begins with a bracket. */
function sniffed(body: Uint8Array | string): Format {
  const first = typeof body === "string" ? body.charCodeAt(0) : body[0];
  return first === 0x5b || first === 0x7b ? "json" : first === 0x93 ? "npy" : "csv";
}

function textOf(body: Uint8Array | string): string {
  if (typeof body === "string") return body;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw badRequest("NOT_UTF8", "The body is not UTF-8 text.");
  }
}

function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}
