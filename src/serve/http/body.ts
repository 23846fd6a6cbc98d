import { badRequest, RequestError } from "../read/request-error.js";

/** Bodies at most that are taken as one text, which is fast where a server has them whole. */
const TEXT_BYTES = 1 << 16;

/** Bytes that all requests together hold. */
export class BufferedBytes {
  #held = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get held(): number {
    return this.#held;
  }

  /** @throws RequestError 503 where there would be too many. */
  take(bytes: number): void {
    if (this.#held + bytes > this.#most) throw busy("Too many bytes are waiting to be scored.");
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}

/** The error for a service with too much to do. */
export function busy(message: string): RequestError {
  return new RequestError(503, "BUSY", message, { "retry-after": "1" });
}

/** A body, and how many bytes it holds of those that all requests may hold. */
export interface Body {
  readonly content: string | Uint8Array;
  readonly bytes: number;
}

/** Reads a body up to its limit. @throws RequestError where it is too large, packed or cut off. */
export async function readBody(request: Request, limit: number, buffered: BufferedBytes): Promise<Body> {
  const { headers } = request;
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity")
    throw new RequestError(415, "UNSUPPORTED_ENCODING", "Send the body unpacked.");
  const declared = headers.get("content-length");
  const length = declared !== null && /^\d{1,15}$/.test(declared) ? Number(declared) : undefined;
  if (length !== undefined && length > limit) throw tooLarge(limit);
  const plain = length !== undefined && length <= TEXT_BYTES && headers.get("content-type")?.includes("npy") !== true;
  return plain ? wholeText(request, length, buffered) : chunks(request, limit, buffered);
}

async function wholeText(request: Request, length: number, buffered: BufferedBytes): Promise<Body> {
  buffered.take(length);
  try {
    const content = await request.text().catch(cutOff);
    if (content.includes("\ufffd")) throw badRequest("NOT_UTF8", "The body is not UTF-8 text.");
    return { content, bytes: length };
  } catch (error) {
    buffered.release(length);
    throw error;
  }
}

async function chunks(request: Request, limit: number, buffered: BufferedBytes): Promise<Body> {
  const reader = request.body?.getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const step = await reader?.read().catch(cutOff);
      if (step === undefined || step.done) break;
      if (bytes + step.value.length > limit) throw tooLarge(limit);
      buffered.take(step.value.length);
      bytes += step.value.length;
      parts.push(step.value);
    }
  } catch (error) {
    buffered.release(bytes);
    reader?.cancel().catch(() => undefined);
    throw error;
  }
  const content = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return { content, bytes };
}

function cutOff(): never {
  throw badRequest("TRUNCATED_BODY", "The body ended before its end.");
}

function tooLarge(limit: number): RequestError {
  return new RequestError(413, "BODY_TOO_LARGE", `A body may have ${limit} bytes. Divide the rows.`);
}
