import type { Calls, Progress, Request, Response } from "./messages.js";
import { type Job, Session } from "./session.js";

/** The least time between two messages about one step, in milliseconds. */
const PROGRESS_EVERY = 50;

const session = new Session();
const handlers: { readonly [Name in keyof Calls]: (argument: Calls[Name][0], job: Job) => Promise<Calls[Name][1]> } = {
  read: (file, job) => session.read(file, job),
  advise: (choice, job) => session.advise(choice, job),
  segment: (wanted, job) => session.segment(wanted, job),
  open: (wanted, job) => session.open(wanted, job),
};
const running = new Map<number, AbortController>();

self.onmessage = ({ data }: MessageEvent<Request>) => {
  if ("cancel" in data) running.get(data.cancel)?.abort();
  else void run(data);
};

async function run({ id, call, argument }: Exclude<Request, { cancel: number }>): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  running.set(id, controller);
  try {
    const handler = handlers[call] as (argument: unknown, job: Job) => Promise<unknown>;
    post({ id, answer: await handler(argument, { signal, onProgress: reporter(id) }) });
  } catch (error) {
    post({ id, error: error instanceof Error ? error.message : String(error), cancelled: signal.aborted });
  } finally {
    running.delete(id);
  }
}

function reporter(id: number): (progress: Progress) => void {
  let last = "";
  let at = 0;
  return ({ step, done, total }) => {
    const now = performance.now();
    if (step === last && now - at < PROGRESS_EVERY) return;
    last = step;
    at = now;
    post({ id, progress: { step, done, total } });
  };
}

function post(response: Response): void {
  self.postMessage(response);
}
