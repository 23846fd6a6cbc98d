/** A request that gets no scores at all. Its message holds nothing of the request but names of columns that the model knows. */
export class RequestError extends Error {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Stable name of the failure. */
  readonly code: string;
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** A body that cannot be read. */
export function badRequest(code: string, message: string): RequestError {
  return new RequestError(400, code, message);
}
