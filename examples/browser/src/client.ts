import type { Calls, Progress, Request, Response } from "./messages.js";

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** The job was stopped by its signal. */
export class Cancelled extends Error {}

/** The worker that reads, learns and writes, so that the page only draws. */
export class Client {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "segments" });
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Response>) => this.#heard(data);
    this.#worker.onerror = (event) => this.#lost(event.message);
  }

  call<Name extends keyof Calls>(
    call: Name,
    argument: Calls[Name][0],
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
  ): Promise<Calls[Name][1]> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      this.#post({ id, call, argument });
      signal.addEventListener("abort", () => this.#post({ cancel: id }), { once: true });
    });
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }

  #heard(response: Response): void {
    const waiting = this.#waiting.get(response.id);
    if (waiting === undefined) return;
    if ("progress" in response) {
      waiting.onProgress(response.progress);
      return;
    }
    this.#waiting.delete(response.id);
    if ("answer" in response) waiting.resolve(response.answer as never);
    else waiting.reject(response.cancelled ? new Cancelled() : new Error(response.error));
  }

  #lost(message: string): void {
    const error = new Error(
      `The worker of this page has failed: ${message || "it could not be started"}. Load the page again.`,
    );
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
